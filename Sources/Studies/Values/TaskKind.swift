/// What a task asks for; knowledge tasks have lengths and popularity in place of chains of thought.
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
