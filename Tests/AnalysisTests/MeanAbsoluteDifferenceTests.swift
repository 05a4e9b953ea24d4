import Analysis
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
    let interval = try #require(MeanAbsoluteDifference.interval(of: rows))
    #expect(interval == Interval(1.5, 1.5))
  }

  @Test func intervalIsUndefinedForOneSampleOrOneLayer() {
    #expect(MeanAbsoluteDifference.interval(of: table([[1, 2, 3]])) == nil)
    #expect(MeanAbsoluteDifference.interval(of: table([[1], [2], [3]])) == nil)
    #expect(MeanAbsoluteDifference.interval(of: table([[1, .nan], [1, 2]])) == nil)
  }
}
