import Studies

/// The names of a statistic for readers.
package struct StatisticWords: Sendable {
  /// In a sentence: “nuclear norm”.
  package let name: String
  /// At the head of a section: “Nuclear norm”.
  let heading: String
  /// On an axis, in the notation of figures.
  let axis: String
  /// One sentence that says what it tells.
  let meaning: String
}

extension Statistic {
  /// How pages and figures call this statistic.
  package var words: StatisticWords {
    switch self {
    case .nuclearNorm:
      StatisticWords(
        name: "nuclear norm", heading: "Nuclear norm", axis: "Nuclear norm ‖∇W‖_{∗}",
        meaning: "The sum of the singular values: how strongly the samples pull on a layer.")
    case .largest:
      StatisticWords(
        name: "largest singular value", heading: "Largest singular value",
        axis: "Largest singular value σ_{1}",
        meaning: "The strength of the gradient in its strongest direction.")
    case .largestRatio:
      StatisticWords(
        name: "σ₁ ratio", heading: "σ₁ ratio", axis: "σ_{1} ratio, σ_{1} / Σσ",
        meaning: "The share of the strongest direction: near 1, the gradient has one direction only.")
    case .frobeniusNorm:
      StatisticWords(
        name: "Frobenius norm", heading: "Frobenius norm", axis: "Frobenius norm ‖∇W‖_{F}",
        meaning: "The length of the gradient as a vector.")
    case .effectiveRank:
      StatisticWords(
        name: "effective rank", heading: "Effective rank", axis: "Effective rank",
        meaning: "How many directions carry the gradient, as the exponential of the entropy of its spectrum.")
    case .stableRank:
      StatisticWords(
        name: "stable rank", heading: "Stable rank", axis: "Stable rank",
        meaning: "How many directions carry the gradient, counted by energy.")
    case .smallest:
      StatisticWords(
        name: "smallest singular value", heading: "Smallest singular value",
        axis: "Smallest singular value σ_{min}",
        meaning: "Zero whenever a sample has fewer tokens than the matrix has rows.")
    case .mean:
      StatisticWords(
        name: "mean element", heading: "Mean element", axis: "Mean element of ∇W",
        meaning: "The mean of all elements of the gradient.")
    case .nuclearNormPerLoss: Self.nuclearNorm.words.perLoss
    case .largestPerLoss: Self.largest.words.perLoss
    case .frobeniusNormPerLoss: Self.frobeniusNorm.words.perLoss
    case .smallestPerLoss: Self.smallest.words.perLoss
    case .meanPerLoss: Self.mean.words.perLoss
    }
  }
}

extension StatisticWords {
  /// The same of a statistic that is divided by the sample's loss.
  fileprivate var perLoss: StatisticWords {
    StatisticWords(
      name: "\(name) per loss", heading: "\(heading) per loss", axis: "\(axis) / loss",
      meaning: "\(meaning) Divided by the loss of each sample, with which gradients grow.")
  }
}
