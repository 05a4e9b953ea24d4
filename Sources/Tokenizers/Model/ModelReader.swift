import JSON

/// Reads the `model` of a `tokenizer.json`.
struct ModelReader {
  let component: FileValue
  /// Whether words are made of bytes, in the alphabet of byte-level models.
  let isByteLevel: Bool

  /// The model; anything but byte-pair encoding is refused by name.
  func read() throws -> BytePairModel {
    try refuseOtherKinds()
    let vocabulary = try readVocabulary()
    var joints: Set<UInt64> = []
    let merges = try readMerges(vocabulary, &joints)
    return BytePairModel(
      vocabulary: vocabulary, merges: merges, units: units(vocabulary, joints),
      unknownRule: try unknownRule(vocabulary),
      ignoresMerges: try component["ignore_merges"].bool(default: false))
  }

  private func refuseOtherKinds() throws {
    guard component.value?.object != nil else { throw component.unexpected("an object") }
    let kind = component["type"]
    let name = try kind.isAbsent && !component["merges"].isAbsent ? "BPE" : kind.string()
    guard name == "BPE" else { throw component.unsupported("model", name, supported: ["BPE"]) }
    for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
      let affix = component[key]
      if !affix.isAbsent, try !affix.string().isEmpty { throw affix.unexpected("null or \"\"") }
    }
    let dropout = component["dropout"]
    guard dropout.isAbsent || dropout.value?.double == 0 else {
      throw dropout.unexpected("null, since dropout makes encoding random")
    }
  }

  private func readVocabulary() throws -> Vocabulary {
    let members = try component["vocab"].members()
    guard members.count > 0 else { throw component.error(.emptyModel) }
    var vocabulary = Vocabulary(capacity: members.count)
    for member in members {
      let value = member.value
      guard let id = value.int, id >= 0, id <= FileValue.highestID else {
        let place = "\(component.place).vocab[\"\(member.key)\"]"
        _ = try FileValue(file: component.file, place: place, value: value).id()
        continue
      }
      member.keyBytes.withUnsafeBytes { vocabulary.insert($0, id: Int32(id)) }
    }
    if let (first, second) = vocabulary.indexByID() {
      let texts = [first, second].map { String(decoding: vocabulary.token(ofEntry: $0), as: UTF8.self) }
      let id = vocabulary.id(of: Array(vocabulary.token(ofEntry: first))) ?? 0
      throw component.error(.repeatedID(id, texts[0], texts[1]))
    }
    return vocabulary
  }

  private func readMerges(_ vocabulary: Vocabulary, _ joints: inout Set<UInt64>) throws -> PairTable {
    guard let merges = component["merges"].value?.array else {
      throw component["merges"].unexpected("a list")
    }
    var table = PairTable(capacity: merges.count)
    var rank: UInt32 = 0
    var joined: [UInt8] = []
    for merge in merges where merge.utf8Bytes.map({ !$0.starts(with: "#version".utf8) }) ?? true {
      try withSides(of: merge, rank: rank) { left, right in
        joined.removeAll(keepingCapacity: true)
        joined.append(contentsOf: left)
        joined.append(contentsOf: right)
        let pair = PairTable.pair(
          try id(of: left, in: vocabulary, rank), try id(of: right, in: vocabulary, rank))
        let id = try joined.withUnsafeBytes { try self.id(of: $0, in: vocabulary, rank) }
        table.insert(pair, PairTable.Merge(rank: rank, id: id))
        if !isByteLevel { joints.insert(Self.joint(left, right)) }
      }
      rank += 1
    }
    return table
  }

  private func id(of token: UnsafeRawBufferPointer, in vocabulary: Vocabulary, _ rank: UInt32) throws -> Int32
  {
    if let id = vocabulary.id(of: token) { return id }
    throw component.error(
      .unknownMergeToken(String(decoding: token, as: UTF8.self), rank: Int(rank)))
  }

  /// The two tokens of `"a b"` or `["a", "b"]`.
  private func withSides(
    of merge: JSONValue, rank: UInt32,
    _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    if let text = merge.utf8Bytes {
      let isPair = try text.withUnsafeBytes { bytes in
        let space = UInt8(ascii: " ")
        guard let cut = bytes.firstIndex(of: space), !bytes[(cut + 1)...].contains(space) else {
          return false
        }
        try body(
          UnsafeRawBufferPointer(rebasing: bytes[..<cut]),
          UnsafeRawBufferPointer(rebasing: bytes[(cut + 1)...]))
        return true
      }
      if isPair { return }
    } else if let pair = merge.array, pair.count == 2 {
      let sides = pair.compactMap(\.utf8Bytes)
      if sides.count == 2 {
        return try sides[0].withUnsafeBytes { left in try sides[1].withUnsafeBytes { try body(left, $0) } }
      }
    }
    throw FileValue(file: component.file, place: "\(component.place).merges[\(rank)]", value: merge)
      .unexpected("two tokens, as \"a b\" or [\"a\", \"b\"]")
  }

  /// The scalars at which two tokens meet.
  private static func joint(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> UInt64 {
    guard !left.isEmpty, !right.isEmpty else { return 0 }
    let (left, right) = (left.assumingMemoryBound(to: UInt8.self), right.assumingMemoryBound(to: UInt8.self))
    let last = UTF8Reader.scalar(left, at: UTF8Reader.start(of: left, before: left.count)).value
    return PairTable.pair(Int32(last), Int32(UTF8Reader.scalar(right, at: 0).value))
  }

  private func units(_ vocabulary: Vocabulary, _ joints: Set<UInt64>) -> BytePairModel.Units {
    if isByteLevel { return .bytes(ByteAlphabet.utf8.map { vocabulary.id(of: $0) ?? -1 }) }
    var map = ScalarMap()
    for (token, id) in vocabulary.entries where token.count <= 4 {
      token.withUnsafeBufferPointer { bytes in
        guard !bytes.isEmpty else { return }
        let (scalar, length) = UTF8Reader.scalar(bytes, at: 0)
        if length == bytes.count { map.insert(scalar, id: id) }
      }
    }
    var table = PairTable(capacity: joints.count)
    for joint in joints { table.insert(joint, PairTable.Merge(rank: 0, id: 0)) }
    return .scalars(map, joints: table)
  }

  private func unknownRule(_ vocabulary: Vocabulary) throws -> UnknownRule {
    let name = component["unk_token"]
    var unknown: Int32?
    if !name.isAbsent {
      unknown = vocabulary.id(of: Array(try name.string().utf8))
      if unknown == nil { throw name.unexpected("a token of model.vocab") }
    }
    let fallsBack = try component["byte_fallback"].bool(default: false)
    let byteTokens = (UInt8.min...UInt8.max).map { vocabulary.id(of: ByteToken.name(of: $0)) ?? -1 }
    return UnknownRule(
      byteTokens: fallsBack ? byteTokens : nil, unknown: unknown,
      fuses: try component["fuse_unk"].bool(default: false))
  }
}
