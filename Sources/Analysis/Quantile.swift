/// Quantiles of samples.
enum Quantile {
  /// Linear interpolation between order statistics (Hyndman and Fan's type 7) of `sorted`, which must be ascending and
  /// not empty.
  static func of(_ fraction: Double, in sorted: [Double]) -> Double {
    let place = fraction * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }
}
