import Analysis
import Studies
import Testing

struct ResampledCurvesTests {
  private func rows(_ count: Int, seed: UInt64) -> [[Double]] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in (0..<4).map { _ in Double.random(in: 1...2, using: &generator) } }
  }

  private func relativeDifference(_ curves: [[Double]]) -> Double? {
    RelativeDifference(correct: curves[0], irrelevant: curves[1])?.mean
  }

  @Test func pairedSamplesLeaveNothingUncertain() throws {
    // Irrelevant curves are 1.5 times the correct ones sample by sample: RD is 0.5 whatever is drawn.
    let correct = rows(30, seed: 1)
    let irrelevant = correct.map { $0.map { 1.5 * $0 } }
    let paired = try #require(
      Bootstrap.standard.interval(ofMeanCurves: [table(correct), table(irrelevant)], relativeDifference))
    #expect(abs(paired.lower - 0.5) < 1e-14 && abs(paired.upper - 0.5) < 1e-14)
    let apart = try #require(
      Bootstrap.standard.interval(
        ofMeanCurves: [table(correct), table(irrelevant, indices: Array(30..<60))], relativeDifference))
    #expect(apart.contains(0.5) && apart.upper - apart.lower > 0.02)
  }

  @Test func agreesWithTheIntervalOfTheMAD() throws {
    let one = table(rows(25, seed: 2))
    let interval = try #require(
      Bootstrap.standard.interval(ofMeanCurves: [one]) { MeanAbsoluteDifference($0[0]).all })
    let known = try #require(MADResamples(one)?.interval)
    // Sums are divided by the number of samples before the differences here and after them there.
    #expect(abs(interval.lower - known.lower) < 1e-14 && abs(interval.upper - known.upper) < 1e-14)
  }

  @Test func samplesThatAreNotFiniteAreLeftOut() throws {
    var some = rows(12, seed: 3)
    some[4][1] = .nan
    let without = some.indices.filter { $0 != 4 }
    let left = Bootstrap.standard.interval(ofMeanCurves: [table(some)]) { $0[0][1] }
    let right = Bootstrap.standard.interval(
      ofMeanCurves: [table(without.map { some[$0] }, indices: without)]) { $0[0][1] }
    #expect(left != nil && left == right)
  }

  @Test func thereIsNoneOfOneSampleOrOfAnUndefinedNumber() {
    #expect(Bootstrap.standard.interval(ofMeanCurves: [table([[1, 2]])]) { $0[0][0] } == nil)
    #expect(Bootstrap.standard.interval(ofMeanCurves: [table(rows(5, seed: 4))]) { _ in nil } == nil)
    // A resample without a sample of the second table has no second curve.
    let apart = [table(rows(2, seed: 5)), table(rows(2, seed: 6), indices: [2, 3])]
    #expect(Bootstrap.standard.interval(ofMeanCurves: apart) { $0[1][0] } == nil)
  }
}
