/// Two or four conditions whose curves are compared under each normalisation, resampled together.
package struct CurveComparison {
  /// The conditions that are compared, two by two: what is matched in length and loss.
  private let pairs: [[ComparedSamples]]
  /// The names of the two in a sentence, such as “fast” and “slow”.
  private let names: [String]
  /// For each condition, in the order of the pairs, the sample that stands in each row.
  private let rows: [[Int?]]

  /// Compares conditions of the same instructions; those that not all have are left out.
  package init(paired pairs: [[ComparedSamples]], names: [String]) {
    let common = ComparedSamples.paired(pairs.flatMap(\.self))
    self.pairs = pairs.indices.map { [common[2 * $0], common[2 * $0 + 1]] }
    self.names = names
    rows = common.map { Array($0.indices.indices) }
  }

  /// Compares two conditions that share no instruction: each sample is drawn by itself, from both together, so that a
  /// resample may have a few more of one and fewer of the other.
  package init(unpaired pair: [ComparedSamples], names: [String]) {
    pairs = [pair]
    self.names = names
    let counts = pair.map(\.indices.count)
    let nothing = counts.map { [Int?](repeating: nil, count: $0) }
    rows = [(0..<counts[0]).map { $0 } + nothing[1], nothing[0] + (0..<counts[1]).map { $0 }]
  }

  /// Instructions, or samples of both conditions where these are not paired.
  var rowCount: Int { rows.first?.count ?? 0 }

  /// The conditions in the order of the pairs, reduced to what is compared.
  var conditions: [ComparedSamples] { pairs.flatMap(\.self) }

  /// How the curves are laid out.
  var shape: CurveShape { pairs[0][0].shape }

  /// The numbers that `numbers` makes of the mean curves of the conditions, under each normalisation.
  package func resampled(
    by bootstrap: Bootstrap, _ numbers: ([[Double]]) -> [Double]
  ) -> [Normalisation: Result<[Resampled], MatchedCurves.Failure>] {
    let (raw, perLoss) = plain(by: bootstrap, numbers)
    return [
      .raw: .success(raw), .perLoss: .success(perLoss),
      .matched: Result { () throws(MatchedCurves.Failure) in try matched(by: bootstrap, numbers) },
    ]
  }

  /// Curves of ones, to count the numbers that are made of curves; models may differ in layers.
  private var ones: [[Double]] { conditions.map { Array(repeating: 1, count: $0.shape.length) } }

  private func plain(by bootstrap: Bootstrap, _ numbers: ([[Double]]) -> [Double])
    -> (raw: [Resampled], perLoss: [Resampled])
  {
    var columns = SampleColumns(rowCount: rowCount)
    let places = [conditions, conditions.map(\.perLoss)].map { conditions in
      zip(conditions, rows).map { samples, rows in
        CurveColumns(rows.map { row in row.map { samples.curves[$0] } }, to: &columns)
      }
    }
    let count = numbers(ones).count
    let undefined = [Double](repeating: .nan, count: count)
    let all = bootstrap.resampled(columns) { sums in
      places.flatMap { places in
        let curves = places.compactMap { $0.means(sums) }
        return curves.count == places.count ? numbers(curves) : undefined
      }
    }
    return (Array(all[..<count]), Array(all[count...]))
  }

  private func matched(
    by bootstrap: Bootstrap, _ numbers: ([[Double]]) -> [Double]
  ) throws(MatchedCurves.Failure) -> [Resampled] {
    var overlaps: [Overlap] = []
    for pair in pairs { overlaps.append(try Overlap(pair, names: names)) }
    // Rows in which no condition has a sample in its overlap would only be drawn in vain.
    let members = overlaps.flatMap(\.members)
    let kept = (0..<rowCount).filter { row in
      zip(rows, members).contains { rows, members in rows[row].map { members[$0] } ?? false }
    }
    let keptRows = rows.map { rows in kept.map { rows[$0] } }
    var columns = SampleColumns(rowCount: kept.count)
    var places: [MatchedCurves] = []
    for (number, pair) in pairs.enumerated() {
      places.append(
        try MatchedCurves(
          pair[0], pair[1], overlaps[number], rows: [keptRows[2 * number], keptRows[2 * number + 1]],
          to: &columns))
    }
    let count = numbers(ones).count
    let undefined = [Double](repeating: .nan, count: count)
    return bootstrap.resampled(columns) { sums in
      let curves = places.compactMap { $0.curves(sums) }
      return curves.count == places.count ? numbers(curves.flatMap(\.self)) : undefined
    }
  }
}

extension CurveShape {
  /// Numbers of a list of curves.
  var length: Int { projections * layers }
}
