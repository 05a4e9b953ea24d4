import Analysis
import Foundation
import Gradients
import Store
import Studies
import Support
import Testing

/// What is resampled in vectors, from draws that are shared, is what one loop over the samples gives, to the last bit.
@Suite struct ResamplingTests {
  private func rows(_ count: Int, layers: Int, seed: UInt64) -> [[Double]] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in (0..<layers).map { _ in Double.random(in: 0.1...9, using: &generator) } }
  }

  /// The sums of the columns of `rows`, each drawn so often as its weight says.
  private func sums(_ rows: [[Double]], _ weights: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: rows.first?.count ?? 0)
    for (row, weight) in zip(rows, weights) where weight > 0 {
      for layer in sums.indices { sums[layer].addProduct(weight, row[layer]) }
    }
    return sums
  }

  @Test(arguments: [2, 3, 7, 8, 9, 16, 17, 26, 32, 42])
  func intervalsOfTheMADAreThoseOfALoop(layers: Int) throws {
    // A zigzag, since what is noise has no interval.
    let rows = rows(37, layers: layers, seed: UInt64(layers)).map { row in
      row.enumerated().map { $1 + Double($0 % 2) * 20 }
    }
    let found = try #require(MADIntervals(table(rows)))
    for part in DepthPart.allCases {
      let range = part.layers(of: layers)
      let expected = Bootstrap.standard.interval(samples: rows.count) { weights -> Double? in
        guard range.count > 1 else { return nil }
        let curve = sums(rows, weights)[range]
        var sum = 0.0
        for (value, next) in zip(curve, curve.dropFirst()) { sum += abs(next - value) }
        return sum / Double(range.count - 1) / Double(rows.count)
      }
      #expect(found[part] == expected)
      #expect((expected == nil) == (range.count < 2))
    }
  }

  @Test func ratiosOfLevelsAreThoseOfALoop() throws {
    let first = [rows(23, layers: 5, seed: 1), rows(23, layers: 5, seed: 2)]
    let second = [rows(23, layers: 5, seed: 3), rows(23, layers: 5, seed: 4)]
    let means = { (rows: [[Double]]) in rows.map { $0.reduce(0, +) / 5 } }
    let logarithm = { (weights: [Double]) -> Double in
      let sum = { (values: [Double]) -> Double in
        zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
      }
      var logarithms = 0.0
      for (above, below) in zip(first, second) { logarithms += log(sum(means(above)) / sum(means(below))) }
      return logarithms / 2
    }
    let once = [Double](repeating: 1, count: 23)
    var expected = Resampled(
      value: logarithm(once), draws: Bootstrap.standard.estimates(samples: 23, of: logarithm),
      without: (0..<23).map { left in logarithm((0..<23).map { $0 == left ? 0 : 1 }) }, sampleCount: 23)
    let pulls = try #require(expected.pulls)
    // The spread of what each resample drew.
    let errors = Bootstrap.standard.estimates(samples: 23) { weights in
      let distances = pulls.map { $0 - expected.value }
      let sum = zip(distances, weights).reduce(0) { $0 + $1.0 * $1.1 }
      let squares = zip(distances, weights).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
      return ((squares - sum * sum / 23) / 23 / 22).squareRoot()
    }
    expected = Resampled(
      value: expected.value, draws: expected.draws, without: expected.without, errors: errors, sampleCount: 23
    )
    let ratio = try #require(
      LevelRatio(SampleLevels(first.map { table($0) }), over: SampleLevels(second.map { table($0) })))
    let (found, wanted) = (try #require(ratio.interval), try #require(EffectIntervals(expected)).shown)
    // Sums in another order round differently.
    #expect(abs(found.lower / exp(wanted.lower) - 1) < 1e-10)
    #expect(abs(found.upper / exp(wanted.upper) - 1) < 1e-10)
  }

  /// Levels of samples that are finite sum up to what is not, so that a loop that multiplies them by 0 finds no number.
  @Test func aLevelThatIsNotFiniteLeavesNoInterval() {
    let huge = [[1.7e308, 1.7e308], [1, 1], [1, 1]]
    let one = SampleLevels([table([[1, 1], [1, 1], [1, 1]])])
    #expect(LevelRatio(SampleLevels([table(huge)]), over: one)?.interval == nil)
  }

  @Test func curvesOfSeveralTablesAreThoseOfALoop() throws {
    let (one, other) = (rows(12, layers: 9, seed: 5), rows(9, layers: 9, seed: 6))
    // Samples 0 to 11, and 5 to 13.
    let expected = Bootstrap.standard.interval(samples: 14) { weights -> Double? in
      var curves: [[Double]] = []
      for (rows, start) in [(one, 0), (other, 5)] {
        let drawn = Array(weights[start..<start + rows.count])
        let total = drawn.reduce(0, +)
        if total == 0 { return nil }
        curves.append(sums(rows, drawn).map { $0 / total })
      }
      return RelativeDifference(correct: curves[0], irrelevant: curves[1])?.mean
    }
    let found = Bootstrap.standard.interval(
      ofMeanCurves: [table(one), table(other, indices: Array(5..<14))]
    ) { RelativeDifference(correct: $0[0], irrelevant: $0[1])?.mean }
    #expect(found == expected)
    #expect(found != nil)
  }

  @Test func theMeanOfARowIsTheSameWhereverItStands() throws {
    for count in 1...9 {
      let rows = rows(count, layers: 11, seed: UInt64(count))
      let levels = SampleLevels([table(rows)])
      #expect(levels.values == [rows.map { $0.reduce(0, +) / 11 }])
    }
  }
}
