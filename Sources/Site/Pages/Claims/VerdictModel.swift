import Analysis

/// A verdict as pages show it: a sign and a word, so that no colour says anything alone, and a class for the colour.
struct VerdictModel: PageModel, Equatable {
  /// The class in the style sheet.
  let kind: String
  let sign: String
  let word: String
  /// The classes of the choices of normalisation under which it is shown; nil where it always is.
  private(set) var views: String?

  static let fields: [Field<VerdictModel>] = [
    .text("kind", \.kind), .text("sign", \.sign), .text("word", \.word),
    .text("views", optional: \.views),
  ]

  /// The verdicts that are shown in one place, one under each choice of normalisation.
  static func all(_ verdict: (NormalisationView) -> Verdict) -> [VerdictModel] {
    NormalisationView.grouped { VerdictModel(verdict($0)) }.map { views, shown in
      var shown = shown
      shown.views = NormalisationView.classes(views)
      return shown
    }
  }

  init(_ verdict: Verdict) {
    word = verdict.words
    (kind, sign) =
      switch verdict {
      case .supported: ("supported", "✓")
      case .contradicted: ("contradicted", "✗")
      case .dependsOnNormalisation: ("depends", "≠")
      case .inconclusive: ("inconclusive", "?")
      case .notTested: ("not-tested", "–")
      }
  }
}

/// A verdict with what it means, in the key of the matrix.
struct VerdictMeaning: PageModel {
  let verdict: VerdictModel
  let meaning: String

  static let fields: [Field<VerdictMeaning>] = [
    .model("verdict", \.verdict), .prose("meaning", \.meaning),
  ]

  /// Every verdict, by the rule of ``Analysis/Verdict``.
  static let all = [
    VerdictMeaning(
      .supported,
      "Under every normalisation with a number the whole 95 % interval lies where the claim predicts it, and p ≤ 0.05."
    ),
    VerdictMeaning(.contradicted, "Under every one none of the interval does, and p ≤ 0.05."),
    VerdictMeaning(
      .dependsOnNormalisation, "Raw, per loss or at equal length and loss, the data point to different sides."
    ),
    VerdictMeaning(.inconclusive, "The data do not decide, places differ, or a part is not tested."),
    VerdictMeaning(
      .notTested(""),
      "The study has no data for it, or none that can be compared; the page of the claim says which."),
  ]

  private init(_ verdict: Verdict, _ meaning: String) {
    self.verdict = VerdictModel(verdict)
    self.meaning = meaning
  }
}
