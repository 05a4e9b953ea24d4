/// Where a number is believed to lie: both ends included, `lower <= upper`.
///
/// Every interval of this module is a 95 % interval; how it was made is said by what makes it.
public struct Interval: Sendable, Hashable {
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double

  /// Makes an interval from its two ends, given in either order.
  public init(_ first: Double, _ second: Double) {
    lower = min(first, second)
    upper = max(first, second)
  }

  /// Whether `value` lies between the ends or on one of them.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}
