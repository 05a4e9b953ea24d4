import Analysis
import Store
import Testing

/// The example of `Sources/Analysis/README.md`.
@Suite struct ReadmeExample {
  @Test func comparesTwoConditions() throws {
    // README example
    // One statistic of one projection: a row per sample, a column per layer.
    let fast = SampleTable(sampleIndices: [0, 1], layerCount: 3, values: [6, 2, 4, 8, 4, 6])
    let slow = SampleTable(sampleIndices: [0, 1], layerCount: 3, values: [3, 2, 2, 4, 3, 3])
    let curve = Curve(fast)
    let mad = curve.flatMap { MeanAbsoluteDifference($0.means).all }
    let ratio = LevelRatio(SampleLevels([fast]), over: SampleLevels([slow]))
    let interval = Bootstrap.standard.interval(ofMeanCurves: [fast, slow]) { curves in
      RelativeDifference(correct: curves[0], irrelevant: curves[1])?.mean
    }
    // end of example
    #expect(curve?.means == [7, 3, 5])
    #expect(mad == 3)
    // Levels are 4 and 6 over 7/3 and 10/3; exp and log of the geometric mean round.
    #expect(abs(try #require(ratio).value - 30.0 / 17) < 1e-15)
    #expect(interval != nil)
  }
}
