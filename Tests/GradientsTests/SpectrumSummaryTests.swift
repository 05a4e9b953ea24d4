import Gradients
import Testing

/// Numbers derived from a spectrum, by hand.
@Suite struct SpectrumSummaryTests {
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
}
