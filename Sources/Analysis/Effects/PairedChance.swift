/// The AUC of correct against irrelevant responses, paired by instruction: the chance that the correct response to an
/// instruction has the larger value, ties counting half (the probability of superiority, Grissom and Kim 2012).
///
/// 0.5 tells nothing; 0 and 1 tell the two apart without fail.
package struct PairedChance {
  /// 1, ½ or 0 for each instruction: whether the correct response has the larger value.
  package let wins: [Double]
  /// The instructions, by their position in the data file.
  package let indices: [Int]

  /// Compares `correct` and `irrelevant` values of the same instructions; where one is not finite (a gradient of zero has no
  /// logarithm) it is the smallest.
  package init(correct: [Double], irrelevant: [Double], indices: [Int]) {
    self.indices = indices
    wins = zip(correct, irrelevant).map { correct, irrelevant in
      let (a, b) = (correct.isNaN ? -.infinity : correct, irrelevant.isNaN ? -.infinity : irrelevant)
      return a > b ? 1 : a == b ? 0.5 : 0
    }
  }

  /// Compares levels under each normalisation. Matched, what is compared is what the regression of ``MatchedCurves`` leaves of
  /// each level at its own length and loss, its slopes taken as known; instructions take part both of whose responses
  /// lie in the overlap.
  static func chances(
    correct: ComparedSamples, irrelevant: ComparedSamples
  ) -> [Normalisation: Result<PairedChance, MatchedCurves.Failure>] {
    let paired = ComparedSamples.paired([correct, irrelevant])
    let plain = { (conditions: [ComparedSamples]) in
      PairedChance(
        correct: conditions[0].logLevels, irrelevant: conditions[1].logLevels, indices: conditions[0].indices)
    }
    return [
      .raw: .success(plain(paired)), .perLoss: .success(plain(paired.map(\.perLoss))),
      .matched: Result { () throws(MatchedCurves.Failure) in try matched(paired) },
    ]
  }

  private static func matched(_ conditions: [ComparedSamples]) throws(MatchedCurves.Failure) -> PairedChance {
    let overlap = try Overlap(conditions, names: ["correct", "irrelevant"])
    let levels = conditions.map { condition in
      ComparedSamples(
        indices: condition.indices, losses: condition.losses, lengths: condition.lengths,
        curves: condition.curves.map { [condition.shape.level($0)] },
        shape: CurveShape(projections: 1, layers: 1))
    }
    let count = levels[0].indices.count
    var columns = SampleColumns(rowCount: count)
    let rows = [[Int?]](repeating: Array(0..<count), count: 2)
    let matched = try MatchedCurves(levels[0], levels[1], overlap, rows: rows, to: &columns)
    guard let slopes = columns.matrix.withSums(rows: count, { matched.slopes($0) }) else {
      throw .init(reason: "length and loss change together, so that neither's part can be told")
    }
    let left = levels.indices.map { number in
      (0..<count).map { row in
        levels[number].logLevels[row]
          - zip(slopes, overlap.covariates[number][row]).reduce(0) { $0 + $1.0[0] * $1.1 }
      }
    }
    let kept = (0..<count).filter { overlap.members[0][$0] && overlap.members[1][$0] }
    guard kept.count >= MatchedCurves.leastSamples else {
      throw .init(
        reason: "only \(kept.count) instructions have both responses where lengths and losses overlap, and "
          + "\(MatchedCurves.leastSamples) are needed")
    }
    return PairedChance(
      correct: kept.map { left[0][$0] }, irrelevant: kept.map { left[1][$0] },
      indices: kept.map { levels[0].indices[$0] })
  }

  /// The chance with its resamples.
  package func resampled(by bootstrap: Bootstrap) -> Resampled {
    var columns = SampleColumns(rowCount: wins.count)
    let place = columns.add(wins.map { [1, $0] })
    return bootstrap.resampled(columns) { [$0[place + 1] / $0[place]] }[0]
  }

  /// Wilson's interval, which is shown: it has a width where all instructions are alike, and resampling has none. Nil for
  /// fewer than two instructions.
  package var interval: Interval? {
    wins.count < 2 ? nil : ProportionInterval.wilson(wins.mean, count: wins.count)
  }

  /// How far the chance lies from 0.5 in `first` less how far in `second`, over the instructions that both have, and the
  /// interval where resampling tells none.
  static func gain(_ first: PairedChance, over second: PairedChance, by bootstrap: Bootstrap) -> (
    resampled: Resampled, known: Interval?
  ) {
    let common = Set(first.indices).intersection(second.indices)
    let wins = [first, second].map { chance in
      zip(chance.indices, chance.wins).filter { common.contains($0.0) }.map(\.1)
    }
    var columns = SampleColumns(rowCount: common.count)
    let place = columns.add(zip(wins[0], wins[1]).map { [1, $0, $1] })
    let resampled = bootstrap.resampled(columns) { sums in
      let count = sums[place]
      return [abs(sums[place + 1] / count - 0.5) - abs(sums[place + 2] / count - 0.5)]
    }[0]
    // Where all instructions are alike in both, resampling has no spread.
    guard !common.isEmpty, wins.allSatisfy({ Set($0).count == 1 }) else { return (resampled, nil) }
    let reaches = wins.map { separation(ProportionInterval.wilson($0.mean, count: $0.count)) }
    return (
      resampled, Interval(reaches[0].lower - reaches[1].upper, reaches[0].upper - reaches[1].lower)
    )
  }

  /// How far an interval of chances lies from 0.5.
  private static func separation(_ interval: Interval) -> Interval {
    let ends = [abs(interval.lower - 0.5), abs(interval.upper - 0.5)]
    return interval.contains(0.5) ? Interval(0, max(ends[0], ends[1])) : Interval(ends[0], ends[1])
  }
}
