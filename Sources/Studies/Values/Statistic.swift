import Gradients

/// A number of a gradient that can be drawn as a curve over layers.
///
/// ``entries`` is the table of all of them, and an entry is all that the program knows of one: exports write it, figures and
/// pages name it. To add one, compute it in `SpectrumSummary`, enter it here and put it at the end of ``columns``, from which
/// the store knows it; the next run computes what stores of before lack.
///
/// The gradient of a sample grows with its loss, so a long, hard response and a short, easy one differ for that reason
/// alone. The statistics that grow with the gradient have a twin that is divided by the loss (`S_sum_regularized` of arXiv
/// 2410.23743); of ratios and ranks it would say nothing.
package struct Statistic: Sendable {
  /// Name in exported files, options and pages.
  package let rawValue: String
  /// Words that pages and figures use for the statistic.
  package let words: StatisticDescription
  /// Whether values have both signs, so that ratios of their levels mean nothing.
  package private(set) var isSigned = false
  /// Whether it grows with the gradient, and so with the loss.
  package private(set) var growsWithGradient = false
  /// Whether zero belongs on an axis: of amounts and shares, heights are compared.
  package private(set) var startsAtZero = false
  /// Whether it takes all singular values, which not all published files hold.
  package private(set) var needsSpectrum = false
  private let source: Source
  private let isDividedByLoss: Bool

  /// Where a value comes from.
  private enum Source: Sendable {
    /// A number that stores hold.
    case column(Column)
    /// What follows from others.
    case derived(@Sendable (SpectrumSummary) -> Double)
  }

  /// Column that holds the statistic in stores; nil for one that follows from others.
  private var column: Column? {
    if case .column(let column) = source { column } else { nil }
  }

  /// Whether it cannot be below zero: every statistic of singular values, but not a mean of elements.
  package var isNonNegative: Bool { !isSigned }

  /// The statistic's value in `summary`, of a sample with that `loss`; as in the published procedure, what is divided
  /// by a loss of exactly 0 is 0. It is not finite where a number that it follows from is not.
  package func value(of summary: SpectrumSummary, loss: Double) -> Double {
    var value = 0.0
    withUnsafePointer(to: summary) { summary in
      read(UnsafeBufferPointer(start: summary, count: 1), from: 0, every: 1, loss: loss) { value = $0 }
    }
    return value
  }

  /// Gives the statistic's value in every summary of a sample with that `loss`, from the place `first` on with `step` from
  /// one to the next, as ``value(of:loss:)`` has it.
  package func read(
    _ summaries: UnsafeBufferPointer<SpectrumSummary>, from first: Int, every step: Int, loss: Double,
    _ body: (Double) -> Void
  ) {
    let divided = { (value: Double) in isDividedByLoss ? value.over(loss) : value }
    switch source {
    case .column(let column):
      for place in stride(from: first, to: summaries.count, by: step) {
        body(divided(column.value(at: place, in: summaries)))
      }
    case .derived(let value):
      for place in stride(from: first, to: summaries.count, by: step) {
        body(divided(value(summaries[place])))
      }
    }
  }

  /// A number that stores hold of every gradient.
  package struct Column: Sendable {
    /// The number's name in SQL.
    package let name: String
    /// Bytes from the start of a summary: a key path takes ten times as long, and stores hold millions of these.
    private let offset: Int

    fileprivate init(_ name: String, _ member: WritableKeyPath<SpectrumSummary, Double>) {
      guard let offset = MemoryLayout<SpectrumSummary>.offset(of: member) else {
        preconditionFailure("a column holds a stored property")
      }
      self.name = name
      self.offset = offset
    }

    /// The number in `summary`.
    package func value(in summary: SpectrumSummary) -> Double {
      withUnsafeBytes(of: summary) { $0.load(fromByteOffset: offset, as: Double.self) }
    }

    /// The number in the summary at `place`.
    fileprivate func value(at place: Int, in summaries: UnsafeBufferPointer<SpectrumSummary>) -> Double {
      UnsafeRawBufferPointer(summaries).load(
        fromByteOffset: place * MemoryLayout<SpectrumSummary>.stride + offset, as: Double.self)
    }

    /// Puts `value` into `summary`.
    package func set(_ value: Double, in summary: inout SpectrumSummary) {
      withUnsafeMutableBytes(of: &summary) {
        $0.storeBytes(of: value, toByteOffset: offset, as: Double.self)
      }
    }
  }
}

extension Statistic {
  package static let nuclearNorm = Statistic(
    "nuclear-norm", \.nuclearNorm, column: "nuclear_norm", growsWithGradient: true, startsAtZero: true,
    StatisticDescription(
      name: "nuclear norm", heading: "Nuclear norm", axis: "Nuclear norm ‖∇W‖_{∗}",
      meaning: "The sum of the singular values: how strongly the samples pull on a layer."))

  package static let largest = Statistic(
    "sigma1", \.largest, column: "largest", growsWithGradient: true, startsAtZero: true,
    StatisticDescription(
      name: "largest singular value", heading: "Largest singular value",
      axis: "Largest singular value σ_{1}",
      meaning: "The strength of the gradient in its strongest direction."))

