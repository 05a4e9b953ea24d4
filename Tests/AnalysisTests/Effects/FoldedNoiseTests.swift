import Analysis
import Support
import Testing

struct FoldedNoiseTests {
  /// `scipy.stats.foldnorm.mean` of 0, 0.5 and 3, less these.
  @Test func biasIsThatOfTheFoldedNormalDistribution() {
    #expect(abs(FoldedNoise.bias(0, error: 1) - (2 / Double.pi).squareRoot()) < 1e-15)
    #expect(abs(FoldedNoise.bias(0.5, error: 1) - 0.395593114802612) < 1e-14)
    #expect(abs(FoldedNoise.bias(-0.5, error: 1) - 0.395593114802612) < 1e-14)
    #expect(abs(FoldedNoise.bias(3, error: 1) - 0.000764308634096) < 1e-14)
    // In any unit: gradients may be as small as 1e-12.
    #expect(abs(FoldedNoise.bias(0.5e-12, error: 1e-12) / 0.395593114802612e-12 - 1) < 1e-12)
    #expect(FoldedNoise.bias(2, error: 0) == 0)
  }

  /// Two samples of two layers: the step is 1 and 3, its mean 2 and its standard error 1.
  @Test func readsStepsOfCurves() throws {
    let noise = try #require(FoldedNoise(madOf: [[0, 1], [1, 4]]))
    #expect(noise.measured == 2)
    #expect(abs(noise.bias - FoldedNoise.bias(2, error: 1)) < 1e-15)
    #expect(FoldedNoise(madOf: [[0, 1]]) == nil)
    #expect(FoldedNoise(madOf: [[0], [1]]) == nil)
  }

  /// Of numbers that are nothing but noise 41 % are taken out, as the documentation says: E|δ| = 0.80 s is measured, and the
  /// mean size at a measured δ is on average 1.13 s. The share of 2000 numbers has the standard error 0.015.
  @Test func takesOutTwoFifthsOfNoise() throws {
    var generator = SplitMix64(seed: 3)
    let numbers = (0..<2000).map { _ in (0..<20).map { _ in Double.random(in: -1...1, using: &generator) } }
    let noise = try #require(FoldedNoise(numbers))
    #expect(abs(noise.share - 0.41) < 0.045)
  }

  @Test func relativeMAD() throws {
    let mad = try #require(MeanAbsoluteDifference.relative([1, 3, 2]))
    #expect(mad.all == 0.75)
    let scaled = try #require(MeanAbsoluteDifference.relative([4, 12, 8]))
    #expect(scaled.all == 0.75)
    #expect(MeanAbsoluteDifference.relative([0, 0]) == nil)
  }
}
