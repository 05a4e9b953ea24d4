import Kernels
import Store

/// Numbers of samples, a row for each sample, laid out so that the weighted sum of rows is quick.
///
/// Sums are taken row after row, each rounded once with its product, as a loop over one column would: the columns beside
/// it, and rows of the weight 0, change no bit.
struct SampleMatrix {
  /// Numbers of each row that count.
  let columns: Int
  /// The samples.
  let rows: Int
  /// Numbers of the sums: whole panels, filled with zeros.
  private let stride: Int
  /// `[panel][row][lane]`: the columns of a panel lie side by side, so that it stays in a cache, whatever the width.
  private var values: [Double]

  /// A matrix of zeros.
  init(rows: Int, columns: Int) {
    self.columns = columns
    self.rows = rows
    stride = (columns + Self.lanes - 1) / Self.lanes * Self.lanes
    values = [Double](repeating: 0, count: rows * stride)
  }

  /// The rows of `table`.
  init(_ table: FiniteTable) {
    self.init(rows: table.count, columns: table.layerCount)
    for row in 0..<table.count {
      set(table.values[row * columns..<(row + 1) * columns], row: row)
    }
  }

  /// The columns of a panel.
  private static let lanes = 8

  private func place(_ row: Int, _ column: Int) -> Int {
    (column / Self.lanes * rows + row) * Self.lanes + column % Self.lanes
  }

  /// Puts `numbers` into a row, from the column `column` on.
  mutating func set(_ numbers: some Collection<Double>, row: Int, from column: Int = 0) {
    for (offset, number) in numbers.enumerated() { values[place(row, column + offset)] = number }
  }
}

extension Bootstrap {
  /// The values of `statistic` in all resamples of `count` samples, nil where ``estimates(samples:of:)`` is: it gets the
  /// sums of the columns of `matrix`, which has a row for each sample, over the samples that were drawn.
  ///
  /// All of `matrix` must be finite: samples that were not drawn are not looked at.
  func estimates(
    of matrix: SampleMatrix, samples count: Int, _ statistic: (UnsafeMutableBufferPointer<Double>) -> Double?
  ) -> [Double]? {
    guard count > 1 else { return nil }
    var estimates: [Double] = []
    estimates.reserveCapacity(resamples)
    forEachSum(of: matrix, samples: count) { sums in
      guard let estimate = statistic(sums), estimate.isFinite else { return false }
      estimates.append(estimate)
      return true
    }
    return estimates.count == resamples ? estimates : nil
  }

  /// Calls `body` with the sums of the columns of `matrix`, which has `count` rows, over what each resample drew, until it
  /// returns false.
  func forEachSum(
    of matrix: SampleMatrix, samples count: Int, _ body: (UnsafeMutableBufferPointer<Double>) -> Bool
  ) {
    guard let draws = Draws.of(self, samples: count) else {
      return matrix.withRoomForSums { sums in
        forEachResample(of: count) { weights in
          matrix.add(weights, to: sums)
          return body(sums)
        }
      }
    }
    matrix.forEachSum(of: draws, body)
  }
}

extension SampleMatrix {
  /// Resamples whose sums are in memory at a time: a multiple of a group.
  private static let together = 4 * Draws.together

  /// Calls `body` with the sums of each of `draws` until it returns false.
  fileprivate func forEachSum(of draws: Draws, _ body: (UnsafeMutableBufferPointer<Double>) -> Bool) {
    withRoomForSums(Self.together) { all in
      for first in Swift.stride(from: 0, to: draws.count, by: Self.together) {
        let count = min(Self.together, draws.count - first)
        let groups = (count + Draws.together - 1) / Draws.together
        precondition(draws.samples == rows, "a weight has no row")
        draws.with(from: first) { sum($0, groups: groups, in: all) }
        for place in 0..<count {
          let sums = UnsafeMutableBufferPointer(rebasing: all[place * stride..<(place + 1) * stride])
          guard body(sums) else { return }
        }
      }
    }
  }

  /// The sums of all columns under the weights of some groups of draws, one draw behind the other.
  private func sum(
    _ weights: UnsafePointer<Double>?, groups: Int, in sums: UnsafeMutableBufferPointer<Double>
  ) {
    kernels_weighted_rows(values, rows, weights, groups, stride, sums.baseAddress, stride)
  }
}

extension SampleMatrix {
  /// Gives `body` the sums of the columns over all `rows`.
  func withSums<Result>(rows: Int, _ body: (UnsafeMutableBufferPointer<Double>) -> Result) -> Result {
    withRoomForSums { sums in
      add([Double](repeating: 1, count: rows), to: sums)
      return body(sums)
    }
  }

  /// Gives `body` the sums of the columns over all `rows` but one, for each in turn: those over all, less the row.
  func forEachSumWithoutOne(rows: Int, _ body: (UnsafeMutableBufferPointer<Double>) -> Void) {
    let all = withSums(rows: rows) { Array($0) }
    withRoomForSums { sums in
      for row in 0..<rows {
        for column in 0..<columns { sums[column] = all[column] - values[place(row, column)] }
        body(sums)
      }
    }
  }
}

extension SampleMatrix {
  /// The sums under the weight of each row, in the beginning of `sums`, which has room for a group of draws.
  fileprivate func add(_ weights: [Double], to sums: UnsafeMutableBufferPointer<Double>) {
    var group = [Double](repeating: 0, count: weights.count * Draws.together)
    for (row, weight) in weights.enumerated() { group[row * Draws.together] = weight }
    precondition(weights.count == rows, "a weight has no row")
    sum(group, groups: 1, in: sums)
  }

  fileprivate func withRoomForSums<Result>(
    _ count: Int = Draws.together, _ body: (UnsafeMutableBufferPointer<Double>) -> Result
  ) -> Result {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: max(count * stride, 1)) { sums in
      sums.initialize(repeating: 0)
      return body(sums)
    }
  }
}
