import Analysis
import Gradients
import Store
import Studies
import Testing

struct SamplePointsTests {
  /// Samples of two layers, whose nuclear norms are `values` and 3 times `values`.
  private func results(_ values: [Double], labels: [Int?], losses: [Double]) -> ConditionResults {
    let samples = values.indices.map { index in
      let summaries = [values[index], 3 * values[index]].map {
        SpectrumSummary(
          nuclearNorm: $0, largest: $0, smallest: 0, frobeniusNorm: $0, effectiveRank: 1, mean: 0)
      }
      return SampleResult(
        index: 10 + index, loss: losses[index], tokenCount: 9, labelCount: labels[index], summaries: summaries
      )
    }
    return ConditionResults(
      model: "m", condition: Condition(task: "sums", style: .none, relevance: .correct), layerCount: 2,
      projections: [.q], samples: samples, skipped: [])
  }

  @Test func averagesOverLayers() throws {
    let results = results([1, 2], labels: [5, 7], losses: [1, 1])
    let points = try #require(SamplePoints(results, .nuclearNorm, of: .q))
    #expect(points.points == [point(10, 5, 2), point(11, 7, 4)])
    #expect(points.leftOut == 0)
    #expect(SamplePoints(results, .nuclearNorm, of: .k) == nil)
  }

  @Test func leavesOutWhatIsNotKnown() throws {
    let results = results([1, .nan, 2], labels: [nil, 6, 7], losses: [1, 1, 1])
    let points = try #require(SamplePoints(results, .nuclearNorm, of: .q))
    #expect(points.points == [point(12, 7, 4)])
    #expect(points.leftOut == 2)
  }

  @Test func dividesByTheLoss() throws {
    let results = results([1, 2, 3], labels: [5, 6, 7], losses: [0.5, 4, 0])
    let points = try #require(SamplePoints(results, .nuclearNormPerLoss, of: .q))
    // As published, a loss of zero gives zero.
    #expect(points.points.map(\.value) == [4, 1, 0])
  }

  private func point(_ index: Int, _ labelCount: Int, _ value: Double) -> SamplePoints.Point {
    .init(index: index, labelCount: labelCount, value: value)
  }
}
