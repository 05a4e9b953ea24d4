import Analysis
import Gradients
import Store
import Studies
import Testing

struct TokenShareMatrixTests {
  /// Two layers, q and v, three positions.
  private let shares = TokenShares(
    index: 4, tokens: ["Add", " 1", "\n", "2"], start: 3, layerCount: 2, projections: [.q, .v],
    values: [0.5, 0.25, 0.25, 1, 0, 0, 0, 0.5, 0.5, 0.25, 0.25, 0.5])

  @Test func showsOneProjection() throws {
    let matrix = try #require(TokenShareMatrix(shares, of: .v))
    #expect(matrix.tokens == ["Add", " 1", "\n"])
    #expect(Array(matrix.row(0)) == [1, 0, 0])
    #expect(Array(matrix.row(1)) == [0.25, 0.25, 0.5])
    #expect(matrix.responseStart == 3)
    #expect(matrix.layerCount == 2)
  }

  @Test func averagesOverProjections() throws {
    let matrix = try #require(TokenShareMatrix(shares))
    #expect(matrix.values == [0.75, 0.125, 0.125, 0.125, 0.375, 0.5])
  }

  @Test func isNilForAProjectionThatWasNotComputed() {
    #expect(TokenShareMatrix(shares, of: .k) == nil)
    #expect(shares.shares(layer: 2, projection: .q) == nil)
  }
}
