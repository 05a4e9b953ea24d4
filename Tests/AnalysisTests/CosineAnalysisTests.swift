import Analysis
import Gradients
import Store
import Studies
import Testing

struct CosineAnalysisTests {
  private static let condition = Condition(task: "sums", style: .none, relevance: .correct)

  /// Samples of a model of three layers: cosines of layers 0 and 1, 1 and 2, 0 and 2 of q, and of q with o.
  private func analysis(_ rows: [(near: Double, far: Double, across: Double?, inside: Double)])
    -> CosineAnalysis
  {
    let samples = rows.enumerated().map { index, row in
      var cosines = [(0, 1, row.near), (1, 2, row.far), (0, 2, row.across ?? .nan)].map {
        GradientCosine(
          .init(layer: $0, projection: .q), .init(layer: $1, projection: .q), value: $2)
      }
      cosines += (0..<3).map {
        GradientCosine(.init(layer: $0, projection: .q), .init(layer: $0, projection: .o), value: row.inside)
      }
      return SampleCosines(index: 2 * index, layerCount: 3, cosines: cosines)
    }
    return CosineAnalysis(
      ConditionCosines(model: "m", condition: Self.condition, layerCount: 3, samples: samples))
  }

  @Test func averagesAdjacentLayers() throws {
    let curve = try #require(analysis([(0.5, -0.25, 0.1, 0), (0.25, 0.75, 0.3, 0)]).adjacent(.q))
    #expect(curve.means == [0.375, 0.25])
    #expect(curve.intervals.count == 2)
    #expect(curve.sampleCount == 2)
  }

  @Test func averagesInsideALayer() throws {
    let analysis = analysis([(0, 0, 0, 0.5), (0, 0, 0, -1)])
    #expect(try #require(analysis.inside(.q, .o)).means == [-0.25, -0.25, -0.25])
    #expect(analysis.inside(.k, .v) == nil)
  }

  @Test func makesASymmetricMatrix() throws {
    let matrix = try #require(analysis([(0.5, 0.25, 0.125, 0), (1, 0.75, 0.375, 0)]).matrix(.q))
    #expect(matrix.values == [1, 0.75, 0.25, 0.75, 1, 0.5, 0.25, 0.5, 1])
    #expect(matrix[0, 2] == 0.25)
    #expect(matrix[2, 0] == 0.25)
    #expect(matrix.sampleCount == 2)
  }

  @Test func hasNoMatrixOfAdjacentLayersAlone() {
    let analysis = analysis([(0.5, 0.25, nil, 0)])
    #expect(analysis.matrix(.q) == nil)
    #expect(analysis.adjacent(.q)?.means == [0.5, 0.25])
  }

  @Test func leavesOutSamplesWithoutAValueAndCountsThem() throws {
    let curve = try #require(analysis([(0.5, 0.25, 0, 0), (.nan, 1, 0, 0)]).adjacent(.q))
    #expect(curve.means == [0.5, 0.25])
    #expect(curve.leftOut == 1)
  }

  @Test func hasNothingOfProjectionsThatWereNotCompared() {
    let analysis = analysis([(0.5, 0.25, 0.125, 0)])
    #expect(analysis.adjacent(.v) == nil)
    #expect(analysis.matrix(.v) == nil)
  }
}
