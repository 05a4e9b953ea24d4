import Analysis
import Studies
import Support

extension Captions {
  /// Says how many samples were cut to the longest length, and which conditions that makes doubtful; nil when none was.
  static func truncation(_ conditions: [ConditionAnalysis]) -> String? {
    let cut = conditions.map(\.coverage.cut).reduce(0, +)
    guard cut > 0 else { return nil }
    let lengths = Set(conditions.compactMap(\.run.configuration.maxLength)).sorted()
    let length = lengths.isEmpty ? "the longest length" : "\(range(lengths)) tokens"
    let marks = conditions.flatMap { condition in
      truncationMarks(of: condition, among: conditions).map { "\(condition.condition.label): \($0)" }
    }
    var known: Set<String> = []
    let distinct = marks.filter { known.insert($0).inserted }
    return ["\(NumberText.subject(cut, "sample")) cut to \(length).", closed(distinct)]
      .compactMap(\.self).joined(separator: " ")
  }

  private static let mostMarks = 4

  private static func closed(_ marks: [String]) -> String? {
    guard !marks.isEmpty else { return nil }
    let rest = marks.count - mostMarks
    return marks.prefix(mostMarks).joined(separator: "; ") + (rest > 0 ? "; and \(rest) more." : ".")
  }

  /// What cutting has made of a condition that leaves it doubtful: that every response is cut, that it equals another.
  package static func truncationMarks(
    of condition: ConditionAnalysis, among conditions: [ConditionAnalysis]
  ) -> [String] {
    let equals = conditions.filter(condition.equalsAfterCutting).map {
      "equals \($0.condition.label) after cutting"
    }
    return (condition.coverage.isAllCut ? ["every response is cut"] : []) + equals
  }
}

extension Condition {
  /// Label of the condition within its task: “Detailed”, “Detailed, irrelevant”.
  package var label: String {
    relevance == .correct ? style.label : "\(style.label), \(relevance.label.lowercased())"
  }
}
