import Analysis
import Store
import Studies
import Support
import Testing

struct CurveTests {
  @Test func averagesSamplesPerLayer() throws {
    let curve = try #require(Curve(table([[1, 10], [2, 20], [6, 60]])))
    #expect(curve.means == [3, 30])
    #expect(curve.sampleCount == 3)
    #expect(curve.leftOut == 0)
    #expect(curve.level == 16.5)
  }

  /// By hand for 1, 2, 4: mean 7/3, s² = 7/3, t(2) = 4.302653; SciPy gives the same ends.
  @Test func givesTheStudentInterval() throws {
    let curve = try #require(Curve(table([[1], [2], [4]])))
    let interval = try #require(curve.intervals.first)
    // A few ulps of the quantile's 1e-13 search.
    #expect(abs(interval.lower - -1.461249700263426) < 1e-10)
    #expect(abs(interval.upper - 6.1279163669300925) < 1e-10)
  }

  @Test func leavesOutRowsWithANonFiniteValueAndCountsThem() throws {
    let curve = try #require(Curve(table([[1, 2], [.nan, 5], [3, 4], [7, .infinity], [5, 6]])))
    #expect(curve.means == [3, 4])
    #expect(curve.sampleCount == 3)
    #expect(curve.leftOut == 2)
  }

  @Test func hasNoIntervalForOneSample() throws {
    let curve = try #require(Curve(table([[4, 5, 6]])))
    #expect(curve.means == [4, 5, 6])
    #expect(curve.intervals.isEmpty)
  }

  @Test(arguments: [[[Double]](), [[.nan, 1]], [[]]])
  func isNilWithoutAFiniteRowOrALayer(rows: [[Double]]) {
    #expect(Curve(table(rows)) == nil)
  }

  @Test func hasAPointIntervalForConstantSamples() throws {
    let curve = try #require(Curve(table([[0.1], [0.1], [0.1], [0.1]])))
    let interval = try #require(curve.intervals.first)
    // Rounding of the mean itself may leave an ulp of spread.
    #expect(interval.upper - interval.lower < 1e-15)
  }

  /// A mean of 1e9 with a spread of 1: a one-pass variance would lose half the digits.
  @Test func keepsTheSpreadOfLargeNumbers() throws {
    let small = try #require(Curve(table([[1], [2], [4]])))
    let large = try #require(Curve(table([[1e9 + 1], [1e9 + 2], [1e9 + 4]])))
    let width = { (curve: Curve) in curve.intervals[0].upper - curve.intervals[0].lower }
    #expect(abs(width(large) - width(small)) < 1e-6)
  }

  @Test func doesNotDependOnTheOrderOfSamples() throws {
    var generator = SplitMix64(seed: 7)
    let rows = (0..<50).map { _ in (0..<5).map { _ in Double.random(in: 0...9, using: &generator) } }
    let curve = try #require(Curve(table(rows)))
    let mirrored = try #require(Curve(table(rows.reversed())))
    for (a, b) in zip(curve.means, mirrored.means) { #expect(abs(a - b) < 1e-13) }
  }
}

struct RelativeDifferenceTests {
  @Test func dividesByTheCorrectCurve() throws {
    let difference = try #require(RelativeDifference(correct: [2, -4, 10], irrelevant: [3, -2, 10]))
    #expect(difference.layers == [0.5, 0.5, 0])
    #expect(difference.mean == 1.0 / 3)
  }

  @Test func readsAZeroAsTinyAndNotAsADivisionByZero() throws {
    let difference = try #require(RelativeDifference(correct: [0, 1], irrelevant: [1, 1]))
    // (1 − 1e-10) / 1e-10, rounded once in the subtraction.
    #expect(abs(difference.layers[0] - (1e10 - 1)) < 1e-5)
    #expect(difference.layers[1] == 0)
    // The rule replaces a everywhere, as in the papers' own procedure, so equal zeros differ by all of it.
    #expect(RelativeDifference(correct: [0], irrelevant: [0])?.mean == 1)
  }

  @Test func isNilForCurvesOfDifferentOrNoDepth() {
    #expect(RelativeDifference(correct: [1, 2], irrelevant: [1]) == nil)
    #expect(RelativeDifference(correct: [], irrelevant: []) == nil)
  }
}

/// A table from its rows, with the indices 0, 1, 2 … unless given.
func table(_ rows: [[Double]], indices: [Int]? = nil) -> SampleTable {
  SampleTable(
    sampleIndices: indices ?? Array(rows.indices), layerCount: rows.first?.count ?? 0,
    values: rows.flatMap(\.self))
}
