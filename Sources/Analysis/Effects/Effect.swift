import Numerics

/// The way in which the loss and the length of responses, with which gradients change, enter a comparison.
package enum Normalisation: String, CaseIterable, Sendable, Hashable {
  /// Not at all: the statistic as it is.
  case raw
  /// The statistic of each sample divided by its loss.
  case perLoss = "per-loss"
  /// At equal length of the response and equal loss: see ``MatchedCurves``.
  case matched
}

/// The scale of a number.
package enum EffectScale: String, Sendable, Hashable {
  /// An amount or a ratio, above zero: resampled and averaged as its logarithm. A ratio of 1 is no effect.
  case ratio
  /// A share or a chance: 0.5 is none for an AUC.
  case chance
  /// A difference or a slope: 0 is no effect.
  case difference

  /// The number as people read it, of the number that is resampled.
  func shown(_ value: Double) -> Double { self == .ratio ? .exp(value) : value }

  /// The number that is resampled, of the number as people read it.
  func resampled(_ value: Double) -> Double { self == .ratio ? .log(value) : value }
}

/// A number with what is known of its certainty.
package struct Effect: Sendable, Equatable {
  /// The number: a ratio, an AUC, a slope.
  package let value: Double
  /// Its 95 % intervals; nil for a single sample, where a resample leaves it undefined, or where more than
  /// ``Noise/mostShare`` of it is noise, since no interval holds then.
  package let intervals: EffectIntervals?
  /// Instructions, or topics, that it is made from.
  package let sampleCount: Int
  /// The p of the sign-flip test against the nearest effect that a claim does not predict; nil where no claim is tested
  /// with the number.
  package let p: Double?
  /// The sampling noise in it; nil for numbers that noise makes no larger.
  package let noise: Noise?

  package init(
    value: Double, intervals: EffectIntervals?, sampleCount: Int, p: Double? = nil, noise: Noise? = nil
  ) {
    self.value = value
    self.intervals = intervals
    self.sampleCount = sampleCount
    self.p = p
    self.noise = noise
  }

  /// The interval that is shown and judged by.
  package var interval: Interval? { intervals?.shown }
}

/// The sampling noise in a MAD, an RD or a number made of these, which it makes larger.
package struct Noise: Sendable, Equatable {
  /// The number with the noise taken out, as ``FoldedNoise`` finds it; nil where it leaves nothing, or is not known.
  package let corrected: Double?
  /// The part of the number that is noise; of a ratio, that of the noisier side.
  package let share: Double

  /// The largest share with which intervals still hold (`CoverageTests`).
  package static let mostShare = 0.2

  package init(corrected: Double?, share: Double) { (self.corrected, self.share) = (corrected, share) }
}

/// An effect, or the reason why there is none.
package enum EffectOutcome: Sendable, Equatable {
  case measured(Effect)
  /// Undefined, for a reason in words that begin with a small letter and end without a full stop.
  case undefined(String)

  /// The effect, nil where it is undefined.
  package var effect: Effect? { if case .measured(let effect) = self { effect } else { nil } }

  /// The reason, nil where there is an effect.
  package var reason: String? { if case .undefined(let reason) = self { reason } else { nil } }
}

extension EffectOutcome {
  /// The outcome of a number that was resampled on the scale of `scale`, and tested against what `prediction` leaves out.
  ///
  /// `known` is the interval to show in place of that of resamples.
  init(
    _ resampled: Resampled, _ scale: EffectScale, for prediction: Prediction? = nil, noise: Noise? = nil,
    known: Interval? = nil
  ) {
    guard resampled.value.isFinite else {
      self = .undefined("a level, a MAD or a difference of it is zero")
      return
    }
    var intervals = EffectIntervals(resampled)?.map(scale.shown)
    if let known {
      intervals = intervals.map {
        EffectIntervals(percentile: $0.percentile, corrected: $0.corrected, shown: known)
      }
    }
    if let noise, noise.share > Noise.mostShare { intervals = nil }
    let value = scale.shown(resampled.value)
    let pulls = resampled.pulls
    let p = prediction.flatMap { prediction in
      prediction.p(of: value) { bound in
        pulls.flatMap { SignFlip.p(Self.distances($0, from: scale.resampled(bound))) }
      }
    }
    self = .measured(
      Effect(value: value, intervals: intervals, sampleCount: resampled.sampleCount, p: p, noise: noise))
  }

  /// How far pulls lie from a bound; what is only rounding, of numbers without a unit, is nothing.
  private static func distances(_ pulls: [Double], from bound: Double) -> [Double] {
    pulls.map { abs($0 - bound) < 1e-12 ? 0 : $0 - bound }
  }
}
