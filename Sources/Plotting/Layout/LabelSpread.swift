/// Moves labels apart along one line by as little as possible.
package enum LabelSpread {
  /// Centres at least `spacing` apart and within `lower...upper`, in the order of `wanted`, which ascends,
  /// that minimise the sum of squared moves: pool adjacent violators on the positions less their share of
  /// the spacing. Where there is no room for that spacing they are set evenly.
  package static func spread(_ wanted: [Double], spacing: Double, lower: Double, upper: Double) -> [Double] {
    guard wanted.count > 1 else { return wanted.map { min(max($0, lower), upper) } }
    let step = min(spacing, (upper - lower) / Double(wanted.count - 1))
    let highest = upper - step * Double(wanted.count - 1)
    var blocks: [(sum: Double, count: Int)] = []
    for (index, place) in wanted.enumerated() {
      blocks.append((place - Double(index) * step, 1))
      while blocks.count > 1, mean(blocks[blocks.count - 2]) > mean(blocks[blocks.count - 1]) {
        let last = blocks.removeLast()
        blocks[blocks.count - 1].sum += last.sum
        blocks[blocks.count - 1].count += last.count
      }
    }
    let relaxed = blocks.flatMap { Array(repeating: mean($0), count: $0.count) }
    return relaxed.enumerated().map { index, place in
      min(max(place, lower), max(highest, lower)) + Double(index) * step
    }
  }

  private static func mean(_ block: (sum: Double, count: Int)) -> Double { block.sum / Double(block.count) }
}
