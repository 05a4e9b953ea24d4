/// Five numbers of a set of samples.
package struct BoxSummary: Sendable, Equatable {
  package var lowWhisker: Double
  package var lowQuartile: Double
  package var median: Double
  package var highQuartile: Double
  package var highWhisker: Double

  /// Quartiles by linear interpolation (Hyndman and Fan 1996, type 7); whiskers end at the last sample
  /// within 1.5 interquartile ranges of the box (Tukey). `nil` without a finite sample.
  package init?(_ samples: [Double]) {
    let sorted = samples.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return nil }
    lowQuartile = Self.quantile(0.25, sorted)
    median = Self.quantile(0.5, sorted)
    highQuartile = Self.quantile(0.75, sorted)
    let reach = 1.5 * (highQuartile - lowQuartile)
    let (low, high) = (lowQuartile - reach, highQuartile + reach)
    lowWhisker = min(sorted.first { $0 >= low } ?? lowQuartile, lowQuartile)
    highWhisker = max(sorted.last { $0 <= high } ?? highQuartile, highQuartile)
  }

  private static func quantile(_ fraction: Double, _ sorted: [Double]) -> Double {
    let place = fraction * Double(sorted.count - 1)
    let index = min(Int(place), sorted.count - 1)
    let next = min(index + 1, sorted.count - 1)
    return sorted[index] + (sorted[next] - sorted[index]) * (place - Double(index))
  }
}
