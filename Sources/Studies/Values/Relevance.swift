/// Whether a sample's response answers its own instruction.
public enum Relevance: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
  case correct
  /// The response of another instruction.
  case irrelevant

  /// Correct before irrelevant.
  public static func < (left: Relevance, right: Relevance) -> Bool {
    left == .correct && right == .irrelevant
  }
}
