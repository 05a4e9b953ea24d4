/// Results that a store holds and that count as missing, because the study has changed since they were computed.
package enum OutdatedResults: Sendable, Hashable, CustomStringConvertible {
  /// They were made with other settings, or prompted otherwise.
  case settings(model: String)
  /// Another checkpoint lies in the model's folder.
  case checkpoint(model: String, folder: String)
  /// Another tokenizer or chat template lies in the model's folder.
  case tokenizer(model: String, folder: String)
  /// Other records stand in a data file.
  case data(file: String)

  /// What has changed and what to do, as one sentence after the other.
  package var description: String {
    switch self {
    case .settings(let model):
      "Results of `\(model)` were made with other settings than the study asks for. \(Self.mend)"
    case .checkpoint(let model, let folder):
      "The checkpoint of `\(model)` in \(folder) is not the one that its results were made with. \(Self.mend)"
    case .tokenizer(let model, let folder):
      "The tokenizer or chat template of `\(model)` in \(folder) is not the one that its results were made with. "
        + Self.mend
    case .data(let file):
      "The records of \(file) are not those that results were made with. \(Self.mend)"
    }
  }

  private static let mend = "They count as missing; `strata run` computes them."
}
