import Analysis
import Foundation
import Testing

/// Curves at equal length and loss.
struct MatchedCurvesTests {
  private let shape = CurveShape(projections: 1, layers: 2)

  /// Samples whose levels follow a power law of length and loss exactly, with `factor` before it.
  private func samples(
    _ factor: Double, lengths: [Int], losses: [Double], slope: Double = -0.5
  ) -> ComparedSamples {
    ComparedSamples(
      indices: Array(lengths.indices), losses: losses, lengths: lengths,
      curves: zip(lengths, losses).map { length, loss in
        let level = factor * pow(Double(length), slope) * pow(loss, 1.5)
        return [level, 3 * level]
      }, shape: shape)
  }

  private func ratio(_ first: ComparedSamples, _ second: ComparedSamples)
    -> [Normalisation: Result<[Resampled], MatchedCurves.Failure>]
  {
    CurveComparison(paired: [[first, second]], names: ["fast", "slow"]).resampled(
      by: Bootstrap(resamples: 50, seed: 1)
    ) { [shape.logLevel($0[0]) - shape.logLevel($0[1])] }
  }

  private let losses = (0..<40).map { 1 + 0.05 * Double($0 * 17 % 40) }

  /// Raw, the longer and lower responses hide the factor of 2; matched it is found, whatever the power law is, to the
  /// rounding of sums of squares.
  @Test(arguments: [-0.5, 0, 2])
  func findsTheFactorBeforeAPowerLaw(slope: Double) throws {
    let fast = samples(2, lengths: (0..<40).map { 10 + $0 }, losses: losses, slope: slope)
    let slow = samples(1, lengths: (0..<40).map { 20 + $0 * 7 % 40 }, losses: losses.reversed(), slope: slope)
    let found = ratio(fast, slow)
    let matched = try #require(try found[.matched]?.get().first)
    #expect(abs(matched.value - log(2)) < 1e-9)
    let intervals = try #require(EffectIntervals(matched))
    #expect(abs(intervals.shown.lower - log(2)) < 1e-7 && abs(intervals.shown.upper - log(2)) < 1e-7)
    // Forty of each side, of which the overlap leaves out some.
    #expect(matched.sampleCount < 40)
  }

  @Test func saysWhereNothingOverlaps() throws {
    let fast = samples(2, lengths: (0..<40).map { 1 + $0 % 3 }, losses: losses)
    let slow = samples(1, lengths: (0..<40).map { 60 + $0 }, losses: losses)
    guard case .failure(let failure)? = ratio(fast, slow)[.matched] else {
      Issue.record("matched without an overlap")
      return
    }
    #expect(
      failure.reason
        == "no overlap of labelled tokens: 1 to 3 in fast responses, 62 to 97 in slow responses (5 % to 95 %)"
    )
  }

  @Test func saysWhereLengthsAreNotKnownOrSamplesTooFew() throws {
    let known = samples(2, lengths: (0..<40).map { 10 + $0 }, losses: losses)
    let unknown = ComparedSamples(
      indices: known.indices, losses: losses, lengths: losses.map { _ in nil }, curves: known.curves,
      shape: shape)
    #expect(throws: MatchedCurves.Failure.self) { try ratio(known, unknown)[.matched]?.get() }
    let few = samples(2, lengths: (0..<9).map { 10 + $0 }, losses: Array(losses.prefix(9)))
    #expect(throws: MatchedCurves.Failure.self) { try ratio(few, few)[.matched]?.get() }
    // Raw needs neither.
    #expect(try ratio(known, unknown)[.raw]?.get().first?.value == 0)
  }

  /// One length and one loss throughout leave nothing to regress on: matched is the ratio of geometric means.
  @Test func needsNoSlopesWhereAllIsEqual() throws {
    let lengths = [Int](repeating: 5, count: 20)
    let losses = [Double](repeating: 2, count: 20)
    let found = ratio(
      samples(3, lengths: lengths, losses: losses), samples(1, lengths: lengths, losses: losses))
    #expect(abs(try #require(try found[.matched]?.get().first).value - log(3)) < 1e-12)
  }
}
