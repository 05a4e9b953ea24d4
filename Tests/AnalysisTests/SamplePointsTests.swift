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

  /// A number over an infinite loss would be 0 and count, and one over a loss of 0 is 0 only where it is a number.
  @Test func leavesOutWhatFollowsFromNumbersThatAreNotFinite() throws {
    let results = results(
      [1, 2, .infinity, 3], labels: [5, 6, 7, 8], losses: [.infinity, 2, 0, .nan])
    let points = try #require(SamplePoints(results, .nuclearNormPerLoss, of: .q))
    #expect(points.points == [point(11, 6, 2)])
    #expect(points.leftOut == 3)
    let curve = try #require(results.table(.nuclearNormPerLoss, of: .q).flatMap { Curve($0) })
    #expect(curve.means == [1, 3] && curve.sampleCount == 1 && curve.leftOut == 3)
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

struct RankCorrelationTests {
  @Test func isOneForWhateverRises() throws {
    #expect(RankCorrelation.spearman([1, 2, 3, 10], [1, 8, 27, 1000]) == 1)
    #expect(RankCorrelation.spearman([1, 2, 3, 10], [0, -1, -2, -9]) == -1)
  }

  /// By hand: ranks 1 2 3 4 5 and 2 1 4 3 5, Σd² = 4, ρ = 1 − 6·4/(5·24) = 0.8.
  @Test func agreesWithTheFormulaWithoutTies() throws {
    let rho = try #require(RankCorrelation.spearman([1, 2, 3, 4, 5], [20, 10, 40, 30, 50]))
    #expect(abs(rho - 0.8) < 1e-15)
  }

  /// Ranks 1 2.5 2.5 4 and 1 2 3 4: products of distances from 2.5 add up to 4.5, squares to 4.5 and 5.
  @Test func sharesRanksOfEqualValues() throws {
    let rho = try #require(RankCorrelation.spearman([1, 2, 2, 3], [1, 2, 3, 4]))
    #expect(abs(rho - 4.5 / (4.5 * 5).squareRoot()) < 1e-15)
  }

  @Test func isUndefinedWhereNothingVaries() {
    #expect(RankCorrelation.spearman([], []) == nil)
    #expect(RankCorrelation.spearman([1, 2], [1, 2]) == nil)
    #expect(RankCorrelation.spearman([1, 1, 1], [1, 2, 3]) == nil)
    #expect(RankCorrelation.spearman([1, 2, .nan], [1, 2, 3]) == nil)
    #expect(RankCorrelation.spearman([1, 2, 3], [1, .infinity, 3]) == nil)
  }
}
