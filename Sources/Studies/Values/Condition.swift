/// Task × response style × relevance: a set of samples that are averaged together.
package struct Condition: Sendable, Hashable, Comparable, Codable {
  /// The task's name in the study.
  package let task: String
  /// The style of the responses.
  package let style: ResponseStyle
  /// Whether the responses are those of their instructions.
  package let relevance: Relevance

  /// Makes a condition of the task named `task`.
  package init(task: String, style: ResponseStyle, relevance: Relevance) {
    self.task = task
    self.style = style
    self.relevance = relevance
  }

  /// Orders by task name, style from fast to slow, correct before irrelevant.
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

/// The relation of a sample's response to its instruction.
package enum Relevance: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
  /// The response to this instruction.
  case correct
  /// The response to another instruction.
  case irrelevant

  /// Orders correct before irrelevant.
  package static func < (left: Relevance, right: Relevance) -> Bool {
    left == .correct && right == .irrelevant
  }
}

/// The style of a sample's response.
package enum ResponseStyle: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
  /// The answer alone: fast thinking.
  case none
  /// A short chain of thought.
  case simplified
  /// A detailed chain of thought: slow thinking.
  case detailed
  /// Knowledge tasks: a popular topic at about 100, 500 and 1000 words, and an unpopular topic.
  case popular100 = "popular-100"
  case popular500 = "popular-500"
  case popular1000 = "popular-1000"
  case unpopular

  /// The order in which figures, tables and pages list styles: from fast to slow.
  package static func < (left: ResponseStyle, right: ResponseStyle) -> Bool { left.order < right.order }

  private var order: Int { ResponseStyle.allCases.firstIndex(of: self) ?? 0 }

  /// Styles of equal pairing answer the same instructions, record by record.
  package enum Pairing: Sendable, Hashable {
    /// None, simplified and detailed chain of thought.
    case chainOfThought
    /// Popular topics at all three lengths.
    case popular
    /// Unpopular topics, which are others than the popular ones.
    case unpopular
  }

  /// The group of styles that this one pairs with.
  package var pairing: Pairing {
    switch self {
    case .none, .simplified, .detailed: .chainOfThought
    case .popular100, .popular500, .popular1000: .popular
    case .unpopular: .unpopular
    }
  }
}

/// The kind of a task, by what it asks for; knowledge tasks have lengths and popularity in place of chains of
/// thought.
package enum TaskKind: String, Sendable, Hashable, CaseIterable, Codable {
  case math
  case commonsense
  case knowledge

  /// The response styles that tasks of this kind can have, from fast to slow.
  package var styles: [ResponseStyle] {
    switch self {
    case .math, .commonsense: [.none, .simplified, .detailed]
    case .knowledge: [.popular100, .popular500, .popular1000, .unpopular]
    }
  }
}
