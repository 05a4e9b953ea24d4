import Gradients
import Store
import Studies

/// The share of every token in the gradients of one sample: layer × token.
package struct TokenShareMatrix: Sendable, Equatable {
  /// The text of each column's token; the text's last token predicts nothing and has no column.
  package let tokens: [String]
  /// The first column whose token belongs to the response. The column before it predicts that token and so has a
  /// share in the loss already.
  package let responseStart: Int
  /// Rows: the decoder layers.
  package let layerCount: Int
  /// Row-major `[layers × tokens]`; every row adds up to 1, or is 0 for gradients of zero.
  package let values: [Double]

  /// The shares in the gradients of one projection or, when it is nil, averaged over all. Nil when the projection was
  /// not computed.
  package init?(_ shares: TokenShares, of projection: Projection? = nil) {
    let projections = projection.map { [$0] } ?? shares.projections
    guard !projections.isEmpty, projections.allSatisfy(shares.projections.contains) else { return nil }
    tokens = Array(shares.tokens.prefix(shares.positionCount))
    responseStart = min(shares.start, shares.positionCount)
    layerCount = shares.layerCount
    values = (0..<shares.layerCount).flatMap { layer in
      let rows = projections.compactMap { shares.shares(layer: layer, projection: $0).map(Array.init) }
      return (0..<shares.positionCount).map { column in
        rows.reduce(0) { $0 + Double($1[column]) } / Double(rows.count)
      }
    }
  }

  /// The shares of layer `layer`, one per token.
  package func row(_ layer: Int) -> ArraySlice<Double> {
    values[layer * tokens.count..<(layer + 1) * tokens.count]
  }
}
