import Foundation

/// Matches the tensors of the weight files with what the decoder needs, and collects whatever does not fit.
struct TensorTable {
  /// Every parameter's tensor by its name in the decoder.
  private(set) var tensors: [String: Tensor] = [:]
  /// What is there and is not used, and how names were read.
  private(set) var notes: [CheckpointNote] = []
  private let decoder: DecoderDescription
  /// Shapes by name.
  private let needed: [String: [Int]]
  private var problems: [String] = []
  private var unused: [String] = []
  private var renamed = 0

  /// Matches all tensors of `weights`.
  ///
  /// Throws one `CheckpointError` that lists all missing and misshapen tensors, those of a dtype that cannot be decoded,
  /// those inside the decoder that its arithmetic would need if they were meant, a stored head that is not the embedding it
  /// is tied to, and those that stand in another file than the index says: a reader that trusts the index would not find
  /// them, or another's in their place.
  init(_ weights: WeightFiles, for decoder: DecoderDescription, folder: URL) throws(CheckpointError) {
    self.decoder = decoder
    let parameters = decoder.parameters + [decoder.headCopy].compactMap(\.self)
    needed = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.shape) })
    let files = try weights.files.map(SafetensorsFile.init)
    let prefix = try Self.prefix(of: files, folder)
    for file in files {
      for entry in file.entries { add(entry, prefix, of: file.file, place: weights.places[entry.name]) }
    }
    checkTiedHead()
    let missing = decoder.parameters.filter { tensors[$0.name] == nil }
    problems += missing.map { "\($0.name) \($0.shape) is missing" }
    guard problems.isEmpty else { throw .tensors(folder, problems, unused: unused) }
    if renamed > 0 { notes.append(.wrapped(prefix: prefix, count: renamed)) }
    if !unused.isEmpty { notes.append(.unusedTensors(unused)) }
  }

  /// What the names of the decoder's weights begin with.
  ///
  /// Throws `CheckpointError` when the files hold two models.
  private static func prefix(of files: [SafetensorsFile], _ folder: URL) throws(CheckpointError)
    -> WrapperPrefix
  {
    let names = files.flatMap { $0.entries.map(\.name) }
    let found = Set(names.compactMap(WrapperPrefix.init(ofLayerWeight:)))
    guard let prefix = WrapperPrefix.choose(among: found) else {
      guard found.isEmpty else { throw .twoModels(folder, prefixes: found.map(\.text).sorted()) }
      return .none
    }
    return prefix
  }

  /// Takes an entry of `file`; `place` is the name of the file in which the index says that it stands, if there is one.
  private mutating func add(
    _ entry: SafetensorsFile.Entry, _ prefix: WrapperPrefix, of file: MappedFile, place: String?
  ) {
    guard let name = prefix.bare(entry.name), let shape = needed[name] else {
      return addUnused(entry, prefix.bare(entry.name) ?? entry.name)
    }
    let fileName = file.url.lastPathComponent
    guard tensors[name] == nil else {
      problems.append("\(name) stands in more than one file or under more than one name")
      return
    }
    renamed += name == entry.name ? 0 : 1
    if let place, place != fileName {
      problems.append("\(name) stands in \(fileName), where \(WeightFiles.index) names \(place)")
    }
    if shape != entry.shape { problems.append("\(name) has the shape \(entry.shape), expected \(shape)") }
    guard let type = ElementType(rawValue: entry.type) else {
      problems.append(Self.unknown(entry.type, name))
      // Keeps the tensor from being called missing as well.
      tensors[name] = Tensor(name: name, shape: shape, type: .float32, range: 0..<0, file: file)
      return
    }
    tensors[name] = Tensor(name: name, shape: entry.shape, type: type, range: entry.range, file: file)
  }

  private static func unknown(_ type: String, _ name: String) -> String {
    let isPacked = ["F8", "I8", "U8", "I4", "U4", "F4", "I32"].contains { type.hasPrefix($0) }
    return "\(name) is of dtype \(type), supported: F32, F16, BF16"
      + (isPacked
        ? "; quantised weights are not computed, so take the checkpoint that they were made of" : "")
  }

  /// Notes a tensor that the decoder does not use. Inside of a part that it has, it may be one that the arithmetic needs:
  /// a bias, the scales of quantised weights, an adapter that was not merged.
  private mutating func addUnused(_ entry: SafetensorsFile.Entry, _ name: String) {
    let isInside = ["model.", "lm_head."].contains(where: name.hasPrefix)
    let isOther = decoder.ignores(name) || WrapperPrefix.otherParts.contains { name.hasPrefix("model.\($0)") }
    let isAdapter = name.contains("lora_") || name.contains(".base_layer.")
    if isAdapter {
      problems.append("\(entry.name) belongs to an adapter that was not merged: merge_and_unload() does it")
    } else if isInside, !isOther {
      problems.append("\(entry.name) \(entry.shape) is not used by this decoder")
    } else {
      unused.append("\(entry.name) \(entry.shape)")
    }
  }

  /// Notes a head that is stored beside the embedding it is tied to and differs from it. Which of the two a library
  /// computes with differs from release to release, so they must be the same, byte for byte.
  private mutating func checkTiedHead() {
    guard let copy = decoder.headCopy, let head = tensors[copy.name],
      let embedding = tensors[DecoderDescription.embeddingName], head.shape == embedding.shape
    else { return }
    let isSame = head.withBytes { a in
      embedding.withBytes { b in
        guard let first = a.baseAddress, let second = b.baseAddress else { return a.isEmpty && b.isEmpty }
        return a.count == b.count && memcmp(first, second, a.count) == 0
      }
    }
    guard head.type != embedding.type || !isSame else { return }
    problems.append(
      "\(head.name) differs from \(embedding.name), though tie_word_embeddings says that they are one: if the head "
        + "is a matrix of its own, set it to false")
  }
}
