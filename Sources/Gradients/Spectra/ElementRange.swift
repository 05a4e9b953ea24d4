/// The smallest and the largest of many numbers, found in lanes: one comparison after the other would take as long as
/// forming the gradient they are the elements of.
struct ElementRange {
  private typealias Lanes = SIMD16<Float>

  private var low = Lanes(repeating: .infinity)
  private var high = Lanes(repeating: -.infinity)

  /// Takes `values`; those that are NaN are passed over.
  mutating func add(_ values: UnsafeBufferPointer<Float>) {
    let raw = UnsafeRawBufferPointer(values)
    let whole = values.count / Lanes.scalarCount * Lanes.scalarCount
    for start in stride(from: 0, to: whole, by: Lanes.scalarCount) {
      let lanes = raw.loadUnaligned(fromByteOffset: start * MemoryLayout<Float>.stride, as: Lanes.self)
      low.replace(with: lanes, where: lanes .< low)
      high.replace(with: lanes, where: lanes .> high)
    }
    for value in values[whole...] {
      low[0] = min(low[0], value)
      high[0] = max(high[0], value)
    }
  }

  /// The smallest and the largest value; nil when there was none, or one of them is not finite.
  var bounds: ClosedRange<Double>? {
    let (low, high) = (Double(low.min()), Double(high.max()))
    return low.isFinite && high.isFinite && low <= high ? low...high : nil
  }
}
