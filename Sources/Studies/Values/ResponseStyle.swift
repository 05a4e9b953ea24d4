/// How the response of a sample is written.
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

  /// Which styles this one pairs with.
  package var pairing: Pairing {
    switch self {
    case .none, .simplified, .detailed: .chainOfThought
    case .popular100, .popular500, .popular1000: .popular
    case .unpopular: .unpopular
    }
  }
}
