import Numerics
import Synchronization

/// A 95 % interval of a number: both ends included, `lower <= upper`. What makes it says how.
package struct Interval: Sendable, Hashable {
  /// The lower end.
  package let lower: Double
  /// The upper end.
  package let upper: Double

  /// Makes an interval from its two ends, given in either order.
  package init(_ first: Double, _ second: Double) {
    lower = min(first, second)
    upper = max(first, second)
  }

  /// Whether `value` lies between the ends or beyond one by at most 10⁻⁹ of itself, which only rounding explains: sums of
  /// some thousand numbers lose 10⁻¹³. For a `value` of zero it is ``contains(_:)``.
  package func holds(_ value: Double) -> Bool {
    let slack = value.magnitude * 1e-9
    return lower - slack <= value && value <= upper + slack
  }

  /// Whether `value` lies between the ends or on one of them.
  package func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

/// Student's t distribution (Student 1908), for intervals of means.
package enum StudentT {
  /// The probability that a t variable with `freedom` degrees of freedom is at most `t`.
  ///
  /// From the regularised incomplete beta function, `I_x(ν/2, 1/2)` with `x = ν/(ν + t²)`; right to about
  /// 1e-13. `freedom` must be positive.
  package static func distribution(_ t: Double, freedom: Double) -> Double {
    precondition(freedom > 0, "degrees of freedom must be positive")
    let tail = 0.5 * incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
    return t > 0 ? 1 - tail : tail
  }

  /// The t that cuts off the central 95 % of the distribution: 12.706 for 1 degree of freedom, 1.960 for many.
  ///
  /// By bisection, so that it is monotone in `freedom` and needs no table; right to about 1e-12. `freedom` must be
  /// at least 1.
  package static func critical95(freedom: Double) -> Double {
    precondition(freedom >= 1, "one sample leaves no degree of freedom")
    // Most conditions of a study have as many samples as the others.
    if let known = known.withLock({ $0[freedom] }) { return known }
    let value = bisected95(freedom: freedom)
    known.withLock { $0[freedom] = value }
    return value
  }

  private static let known = Mutex<[Double: Double]>([:])

  private static func bisected95(freedom: Double) -> Double {
    var low = 1.9
    var high = 13.0
    while high - low > 1e-13 * high {
      let middle = (low + high) / 2
      if distribution(middle, freedom: freedom) < 0.975 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// `I_x(a, b)` for x in 0...1, by the continued fraction on the side where it converges fast.
  private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = Double.exp(
      .logGamma(a + b) - .logGamma(a) - .logGamma(b) + a * .log(x) + b * .log(onePlus: -x))
    if x < (a + 1) / (a + b + 2) { return front * betaFraction(x, a, b) / a }
    return 1 - front * betaFraction(1 - x, b, a) / b
  }

  /// The continued fraction of the incomplete beta function (Abramowitz and Stegun 26.5.8), evaluated by
  /// Lentz's method.
  private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / away(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...500 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / away(1 + even * d)
      c = away(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / away(1 + odd * d)
      c = away(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return result
  }
}

extension Collection<Double> {
  /// The mean; not a number for no value.
  var mean: Double { reduce(0, +) / Double(count) }
}

extension [Double] {
  /// The quantile of values in ascending order, of which there must be one: linear interpolation between order
  /// statistics, type 7 of Hyndman and Fan (1996).
  func quantile(_ fraction: Double) -> Double {
    let place = fraction * Double(count - 1)
    let below = Int(place)
    let above = Swift.min(below + 1, count - 1)
    return self[below] + (place - Double(below)) * (self[above] - self[below])
  }
}
