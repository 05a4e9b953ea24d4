import Studies

/// The names of a statistic for readers.
struct StatisticWords: Sendable {
  /// In a sentence: “nuclear norm”.
  let name: String
  /// At the head of a section: “Nuclear norm”.
  let heading: String
  /// In the notation of figures.
  let symbol: String
  /// In running text.
  let plainSymbol: String
  /// One sentence that says what it tells.
  let meaning: String
}

extension Statistic {
  /// How pages and figures call this statistic.
  var words: StatisticWords {
    switch self {
    case .nuclearNorm:
      StatisticWords(
        name: "nuclear norm", heading: "Nuclear norm", symbol: "‖∇W‖_{∗}", plainSymbol: "‖∇W‖∗",
        meaning: "The sum of the singular values: how strongly the samples pull on a layer.")
    case .largest:
      StatisticWords(
        name: "largest singular value", heading: "Largest singular value", symbol: "σ_{1}",
        plainSymbol: "σ₁", meaning: "The strength of the gradient in its strongest direction.")
    case .largestRatio:
      StatisticWords(
        name: "σ₁ ratio", heading: "σ₁ ratio", symbol: "σ_{1} / Σσ", plainSymbol: "σ₁/Σσ",
        meaning: "The share of the strongest direction: near 1, the gradient has one direction only.")
    case .frobeniusNorm:
      StatisticWords(
        name: "Frobenius norm", heading: "Frobenius norm", symbol: "‖∇W‖_{F}", plainSymbol: "‖∇W‖F",
        meaning: "The length of the gradient as a vector.")
    case .effectiveRank:
      StatisticWords(
        name: "effective rank", heading: "Effective rank", symbol: "exp H(σ/Σσ)",
        plainSymbol: "exp H(σ/Σσ)",
        meaning: "How many directions carry the gradient, as the exponential of the entropy of its spectrum.")
    case .stableRank:
      StatisticWords(
        name: "stable rank", heading: "Stable rank", symbol: "Σσ^{2} / σ_{1}^{2}", plainSymbol: "Σσ²/σ₁²",
        meaning: "How many directions carry the gradient, counted by energy.")
    case .smallest:
      StatisticWords(
        name: "smallest singular value", heading: "Smallest singular value", symbol: "σ_{min}",
        plainSymbol: "σ min", meaning: "Zero whenever a sample has fewer tokens than the matrix has rows.")
    case .mean:
      StatisticWords(
        name: "mean element", heading: "Mean element", symbol: "mean ∇W", plainSymbol: "mean ∇W",
        meaning: "The mean of all elements of the gradient.")
    }
  }
}
