import Foundation

/// Matches the tensors of the weight files with what the decoder needs, and collects whatever does not fit.
struct TensorTable {
  private let decoder: DecoderDescription
  /// Shapes by name.
  private let needed: [String: [Int]]
  private var found: [String: Tensor] = [:]
  private var problems: [String] = []

  /// Every parameter's tensor by name.
  ///
  /// Throws one `CheckpointError` that lists all missing, unused and misshapen tensors, those of a dtype that cannot be
  /// decoded, a stored head that is not the embedding it is tied to, and those that stand in another file than the index
  /// says: a reader that trusts the index would not find them, or another's in their place.
  static func load(
    _ weights: WeightFiles, for decoder: DecoderDescription, folder: URL
  ) throws(CheckpointError) -> [String: Tensor] {
    var table = TensorTable(decoder)
    for file in try weights.files.map(SafetensorsFile.init) {
      for entry in file.entries where !decoder.ignores(entry.name) {
        table.add(entry, of: file.file, place: weights.places[entry.name])
      }
    }
    table.checkTiedHead()
    let missing = decoder.parameters.filter { table.found[$0.name] == nil }
    table.problems += missing.map { "\($0.name) \($0.shape) is missing" }
    guard table.problems.isEmpty else { throw .tensors(folder, table.problems) }
    return table.found
  }

  private init(_ decoder: DecoderDescription) {
    self.decoder = decoder
    let parameters = decoder.parameters + [decoder.headCopy].compactMap(\.self)
    needed = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.shape) })
  }

  /// Takes an entry of `file`; `place` is the name of the file in which the index says that it stands, if there is one.
  private mutating func add(_ entry: SafetensorsFile.Entry, of file: MappedFile, place: String?) {
    let (name, fileName) = (entry.name, file.url.lastPathComponent)
    guard let shape = needed[name] else {
      problems.append("\(name) \(entry.shape) is not used by this decoder")
      return
    }
    guard found[name] == nil else {
      problems.append("\(name) stands in more than one file")
      return
    }
    if let place, place != fileName {
      problems.append("\(name) stands in \(fileName), where \(WeightFiles.index) names \(place)")
    }
    if shape != entry.shape { problems.append("\(name) has the shape \(entry.shape), expected \(shape)") }
    guard let type = ElementType(rawValue: entry.type) else {
      problems.append("\(name) is of dtype \(entry.type), supported: F32, F16, BF16")
      // Keeps the tensor from being called missing as well.
      found[name] = Tensor(name: name, shape: shape, type: .float32, range: 0..<0, file: file)
      return
    }
    found[name] = Tensor(name: name, shape: entry.shape, type: type, range: entry.range, file: file)
  }

  /// Notes a head that is stored beside the embedding it is tied to and differs from it. Which of the two a library
  /// computes with differs from release to release, so they must be the same, byte for byte.
  private mutating func checkTiedHead() {
    guard let copy = decoder.headCopy, let head = found[copy.name],
      let embedding = found[DecoderDescription.embeddingName], head.shape == embedding.shape
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
