/// Task × response style × relevance: a set of samples that are averaged together.
package struct Condition: Sendable, Hashable, Comparable, Codable {
  /// The task's name in the study.
  package let task: String
  /// How the responses are written.
  package let style: ResponseStyle
  /// Whether the responses answer their instructions.
  package let relevance: Relevance

  /// Makes a condition of the task named `task`.
  package init(task: String, style: ResponseStyle, relevance: Relevance) {
    self.task = task
    self.style = style
    self.relevance = relevance
  }

  /// Ordered by task name, style from fast to slow, correct before irrelevant.
  package static func < (left: Condition, right: Condition) -> Bool {
    if left.task != right.task { return left.task.utf8.lexicographicallyPrecedes(right.task.utf8) }
    if left.style != right.style { return left.style < right.style }
    return left.relevance < right.relevance
  }
}

extension Condition {
  /// The condition for people: `word-problems, none` or `word-problems, none, irrelevant`.
  package var words: String {
    relevance == .correct ? "\(task), \(style.rawValue)" : "\(task), \(style.rawValue), irrelevant"
  }
}
