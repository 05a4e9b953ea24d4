/// Something about a checkpoint that changes no number and that its user should know: what is not read, and which of two
/// statements was taken.
package enum CheckpointNote: Sendable, Hashable, CustomStringConvertible {
  /// The folder is a snapshot in a hub cache.
  case snapshot(model: String, commit: String)
  /// Keys of `config.json` that nothing reads and that are not about the arithmetic.
  case unreadKeys([String])
  /// Keys of `config.json` that would be refused and that the user let by.
  case allowedKeys([String])
  /// Keys that the user let by and that were not refused.
  case allowedInVain([String])
  /// Two keys of `config.json` contradict each other, or one is passed over; says which counts.
  case choice(String)
  /// So many names of weights have words of wrappers: this beginning in the place of `model.`, or words in the middle.
  case wrapped(prefix: WrapperPrefix, count: Int)
  /// Tensors that no part of the decoder uses.
  case unusedTensors([String])
  /// An index of weight files stands beside the file that holds all of them.
  case passedOverIndex(missing: [String])
  /// Further files of weights, which are not read.
  case otherWeightFiles([String])

  /// One paragraph for people, without paths, so that it can be published.
  package var description: String {
    switch self {
    case .snapshot(let model, let commit):
      "The checkpoint is the snapshot \(commit) of \(model) in the hub cache."
    case .unreadKeys(let keys):
      "config.json has \(Self.count(keys, "key")) that the decoder does not read and that \(keys.count == 1 ? "is" : "are") "
        + "not about its arithmetic: \(keys.joined(separator: ", "))."
    case .allowedKeys(let keys):
      "config.json has \(Self.count(keys, "key")) whose effect on the arithmetic is not known, let by at the user's wish: "
        + "\(keys.joined(separator: ", "))."
    case .allowedInVain(let keys):
      "Nothing was refused for the \(Self.count(keys, "key")) let by at the user's wish: \(keys.joined(separator: ", "))."
    case .choice(let text): text
    case .wrapped(let prefix, let count):
      prefix.isNone
        ? "\(count) names of weights have words of wrappers in their middle, which were left out."
        : "\(count) names of weights begin with \(prefix.words); they were read as names that begin with model."
    case .unusedTensors(let names):
      "The weight files hold \(Self.count(names, "tensor")) that the decoder does not use: "
        + "\(CheckpointError.list(names))."
    case .passedOverIndex(let missing):
      "model.safetensors was read, as transformers does, and model.safetensors.index.json beside it was passed over"
        + (missing.isEmpty
          ? "." : ": of the files that it names \(CheckpointError.list(missing)) are not there.")
    case .otherWeightFiles(let names):
      "Beside the weights that were read lie \(CheckpointError.list(names)), which \(names.count == 1 ? "was" : "were") not "
        + "looked at, as transformers does."
    }
  }

  private static func count(_ items: [String], _ noun: String) -> String {
    "\(items.count) \(noun)\(items.count == 1 ? "" : "s")"
  }
}
