import Gradients
import Plotting
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

  /// The place in the palette, the same in every figure, and no other style's. Those beyond the colours have one of the first
  /// four again with a dash: a study has more styles than four colours can be told apart by every reader.
  package var slot: Int {
    switch self {
    case .none: 1
    case .simplified: 2
    case .detailed: 0
    case .popular100: 3
    case .popular500: 10
    case .popular1000: 8
    case .unpopular: 9
    }
  }

  /// The colour of the style, counted from 0.
  package var color: Int { slot % SubjectSeries.paletteSize }

  /// Whether its lines are dashed, since another style has its colour.
  package var isDashed: Bool { slot >= SubjectSeries.paletteSize }
}

extension Relevance {
  /// Label in a legend or table.
  package var label: String { self == .correct ? "Correct" : "Irrelevant" }

  /// The place in the palette, the same in every figure.
  var slot: Int { self == .correct ? 5 : 4 }
}

/// Colours of series that are neither response styles nor relevances: models, tasks, projections.
///
/// Response styles own the first four colours, so that one of these never means anything else.
enum SubjectSeries {
  /// The colours that are left, those of two subjects furthest apart.
  private static let slots = [7, 6, 5, 4]
  static let paletteSize = 8

  /// A series for each name, by key and in their order, with the label in letters as they are.
  static func all(_ names: [(key: String, label: String)]) -> [Series] {
    names.enumerated().map { place, name in
      // Beyond four a colour comes again, with another dash and marker.
      let slot = slots[place % slots.count] + place / slots.count * paletteSize
      return Series(name.key, name: RichText.literal(name.label), slot: slot)
    }
  }
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
