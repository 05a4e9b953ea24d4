import Analysis
import Gradients
import Store
import Studies
import Support
import Testing

struct MeanAbsoluteDifferenceTests {
  @Test func averagesTheStepsOfACurve() {
    // |3−1| + |2−3| + |2−2| over 3 steps.
    #expect(MeanAbsoluteDifference([1, 3, 2, 2]).all == 1)
  }

  /// Eight layers are 2/4/2: steps within the parts only, so 2→3 and 6→7 below belong to none.
  @Test func leavesTheStepBetweenPartsToNoPart() {
    let mad = MeanAbsoluteDifference([0, 1, 100, 102, 104, 106, 300, 307])
    #expect(mad.early == 1)
    #expect(mad.middle == 2)
    #expect(mad.last == 7)
    #expect(mad.all == (1 + 99 + 2 + 2 + 2 + 194 + 7) / 7.0)
  }

  @Test func isUndefinedWithoutAStep() {
    let none = MeanAbsoluteDifference([])
    let one = MeanAbsoluteDifference([5])
    for mad in [none, one] {
      #expect(mad == MeanAbsoluteDifference([]))
      #expect(mad.all == nil && mad.early == nil && mad.middle == nil && mad.last == nil)
    }
    let two = MeanAbsoluteDifference([5, 6])
    #expect(two.all == 1)
    #expect(two.early == nil && two.last == nil)
  }

  @Test func isZeroForAConstantAndScalesWithTheCurve() {
    #expect(MeanAbsoluteDifference([4, 4, 4, 4]).all == 0)
    let curve: [Double] = [1, 5, 2, 8, 3]
    let single = MeanAbsoluteDifference(curve).all ?? .nan
    #expect(MeanAbsoluteDifference(curve.map { 4 * $0 }).all == 4 * single)
    #expect(MeanAbsoluteDifference(curve.map { $0 + 16 }).all == single)
    #expect(MeanAbsoluteDifference(curve.reversed()).all == single)
  }

  @Test(arguments: [
    (26, 7, 13, 6), (28, 7, 14, 7), (32, 10, 10, 12), (42, 12, 18, 12), (1, 0, 1, 0), (2, 1, 0, 1),
    (3, 1, 1, 1), (4, 1, 2, 1), (6, 2, 2, 2), (18, 5, 8, 5), (16, 4, 8, 4), (0, 0, 0, 0), (-3, 0, 0, 0),
  ])
  func dividesLayers(depth: Int, early: Int, middle: Int, last: Int) {
    let parts = LayerParts(layerCount: depth)
    #expect([parts.early.count, parts.middle.count, parts.last.count] == [early, middle, last])
  }

  @Test func partsCoverEveryDepthOnce() {
    for depth in 0...200 {
      let parts = LayerParts(layerCount: depth)
      #expect(parts.early.lowerBound == 0)
      #expect(parts.early.upperBound == parts.middle.lowerBound)
      #expect(parts.middle.upperBound == parts.last.lowerBound)
      #expect(parts.last.upperBound == depth)
    }
  }

  @Test func intervalHoldsTheEstimateOfEqualSamples() throws {
    let rows = table([[1, 2, 4], [1, 2, 4], [1, 2, 4]])
    let interval = try #require(MADIntervals(rows)?[.all])
    #expect(interval == Interval(1.5, 1.5))
  }

  @Test func intervalIsUndefinedForOneSampleOrOneLayer() {
    #expect(MADIntervals(table([[1, 2, 3]])) == nil)
    #expect(MADIntervals(table([[1], [2], [3]])) == nil)
    #expect(MADIntervals(table([[1, .nan], [1, 2]])) == nil)
  }

  /// Steps of 8, 0 and 0 with errors of 1, 1 and 0: over all layers a tenth is noise, within the middle ones all of it.
  @Test func intervalIsUndefinedWhereTooMuchOfTheMADIsNoise() throws {
    let flat = (0..<20).map { row in [0.0, 8.0 + (row % 2 == 0 ? 4.36 : -4.36), 8, 8] }
    let parts = LayerParts(layerCount: 4)
    #expect(parts.middle == 1..<3)
    let known = try #require(MADIntervals(table(flat)))
    let noise = try #require(FoldedNoise(madOf: flat))
    #expect(noise.share < Noise.mostShare)
    #expect(known[.all] != nil)
    let middle = try #require(FoldedNoise(madOf: flat.map { Array($0[1..<3]) }))
    #expect(middle.share > Noise.mostShare)
    #expect(known[.middle] == nil)
  }
}

struct MADOfConditionTests {
  /// A condition of one projection, q, from the nuclear norms of its samples by layer.
  private func condition(_ rows: [[Double]], indices: [Int]? = nil, style: ResponseStyle = .none)
    -> ConditionAnalysis
  {
    var settings = StudySettings()
    settings.projections = [.q]
    let hash = ContentHash(of: [1])
    let configuration = RunConfiguration(
      model: hash, tokenizer: hash, prompt: .base, settings: settings, arithmetic: 1)
    let condition = Condition(task: "t", style: style, relevance: .correct)
    let samples = zip(indices ?? Array(rows.indices), rows).map { index, row in
      SampleResult(
        index: index, loss: 1, tokenCount: 9, labelCount: 3,
        summaries: row.map {
          SpectrumSummary(
            nuclearNorm: $0, largest: $0, smallest: 0, frobeniusNorm: $0, effectiveRank: 1, mean: 0)
        })
    }
    return ConditionAnalysis(
      ConditionResults(
        model: "m", condition: condition, layerCount: rows[0].count, projections: [.q], samples: samples,
        skipped: []),
      coverage: Coverage(expected: rows.count, computed: rows.count, skipped: [:]),
      run: RunDescription(configuration: configuration, condition: condition, data: hash))
  }

  private func rows(_ step: Double, count: Int, seed: UInt64) -> [[Double]] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      let start = Double.random(in: 1...2, using: &generator)
      return [start, start + step * Double.random(in: 0.5...1.5, using: &generator)]
    }
  }

  @Test func aConditionHasTheIntervalsOfItsSamples() throws {
    let samples = rows(2, count: 15, seed: 4)
    let one = condition(samples)
    #expect(one.madInterval(.nuclearNorm, of: .q) == MADIntervals(table(samples))?[.all])
    #expect(one.madInterval(.nuclearNorm, of: .q) != nil)
    #expect(one.madInterval(.nuclearNorm, of: .q, in: .early) == nil)
    #expect(one.madInterval(.stableRank, of: .q) == nil)
  }

  @Test func meansOfLevelsHaveStudentIntervals() throws {
    let levels = SampleLevels([table([[1, 3], [4, 4], [6, 6]])])
    let mean = try #require(levels.mean(at: 0))
    #expect(mean.value == 4)
    // s = 2, n = 3, t = 4.302653 with 2 degrees of freedom.
    #expect(abs(try #require(mean.interval).upper - (4 + 4.302_653 * 2 / 3.squareRoot())) < 1e-5)
    #expect(SampleLevels([table([[1]])]).mean(at: 0)?.interval == nil)
    #expect(SampleLevels([table([])]).mean(at: 0) == nil)
  }
}
