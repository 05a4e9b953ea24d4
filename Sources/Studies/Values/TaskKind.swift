/// What a task asks for; knowledge tasks have lengths and popularity in place of chains of thought.
public enum TaskKind: String, Sendable, Hashable, CaseIterable, Codable {
  case math
  case commonsense
  case knowledge
}
