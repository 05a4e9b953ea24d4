import Analysis
import Foundation
import Support
import Testing

struct SignFlipTests {
  /// Of the eight sums ±1 ± 2 ± 3 two are as large as 6.
  @Test func triesAllPatternsOfFewValues() {
    #expect(SignFlip.p([1, 2, 3]) == 0.25)
    #expect(SignFlip.p([1, 1, 1, 1]) == 0.125)
    #expect(SignFlip.p([-1, -1, -1, -1]) == 0.125)
    #expect(SignFlip.p([1, -1]) == 1)
  }

  /// `scipy.stats.permutation_test(..., permutation_type="samples")` tries all 128 patterns too.
  @Test func agreesWithScipy() {
    #expect(SignFlip.p([1.2, -0.4, 3.1, 0.8, 2.2, -1.1, 0.9]) == 0.140625)
  }

  @Test func isUndefinedForOneValueOrOneThatIsNotFinite() {
    #expect(SignFlip.p([1]) == nil)
    #expect(SignFlip.p([1, .nan]) == nil)
  }

  /// Seventeen values are drawn for, sixteen are not: both of equal values, where p is known.
  @Test func drawnPatternsHaveTheSmallestPThatTheyCan() throws {
    #expect(SignFlip.p(Array(repeating: 1, count: 16)) == 2.0 / 65_536)
    let drawn = try #require(SignFlip.p(Array(repeating: 1, count: 40)))
    #expect(drawn == 1 / Double(SignFlip.draws + 1))
  }

  /// Where nothing is to be found p is uniform: of 400 tests the share with p ≤ α has the standard error
  /// √(α (1 − α) / 400), and may lie three of these away. Values are skewed differences of equal distributions, and as many
  /// as are drawn for.
  @Test(arguments: [0.05, 0.2, 0.5])
  func pIsUniformUnderTheNull(level: Double) throws {
    var generator = SplitMix64(seed: 11)
    let ps = (0..<400).compactMap { _ in
      SignFlip.p(
        (0..<20).map { _ in
          log(Double.random(in: 0.001...1, using: &generator))
            - log(Double.random(in: 0.001...1, using: &generator))
        })
    }
    let share = Double(ps.count { $0 <= level }) / 400
    #expect(abs(share - level) < 3 * (level * (1 - level) / 400).squareRoot())
  }

  /// The same of pulls on a ratio of means, skewed as gradients are: linear only for many samples, so it may be off by a
  /// third of α besides.
  @Test(arguments: [0.05, 0.2, 0.5])
  func pOfARatioIsNearlyUniform(level: Double) throws {
    var generator = SplitMix64(seed: 12)
    let ps = (0..<400).compactMap { _ -> Double? in
      let pairs = (0..<40).map { _ in
        (0..<2).map { _ in 0.2 - log(Double.random(in: 0.001...1, using: &generator)) }
      }
      let sums = (0..<2).map { side in pairs.reduce(0) { $0 + $1[side] } }
      let ratio = Resampled(
        value: log(sums[0] / sums[1]), draws: nil,
        without: pairs.map { log((sums[0] - $0[0]) / (sums[1] - $0[1])) }, sampleCount: pairs.count)
      return ratio.pulls.flatMap { SignFlip.p($0) }
    }
    #expect(ps.count == 400)
    let share = Double(ps.count { $0 <= level }) / 400
    #expect(abs(share - level) < 3 * (level * (1 - level) / 400).squareRoot() + level / 3)
  }

  /// The example of Holm's procedure that textbooks give.
  @Test func holm() {
    let adjusted = Holm.adjusted([0.01, 0.04, 0.03, 0.005])
    let expected = [0.03, 0.06, 0.06, 0.02]
    #expect(zip(adjusted, expected).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(Holm.adjusted([]) == [])
    #expect(Holm.adjusted([0.9, 0.8]) == [1, 1])
  }
}