  package static let largestRatio = Statistic(
    "sigma1-ratio", { $0.largestRatio }, startsAtZero: true,
    StatisticDescription(
      name: "σ₁ ratio", heading: "σ₁ ratio", axis: "σ_{1} ratio, σ_{1} / Σσ",
      meaning: "The share of the strongest direction: near 1, the gradient has one direction only."))

  package static let frobeniusNorm = Statistic(
    "frobenius-norm", \.frobeniusNorm, column: "frobenius_norm", growsWithGradient: true, startsAtZero: true,
    StatisticDescription(
      name: "Frobenius norm", heading: "Frobenius norm", axis: "Frobenius norm ‖∇W‖_{F}",
      meaning: "The length of the gradient as a vector."))

  package static let effectiveRank = Statistic(
    "effective-rank", \.effectiveRank, column: "effective_rank", needsSpectrum: true,
    StatisticDescription(
      name: "effective rank", heading: "Effective rank", axis: "Effective rank",
      meaning: "How many directions carry the gradient, as the exponential of the entropy of its spectrum."))

  package static let stableRank = Statistic(
    "stable-rank", { $0.stableRank }, needsSpectrum: true,
    StatisticDescription(
      name: "stable rank", heading: "Stable rank", axis: "Stable rank",
      meaning: "How many directions carry the gradient, counted by energy."))

  package static let smallest = Statistic(
    "s-min", \.smallest, column: "smallest", growsWithGradient: true,
    StatisticDescription(
      name: "smallest singular value", heading: "Smallest singular value",
      axis: "Smallest singular value σ_{min}",
      meaning: "Zero whenever a sample has fewer tokens than the matrix has rows."))

  package static let mean = Statistic(
    "mean", \.mean, column: "mean", isSigned: true, growsWithGradient: true,
    StatisticDescription(
      name: "mean element", heading: "Mean element", axis: "Mean element of ∇W",
      meaning: "The mean of all elements of the gradient."))

  /// The table, in the order of help and pages.
  private static let entries = [
    nuclearNorm, largest, largestRatio, frobeniusNorm, effectiveRank, stableRank, smallest, mean,
  ]

  package static let nuclearNormPerLoss = nuclearNorm.perLoss

  /// Its twin that is divided by the loss; nil where it has none.
  package var twin: Statistic? { growsWithGradient ? perLoss : nil }

  /// The same number divided by the sample's loss.
  private var perLoss: Statistic { Statistic(dividedByLoss: self) }

  /// The numbers that stores hold of every gradient, from which every other statistic follows, in the order in which they came
  /// to be: records of stores begin with those that were there first.
  package static let columns = [nuclearNorm, largest, frobeniusNorm, smallest, mean, effectiveRank]
    .compactMap(
      \.column)

  /// An entry that no column holds.
  private init(
    _ name: String, _ value: @escaping @Sendable (SpectrumSummary) -> Double, startsAtZero: Bool = false,
    needsSpectrum: Bool = false, _ words: StatisticDescription
  ) {
    self.init(rawValue: name, source: .derived(value), words: words, isDividedByLoss: false)
    self.startsAtZero = startsAtZero
    self.needsSpectrum = needsSpectrum
  }

  /// An entry that a column holds.
  private init(
    _ name: String, _ member: WritableKeyPath<SpectrumSummary, Double> & Sendable, column: String,
    isSigned: Bool = false, growsWithGradient: Bool = false, startsAtZero: Bool = false,
    needsSpectrum: Bool = false, _ words: StatisticDescription
  ) {
    self.init(
      rawValue: name, source: .column(Column(column, member)), words: words, isDividedByLoss: false)
    self.isSigned = isSigned
    self.growsWithGradient = growsWithGradient
    self.startsAtZero = startsAtZero
    self.needsSpectrum = needsSpectrum
  }

  private init(dividedByLoss numerator: Statistic) {
    self.init(
      rawValue: "\(numerator.rawValue)-per-loss", source: numerator.source, words: numerator.words.perLoss,
      isDividedByLoss: true)
    isSigned = numerator.isSigned
    startsAtZero = numerator.startsAtZero
    needsSpectrum = numerator.needsSpectrum
  }

  private init(rawValue: String, source: Source, words: StatisticDescription, isDividedByLoss: Bool) {
    self.rawValue = rawValue
    self.source = source
    self.words = words
    self.isDividedByLoss = isDividedByLoss
  }
}

extension Statistic: RawRepresentable, CaseIterable, Hashable {
  /// All entries, then the twins that are divided by the loss.
  package static let allCases = entries + entries.filter(\.growsWithGradient).map(\.perLoss)

  package init?(rawValue: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = found
  }

  package static func == (left: Statistic, right: Statistic) -> Bool { left.rawValue == right.rawValue }

  package func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// The names of a statistic and its meaning.
package struct StatisticDescription: Sendable {
  /// Name in a sentence: “nuclear norm”.
  package let name: String
  /// Name at the head of a section: “Nuclear norm”.
  package let heading: String
  /// Name on an axis, in the notation of figures: `_{…}` is below the line.
  package let axis: String
  /// One sentence that says what it tells.
  package let meaning: String

  /// The description of the statistic divided by the sample's loss.
  fileprivate var perLoss: StatisticDescription {
    StatisticDescription(
      name: "\(name) per loss", heading: "\(heading) per loss", axis: "\(axis) / loss",
      meaning: "\(meaning) Divided by the loss of each sample, with which gradients grow.")
  }
}
