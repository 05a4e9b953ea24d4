/// The effects that a claim predicts: the rest would speak against it.
package enum Prediction: Sendable, Equatable {
  /// Effects above a bound.
  case above(Double)
  /// Effects below a bound.
  case below(Double)
  /// Effects within bounds: none that would matter.
  case within(Double, Double)
  /// Effects outside bounds, on either side.
  case outside(Double, Double)

  /// The ends of the predicted range.
  package var bounds: [Double] {
    switch self {
    case .above(let bound), .below(let bound): [bound]
    case .within(let low, let high), .outside(let low, let high): [low, high]
    }
  }

  /// Whether a finite effect is as predicted.
  package func contains(_ value: Double) -> Bool {
    switch self {
    case .above(let bound): value > bound
    case .below(let bound): value < bound
    case .within(let low, let high): value > low && value < high
    case .outside(let low, let high): value < low || value > high
    }
  }

  /// The evidence of an interval: for where all of it is predicted, against where none is, open otherwise.
  func stance(of interval: Interval) -> Stance {
    let (low, high) = (interval.lower, interval.upper)
    switch self {
    case .above(let bound): return low > bound ? .pro(.above) : high < bound ? .contra : .open
    case .below(let bound): return high < bound ? .pro(.below) : low > bound ? .contra : .open
    case .within(let least, let most):
      if low > least, high < most { return .pro(.inside) }
      return high < least || low > most ? .contra : .open
    case .outside(let least, let most):
      if high < least { return .pro(.below) }
      if low > most { return .pro(.above) }
      return low > least && high < most ? .contra : .open
    }
  }

  /// The p of an effect on its side of the bounds: the one of `p`, of the effect being a bound, at the bound that separates
  /// it from the rest; the larger of two where it lies between them. (For effects within bounds this is the test of
  /// equivalence by two tests, Schuirmann 1987.)
  func p(of value: Double, _ p: (Double) -> Double?) -> Double? {
    let bounds = bounds
    let isBetween = bounds.count == 2 && value > bounds[0] && value < bounds[1]
    let relevant =
      bounds.count == 1 || isBetween ? bounds : [value <= bounds[0] ? bounds[0] : bounds[1]]
    let values = relevant.compactMap(p)
    return values.count == relevant.count ? values.max() : nil
  }

  /// What an effect under one normalisation says of a claim.
  package enum Stance: Sendable, Equatable {
    /// It speaks for the claim, from one side of what is predicted.
    case pro(Side)
    /// It speaks against the claim.
    case contra
    /// It leaves the claim open.
    case open

    /// What is said, from whichever side.
    package enum Kind: Sendable, CaseIterable { case pro, contra, open }

    package var kind: Kind {
      switch self {
      case .pro: .pro
      case .contra: .contra
      case .open: .open
      }
    }

    /// The side of the bounds on which a predicted effect lies: two effects on different sides disagree.
    package enum Side: Sendable { case above, below, inside }
  }
}
