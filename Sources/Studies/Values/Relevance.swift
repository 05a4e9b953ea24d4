/// Whether a sample's response answers its own instruction.
package enum Relevance: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
  case correct
  /// The response of another instruction.
  case irrelevant

  /// Correct before irrelevant.
  package static func < (left: Relevance, right: Relevance) -> Bool {
    left == .correct && right == .irrelevant
  }
}
