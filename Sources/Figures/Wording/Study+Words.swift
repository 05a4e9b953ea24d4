import Gradients
import Studies

extension ResponseStyle {
  /// Label in a legend or table: “None”, “Detailed”.
  package var label: String {
    switch self {
    case .none: "None"
    case .simplified: "Simplified"
    case .detailed: "Detailed"
    case .popular100: "Popular, 100 words"
    case .popular500: "Popular, 500 words"
    case .popular1000: "Popular, 1000 words"
    case .unpopular: "Unpopular"
    }
  }

  /// Phrase in a sentence: “no chain of thought”.
  package var phrase: String {
    switch self {
    case .none: "no chain of thought"
    case .simplified: "a simplified chain of thought"
    case .detailed: "a detailed chain of thought"
    case .popular100: "about 100 words on a popular topic"
    case .popular500: "about 500 words on a popular topic"
    case .popular1000: "about 1000 words on a popular topic"
    case .unpopular: "an unpopular topic"
    }
  }

  /// The place in the palette, the same in every figure.
  package var slot: Int {
    switch self {
    case .none, .unpopular: 1
    case .simplified, .popular500: 2
    case .detailed, .popular1000: 0
    case .popular100: 3
    }
  }
}

extension Relevance {
  /// Label in a legend or table.
  package var label: String { self == .correct ? "Correct" : "Irrelevant" }
}

extension Stage {
  /// Label in a table.
  package var label: String { self == .base ? "Base" : "Instruct" }
}

extension TaskKind {
  /// Label in a table.
  package var label: String {
    switch self {
    case .math: "Mathematics"
    case .commonsense: "Commonsense"
    case .knowledge: "Knowledge"
    }
  }
}

extension Projection {
  /// Label at the head of a panel: “q”, “gate”.
  package var label: String { rawValue }

  /// The label with what it stands for: “q query”, “gate”.
  package var phrase: String {
    switch self {
    case .q: "q query"
    case .k: "k key"
    case .v: "v value"
    case .o: "o output"
    case .gate, .up, .down: rawValue
    }
  }
}

extension Prompting {
  /// One sentence for the methods page.
  package var meaning: String {
    switch self {
    case .published:
      "As the published scripts do it: the response begins where the encoding of the text before it, taken by "
        + "itself, ends, and a chat template that writes a beginning-of-sequence token gets a second one."
    case .exact:
      "The response begins where its characters begin in the encoding of the whole text, and the "
        + "beginning-of-sequence token is never doubled."
    }
  }
}
