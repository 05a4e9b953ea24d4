import Foundation

/// Values to places along one axis of one panel.
package struct Scale: Sendable, Equatable {
  /// The transformation of values before they are spread evenly.
  package enum Transform: Sendable, Equatable {
    case linear
    case log10
    case symlog(threshold: Double)

    /// The transformed value, `nil` where there is none. Numbers beyond 1e300, and on a logarithmic scale
    /// those below 1e-300, have none either: no axis could be ended or ticked around them.
    package func apply(_ value: Double) -> Double? {
      guard value.magnitude <= 1e300 else { return nil }
      switch self {
      case .linear: return value
      case .log10: return value >= 1e-300 ? Foundation.log10(value) : nil
      case .symlog(let threshold):
        let ratio = value.magnitude / threshold
        let size = ratio <= 1 ? ratio : 1 + Foundation.log(ratio)
        return value < 0 ? -size : size
      }
    }
  }

  package var transform: Transform
  package var lower: Double
  package var upper: Double
  /// The places of `lower` and `upper` on the page, in points.
  package var start: Double
  package var end: Double

  package init(transform: Transform, lower: Double, upper: Double, start: Double, end: Double) {
    self.transform = transform
    self.lower = lower
    self.upper = upper
    self.start = start
    self.end = end
  }

  /// The place of a value, inside or outside the axis; `nil` when it has none on this scale.
  package func place(_ value: Double) -> Double? {
    guard let t = transform.apply(value), let low = transform.apply(lower),
      let high = transform.apply(upper), high > low
    else { return nil }
    return start + (t - low) / (high - low) * (end - start)
  }

  /// Whether the value lies on the axis, up to rounding.
  package func holds(_ value: Double) -> Bool {
    guard let t = transform.apply(value), let low = transform.apply(lower),
      let high = transform.apply(upper)
    else { return false }
    let slack = (high - low) * 1e-9
    return t >= low - slack && t <= high + slack
  }
}
