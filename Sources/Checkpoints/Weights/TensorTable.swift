import Foundation

/// Matches the tensors of the weight files with what the decoder needs.
struct TensorTable {
  private let decoder: DecoderDescription
  private let folder: URL

  init(_ decoder: DecoderDescription, folder: URL) {
    self.decoder = decoder
    self.folder = folder
  }

  /// Every parameter's tensor by name.
  ///
  /// Throws one `CheckpointError` that lists all missing, unused and misshapen tensors, those of a dtype that cannot be
  /// decoded, a stored head that is not the embedding it is tied to, and those that stand in another file than the index
  /// says: a reader that trusts the index would not find them, or another's in their place.
  func load(_ weights: WeightFiles) throws -> [String: Tensor] {
    let parameters = decoder.parameters + [decoder.headCopy].compactMap(\.self)
    let needed = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.shape) })
    var found: [String: Tensor] = [:]
    var problems: [String] = []
    for file in try weights.files.map(SafetensorsFile.init) {
      for entry in file.entries where !decoder.ignores(entry.name) {
        guard let shape = needed[entry.name] else {
          problems.append("\(entry.name) \(entry.shape) is not used by this decoder")
          continue
        }
        guard found[entry.name] == nil else {
          problems.append("\(entry.name) stands in more than one file")
          continue
        }
        if let place = weights.places[entry.name], place != file.file.url.lastPathComponent {
          problems.append(
            "\(entry.name) stands in \(file.file.url.lastPathComponent), where \(WeightFiles.index) names \(place)"
          )
        }
        if shape != entry.shape {
          problems.append("\(entry.name) has the shape \(entry.shape), expected \(shape)")
        }
        guard let type = ElementType(rawValue: entry.type) else {
          problems.append("\(entry.name) is of dtype \(entry.type), supported: F32, F16, BF16")
          found[entry.name] = Tensor(
            name: entry.name, shape: shape, type: .float32, range: 0..<0, file: file.file)
          continue
        }
        found[entry.name] = Tensor(
          name: entry.name, shape: entry.shape, type: type, range: entry.range, file: file.file)
      }
    }
    if let problem = untied(found) { problems.append(problem) }
    let missing = decoder.parameters.filter { found[$0.name] == nil }
    problems += missing.map { "\($0.name) \($0.shape) is missing" }
    guard problems.isEmpty else { throw CheckpointError.tensors(folder, problems) }
    return found
  }

  /// What is wrong with a head that is stored beside the embedding it is tied to. Which of the two a library computes with
  /// differs from release to release, so they must be the same, byte for byte.
  private func untied(_ found: [String: Tensor]) -> String? {
    guard let copy = decoder.headCopy, let head = found[copy.name],
      let embedding = found[DecoderDescription.embeddingName], head.shape == embedding.shape
    else { return nil }
    let isSame = head.withBytes { a in
      embedding.withBytes { b in
        guard let first = a.baseAddress, let second = b.baseAddress else { return a.isEmpty && b.isEmpty }
        return a.count == b.count && memcmp(first, second, a.count) == 0
      }
    }
    guard head.type != embedding.type || !isSame else { return nil }
    return
      "\(head.name) differs from \(embedding.name), though tie_word_embeddings says that they are one: if the head "
      + "is a matrix of its own, set it to false"
  }
}
