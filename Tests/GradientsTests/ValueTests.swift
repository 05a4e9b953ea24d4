import Gradients
import Testing

/// Numbers derived from a spectrum, by hand, and what options ask for.
@Suite struct ValueTests {
  @Test func ratiosOfAKnownSpectrum() {
    let summary = SpectrumSummary(
      nuclearNorm: 7, largest: 4, smallest: 0, frobeniusNorm: 5, effectiveRank: 1.9, mean: 0)
    #expect(summary.largestRatio == 4.0 / 7)
    #expect(summary.stableRank == 25.0 / 16)
  }

  @Test func aZeroGradientHasNoRank() {
    let zero = SpectrumSummary(
      nuclearNorm: 0, largest: 0, smallest: 0, frobeniusNorm: 0, effectiveRank: 0, mean: 0)
    #expect(zero.largestRatio == 0)
    #expect(zero.stableRank == 0)
  }

  @Test func allOptionsCoverEveryCombinationAndNoneCoversOnlyItself() {
    let all = GradientOptions(spectrum: true, extrema: true, cosines: .allPairs, tokenShares: true)
    #expect(GradientOptions.combinations.count == 24)
    #expect(Set(GradientOptions.combinations).count == 24)
    #expect(GradientOptions.combinations.allSatisfy(all.covers))
    #expect(GradientOptions.combinations.filter(GradientOptions().covers) == [GradientOptions()])
  }

  @Test func cosinesOfAllPairsCoverAdjacentOnesAndNotTheOtherWayRound() {
    let (adjacent, all) = (GradientOptions(cosines: .adjacent), GradientOptions(cosines: .allPairs))
    #expect(all.covers(adjacent))
    #expect(!adjacent.covers(all))
    #expect(adjacent.covers(GradientOptions()))
    #expect(!all.covers(GradientOptions(spectrum: true)))
  }
}
