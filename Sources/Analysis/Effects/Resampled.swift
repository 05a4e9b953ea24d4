/// One number of the samples, and what becomes of it when samples are drawn anew or left out.
///
/// An instruction is drawn with its samples under every condition that takes part, so numbers that compare
/// conditions are resampled in pairs.
package struct Resampled: Sendable, Equatable {
  /// The number itself; not finite where it is undefined.
  package let value: Double
  /// The number of every resample, in the order of the draws; nil where it is undefined in one of them, since leaving
  /// such a resample out would make intervals too narrow.
  package let draws: [Double]?
  /// The number without each sample in turn, in the order of the samples; nil where one of these is undefined.
  package let without: [Double]?
  /// The standard error of every resample, from the spread of the ``pulls`` that it drew; nil where ``draws`` or
  /// ``without`` is.
  package let errors: [Double]?
  /// Samples, or instructions, that were drawn from.
  package let sampleCount: Int

  package init(
    value: Double, draws: [Double]?, without: [Double]?, errors: [Double]? = nil, sampleCount: Int
  ) {
    self.value = value
    self.draws = draws
    self.without = without
    self.errors = errors
    self.sampleCount = sampleCount
  }

  /// Pull of each sample on the number: `value + (n − 1)(mean of without − without[i])`, whose mean is the number itself
  /// (the pseudo-values of the jackknife, Tukey 1958, centred on the number).
  ///
  /// Of a mean they are the samples. Nil where ``without`` is.
  package var pulls: [Double]? {
    guard value.isFinite, let without, sampleCount > 1 else { return nil }
    let middle = without.mean
    return without.map { value + Double(sampleCount - 1) * (middle - $0) }
  }
}

extension Bootstrap {
  /// Several numbers of the same samples, all from one set of draws; `statistics` makes them from the sums of the columns
  /// of `columns`, as many for any sums, not finite where they are undefined.
  package func resampled(
    _ columns: SampleColumns, _ statistics: (UnsafeMutableBufferPointer<Double>) -> [Double]
  ) -> [Resampled] {
    let matrix = columns.matrix
    let count = columns.rowCount
    let values = matrix.withSums(rows: count, statistics)
    let isWanted = values.map { $0.isFinite && count > 1 }
    guard isWanted.contains(true) else {
      return values.map { Resampled(value: $0, draws: nil, without: nil, sampleCount: count) }
    }
    let empty = values.map { _ in [Double]() }
    var draws = empty
    forEachSum(of: matrix, samples: count) { sums in
      for (place, value) in statistics(sums).enumerated() { draws[place].append(value) }
      return true
    }
    var without = empty
    matrix.forEachSumWithoutOne(rows: count) { sums in
      for (place, value) in statistics(sums).enumerated() { without[place].append(value) }
    }
    return withErrors(
      values.indices.map { place in
        Resampled(
          value: values[place], draws: isWanted[place] ? Self.known(draws[place]) : nil,
          without: isWanted[place] ? Self.known(without[place]) : nil, sampleCount: count)
      }, samples: count)
  }

  /// The numbers with the standard errors of their resamples.
  private func withErrors(_ numbers: [Resampled], samples count: Int) -> [Resampled] {
    // Distances from the number, and their squares.
    let distances = numbers.map { number in
      number.draws == nil ? nil : number.pulls?.map { $0 - number.value }
    }
    var columns = SampleColumns(rowCount: count)
    let place = columns.add(
      (0..<count).map { row in
        distances.flatMap { distances -> [Double] in
          let distance = distances?[row] ?? 0
          return [distance, distance * distance]
        }
      })
    var errors = numbers.map { _ in [Double]() }
    let n = Double(count)
    forEachSum(of: columns.matrix, samples: count) { sums in
      for number in numbers.indices where distances[number] != nil {
        let (sum, squares) = (sums[place + 2 * number], sums[place + 2 * number + 1])
        errors[number].append((max(squares - sum * sum / n, 0) / n / (n - 1)).squareRoot())
      }
      return true
    }
    return zip(numbers, errors).map { number, errors in
      Resampled(
        value: number.value, draws: number.draws, without: number.without,
        errors: errors.isEmpty ? nil : errors, sampleCount: count)
    }
  }

  private static func known(_ values: [Double]) -> [Double]? {
    values.allSatisfy(\.isFinite) ? values : nil
  }
}
