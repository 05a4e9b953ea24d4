import Foundation

/// Round numbers for an axis: Talbot, Lin and Hanrahan, "An Extension of Wilkinson's Algorithm for
/// Positioning Tick Labels on Axes" (InfoVis 2010), with the paper's numbers and weights. Ticks are
/// multiples of their step, where the paper lets a row such as 0.45, 0.47, 0.49 start anywhere. Legibility is left to the
/// layout, which asks for fewer ticks when labels would meet.
package enum WilkinsonTicks {
  /// Steps from the nicest on (the paper's Q).
  private static let niceSteps: [Double] = [1, 5, 2, 2.5, 4, 3]
  private static let simplicityWeight = 0.25
  private static let coverageWeight = 0.2
  private static let densityWeight = 0.5
  private static let legibilityWeight = 0.05

  /// An evenly spaced row of ticks.
  package struct Row: Sendable, Equatable {
    package var first: Double
    package var step: Double
    package var count: Int

    /// The ticks; each is computed from the step, not by adding up.
    package var values: [Double] {
      (0..<count).map { index in
        let value = first + Double(index) * step
        return value.magnitude < step.magnitude * 1e-9 ? 0 : value
      }
    }
  }

  /// About `count` ticks, at least 2, that cover `lower` to `upper` well, at whole numbers if asked. The
  /// limits are finite and so is their difference, which is greater than zero.
  package static func row(from lower: Double, to upper: Double, count: Int, whole: Bool = false) -> Row {
    precondition(lower < upper && (upper - lower).isFinite, "an axis without extent")
    var search = Search(lower: lower, upper: upper, wanted: Double(max(count, 2)), whole: whole)
    search.run()
    return search.best ?? Row(first: lower, step: upper - lower, count: 2)
  }

  private struct Search {
    let lower: Double
    let upper: Double
    let wanted: Double
    let whole: Bool
    var best: Row?
    var bestScore = -2.0

    /// The most that each further loop may skip is bounded by the best score so far: see section 4 of the
    /// paper.
    mutating func run() {
      for skip in 1...12 {
        for (index, nice) in WilkinsonTicks.niceSteps.enumerated() {
          let simplest = simplicity(index: index, skip: skip, holdsZero: true)
          if score(simplest, 1, 1) < bestScore { return }
          tryCounts(skip: Double(skip), index: index, nice: nice, simplest: simplest)
        }
      }
    }

    private mutating func tryCounts(skip: Double, index: Int, nice: Double, simplest: Double) {
      var count = 2.0
      while count < 200 {
        if score(simplest, 1, mostDensity(count)) < bestScore { return }
        let delta = (upper - lower) / (count + 1) / skip / nice
        var exponent = Foundation.log10(delta).rounded(.up)
        for _ in 0..<40 {
          let step = skip * nice * pow(10, exponent)
          let coverage = mostCoverage(span: step * (count - 1))
          if score(simplest, coverage, mostDensity(count)) < bestScore { break }
          tryStarts(step: step, skip: Int(skip), index: index, count: count)
          exponent += 1
        }
        count += 1
      }
    }

    private mutating func tryStarts(step: Double, skip: Int, index: Int, count: Double) {
      guard step.isFinite, step > 0, !whole || (step >= 1 && step.rounded() == step) else { return }
      let firstStart = (upper / step).rounded(.down) - (count - 1)
      let lastStart = (lower / step).rounded(.up)
      guard firstStart <= lastStart, lastStart - firstStart < 1000 else { return }
      var start = firstStart
      while start <= lastStart {
        let first = start * step
        let last = first + step * (count - 1)
        let holdsZero = first <= 0 && last >= 0
        let total = score(
          simplicity(index: index, skip: skip, holdsZero: holdsZero), coverage(first, last),
          density(count, first, last))
        if total > bestScore {
          bestScore = total
          best = Row(first: first, step: step, count: Int(count))
        }
        start += 1
      }
    }

    private func score(_ simplicity: Double, _ coverage: Double, _ density: Double) -> Double {
      simplicityWeight * simplicity + coverageWeight * coverage + densityWeight * density + legibilityWeight
    }

    private func simplicity(index: Int, skip: Int, holdsZero: Bool) -> Double {
      1 - Double(index) / Double(WilkinsonTicks.niceSteps.count - 1) - Double(skip) + (holdsZero ? 1 : 0)
    }

    private func coverage(_ first: Double, _ last: Double) -> Double {
      let scale = 0.1 * (upper - lower)
      let high = (upper - last) / scale
      let low = (lower - first) / scale
      return 1 - 0.5 * (high * high + low * low)
    }

    private func mostCoverage(span: Double) -> Double {
      let range = upper - lower
      guard span > range else { return 1 }
      let half = (span - range) / 2 / (0.1 * range)
      return 1 - half * half
    }

    private func density(_ count: Double, _ first: Double, _ last: Double) -> Double {
      let found = (count - 1) / (last - first)
      let asked = (wanted - 1) / (max(last, upper) - min(lower, first))
      return 2 - max(found / asked, asked / found)
    }

    private func mostDensity(_ count: Double) -> Double {
      count >= wanted ? 2 - (count - 1) / (wanted - 1) : 1
    }
  }
}

extension WilkinsonTicks.Row {
  /// The ticks of this row between two values, however far beyond its own ends they lie.
  func extended(over lower: Double, _ upper: Double) -> [Double] {
    let before = max(0, ((first - lower) / step * (1 + 1e-12)).rounded(.down))
    let start = first - before * step
    let count = min(Int(((upper - start) / step + 1e-9).rounded(.down)) + 1, 1000)
    return WilkinsonTicks.Row(first: start, step: step, count: max(count, 0)).values.filter {
      $0 >= lower - step * 1e-9
    }
  }
}
