import Analysis

/// The choice of a reader by which pages show numbers: under all normalisations, or under one.
///
/// Every page holds all of it. The script `assets/normalisation.js` hides what belongs to other choices, and without it pages are as
/// under all.
enum NormalisationView: Hashable, Sendable {
  case all
  case one(Normalisation)

  /// Every choice, in the order of the switch.
  static let every: [NormalisationView] = [.all] + Normalisation.allCases.map { .one($0) }

  /// Its word in the address (`?by=loss`) and in the class of what is shown under it.
  var name: String {
    switch self {
    case .all: "all"
    case .one(.raw): "raw"
    case .one(.perLoss): "loss"
    case .one(.matched): "matched"
    }
  }

  /// The classes of an element that is shown under `views` only; nil for one that always is.
  static func classes(_ views: [NormalisationView]) -> String? {
    views.count == every.count ? nil : (["by"] + views.map { "by-\($0.name)" }).joined(separator: " ")
  }

  /// What each choice shows, those that show the same together; what is nil is not shown.
  static func grouped<Value: Equatable>(
    _ value: (NormalisationView) -> Value?
  ) -> [(views: [NormalisationView], value: Value)] {
    every.reduce(into: [(views: [NormalisationView], value: Value)]()) { groups, view in
      guard let value = value(view) else { return }
      if let place = groups.firstIndex(where: { $0.value == value }) {
        groups[place].views.append(view)
      } else {
        groups.append(([view], value))
      }
    }
  }
}

extension ClaimCell {
  /// The cell as `view` has it.
  func shown(_ view: NormalisationView) -> ClaimCell {
    if case .one(let normalisation) = view { alone(under: normalisation) } else { self }
  }
}

extension ClaimResult {
  /// The result as `view` has it.
  func shown(_ view: NormalisationView) -> ClaimResult {
    if case .one(let normalisation) = view { alone(under: normalisation) } else { self }
  }
}

/// A text, or a piece of one, that a reader sees under some choices only.
struct PieceModel: PageModel {
  /// The classes of these choices; nil where it is always shown.
  let views: String?
  let text: String

  static let fields: [Field<PieceModel>] = [.text("views", optional: \.views), .prose("text", \.text)]

  /// A piece that `views` show.
  init(_ text: String, under views: [NormalisationView] = NormalisationView.every) {
    self.text = text
    self.views = NormalisationView.classes(views)
  }

  /// The pieces of a text that each choice has in words of its own; what is nil has none.
  static func all(_ words: (NormalisationView) -> String?) -> [PieceModel] {
    NormalisationView.grouped(words).map { PieceModel($0.value, under: $0.views) }
  }
}
