import Analysis
import Testing

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
