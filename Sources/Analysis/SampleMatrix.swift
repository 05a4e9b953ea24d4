import Store

/// Numbers of samples, a row for each sample, laid out so that the weighted sum of rows is quick.
///
/// Sums are taken row after row, each product rounded and then added, as a loop over one column would: the columns beside
/// it change no bit.
struct SampleMatrix {
  /// Numbers of each row that count.
  let columns: Int
  /// Numbers from one row to the next: whole vectors, filled with zeros.
  private let stride: Int
  private var values: [Double]

  /// A matrix of zeros.
  init(rows: Int, columns: Int) {
    self.columns = columns
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

  /// The numbers of a vector.
  private static let lanes = 8

  /// Puts `numbers` into a row, from the column `column` on.
  mutating func set(_ numbers: some Collection<Double>, row: Int, from column: Int = 0) {
    var place = row * stride + column
    for number in numbers {
      values[place] = number
      place += 1
    }
  }

  /// The weighted sum of the rows of one resample, in `sums`, which must have room for whole vectors.
  fileprivate func add(
    _ places: UnsafeBufferPointer<Int32>, _ weights: UnsafeBufferPointer<Double>,
    to sums: UnsafeMutableBufferPointer<Double>
  ) {
    values.withUnsafeBytes { values in
      guard let rows = values.baseAddress, let target = sums.baseAddress else { return }
      var column = 0
      // Two vectors at a time, so that the processor need not wait for one addition before the next.
      while column + 2 * Self.lanes <= stride {
        var first = SIMD8<Double>.zero
        var second = SIMD8<Double>.zero
        for index in places.indices {
          let place: Int = (Int(places[index]) &* stride &+ column) &* 8
          let weight = SIMD8<Double>(repeating: weights[index])
          first += rows.loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self) * weight
          second += rows.loadUnaligned(fromByteOffset: place &+ 64, as: SIMD8<Double>.self) * weight
        }
        UnsafeMutableRawPointer(target + column).storeBytes(of: first, as: SIMD8<Double>.self)
        UnsafeMutableRawPointer(target + column + Self.lanes)
          .storeBytes(of: second, as: SIMD8<Double>.self)
        column += 2 * Self.lanes
      }
      if column < stride {
        var only = SIMD8<Double>.zero
        for index in places.indices {
          let place: Int = (Int(places[index]) &* stride &+ column) &* 8
          let weight = SIMD8<Double>(repeating: weights[index])
          only += rows.loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self) * weight
        }
        UnsafeMutableRawPointer(target + column).storeBytes(of: only, as: SIMD8<Double>.self)
      }
    }
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
    matrix.withRoomForSums { sums in
      guard let draws = Draws.of(self, samples: count) else {
        return forEachResample(of: count) { weights in
          matrix.add(weights, to: sums)
          return body(sums)
        }
      }
      for index in 0..<draws.count {
        draws.with(index) { matrix.add($0, $1, to: sums) }
        guard body(sums) else { return }
      }
    }
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
        for column in 0..<columns { sums[column] = all[column] - values[row * stride + column] }
        body(sums)
      }
    }
  }
}

extension SampleMatrix {
  /// The same of all samples, with a weight for each, where there are too many for ``Draws``.
  fileprivate func add(_ weights: [Double], to sums: UnsafeMutableBufferPointer<Double>) {
    let drawn = weights.indices.filter { weights[$0] > 0 }
    let places = drawn.map { Int32(truncatingIfNeeded: $0) }
    let some = drawn.map { weights[$0] }
    places.withUnsafeBufferPointer { places in
      some.withUnsafeBufferPointer { add(places, $0, to: sums) }
    }
  }

  fileprivate func withRoomForSums<Result>(
    _ body: (UnsafeMutableBufferPointer<Double>) -> Result
  ) -> Result {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: max(stride, 1)) { sums in
      sums.initialize(repeating: 0)
      return body(sums)
    }
  }
}
