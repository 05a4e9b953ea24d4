/// The token ids of one sample and where its labels begin.
public struct LabelledTokens: Sendable, Equatable {
  /// Ids of the whole text, special tokens included, already cut to the longest length wanted.
  public let ids: [Int32]
  /// Position from which on tokens are labelled: that of the response's first token. May lie beyond `ids`; then none is.
  public let start: Int
  /// Tokens of the text that were cut off behind `ids`.
  public let cutCount: Int

  /// A sample of `ids` whose labels begin at `start`; a negative `start` is read as 0. `cutCount` more tokens of the text
  /// were cut off.
  public init(ids: [Int32], start: Int, cutCount: Int = 0) {
    self.ids = ids
    self.start = max(start, 0)
    self.cutCount = max(cutCount, 0)
  }

  /// Positions whose tokens are labelled, which the loss asks to be predicted. The first token of a text has nothing
  /// before it to be predicted from, so it never is.
  public var labelled: Range<Int> {
    let first = max(start, 1)
    return first < ids.count ? first..<ids.count : ids.count..<ids.count
  }
}

/// Outcome of one sample.
public enum SampleOutcome: Sendable, Equatable {
  /// The sample has gradients.
  case computed(SampleGradients)
  /// The sample has none, for this reason.
  case skipped(SkipReason)
}

/// Reason why a sample has no gradient. The raw value says it in words and is what stores and reports hold.
public enum SkipReason: String, Error, Sendable, Hashable, CaseIterable {
  /// Truncation or an empty response left no labelled position.
  case noLabels = "no labelled position"
  /// The loss is NaN or infinite.
  case nonFiniteLoss = "non-finite loss"
  /// The loss is finite, a gradient is not.
  case nonFiniteGradient = "non-finite gradient"
  /// No singular values were found of a gradient whose factors are finite.
  case noConvergence = "singular values did not converge"
}

/// The loss of one sample and the gradients it gives.
public struct SampleGradients: Sendable, Equatable {
  /// Mean cross-entropy over the labelled positions, in nats.
  public let loss: Double
  /// One gradient for every layer and projection asked for, by layer, then in the order q, k, v, o, gate, up, down.
  public let gradients: [ProjectionGradient]
  /// The cosines asked for, by their first and then their second place.
  public let cosines: [GradientCosine]

  /// Makes a value; `gradients` and `cosines` must be in the order that is promised.
  package init(loss: Double, gradients: [ProjectionGradient], cosines: [GradientCosine] = []) {
    self.loss = loss
    self.gradients = gradients
    self.cosines = cosines
  }
}
