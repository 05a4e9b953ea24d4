/// Where a number is believed to lie: both ends included, `lower <= upper`.
///
/// Every interval of this module is a 95 % interval; how it was made is said by what makes it.
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

  /// Whether `value`, which is not zero, lies between the ends or no farther from one than rounding takes it: 10⁻⁹ of
  /// it, where sums of some thousand numbers lose 10⁻¹³.
  package func holds(_ value: Double) -> Bool {
    let slack = value.magnitude * 1e-9
    return lower - slack <= value && value <= upper + slack
  }

  /// Whether `value` lies between the ends or on one of them.
  package func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}
