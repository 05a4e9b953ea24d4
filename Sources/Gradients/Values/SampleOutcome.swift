/// The token ids of one sample and where its response begins.
public struct LabelledTokens: Sendable, Equatable {
  /// Ids of the whole text, special tokens included, already cut to the study's `max_length`.
  public let ids: [Int32]
  /// Positions below `start` carry no label (design, section 3). May lie beyond `ids`: then none does.
  public let start: Int

  /// Makes a sample of `ids` whose labels begin at `start`; a negative `start` is read as 0.
  public init(ids: [Int32], start: Int) {
    self.ids = ids
    self.start = max(start, 0)
  }

  /// Positions that carry a label. The first token of a text is never predicted, so never labelled.
  public var labelled: Range<Int> {
    let first = max(start, 1)
    return first < ids.count ? first..<ids.count : ids.count..<ids.count
  }
}

/// What came of one sample.
public enum SampleOutcome: Sendable, Equatable {
  /// Its gradients, ordered by layer, then projection.
  case computed(SampleGradients)
  /// No gradient exists; the reason is stored and counted in the report.
  case skipped(SkipReason)
}

/// Why a sample has no gradient.
public enum SkipReason: String, Error, Sendable, Hashable, CaseIterable, Codable {
  /// Truncation or an empty response left no labelled position.
  case noLabels = "no labelled position"
  /// The loss is NaN or infinite.
  case nonFiniteLoss = "non-finite loss"
  /// The loss is finite, a gradient is not.
  case nonFiniteGradient = "non-finite gradient"
  /// LAPACK found no singular values, neither by divide and conquer nor by QR iteration.
  case noConvergence = "singular values did not converge"
}

/// The loss of one sample and the gradients it gives.
public struct SampleGradients: Sendable, Equatable {
  /// Mean cross-entropy over the labelled positions, in nats.
  public let loss: Double
  /// One entry per layer and projection asked for, ordered by layer, then q, k, v, o.
  public let gradients: [ProjectionGradient]
  /// The cosines asked for, ordered by their first and then their second place.
  public let cosines: [GradientCosine]

  /// Makes a value; `gradients` and `cosines` must be ordered as they say.
  public init(loss: Double, gradients: [ProjectionGradient], cosines: [GradientCosine] = []) {
    self.loss = loss
    self.gradients = gradients
    self.cosines = cosines
  }
}
