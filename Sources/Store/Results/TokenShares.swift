import Gradients

/// Where in the text of one sample its gradients come from (design, section 3).
package struct TokenShares: Sendable, Equatable {
  /// Position of the sample in its data file, from 0.
  package let index: Int
  /// The text of every token, special tokens included. A token that is only a part of a character is U+FFFD.
  package let tokens: [String]
  /// The first token that carries a label: the response begins there.
  package let start: Int
  /// Decoder layers of the model.
  package let layerCount: Int
  /// The projections, in the order of the forward pass.
  package let projections: [Projection]
  /// `[layers × projections × positions]`, row-major. Positions are all tokens but the last, which predicts nothing: a
  /// token stands for the position that predicts the next one.
  package let values: [Float]

  /// Positions that have a share.
  package var positionCount: Int { max(tokens.count - 1, 0) }

  /// Makes shares; `values.count` must be layers × projections × (tokens − 1).
  package init(
    index: Int, tokens: [String], start: Int, layerCount: Int, projections: [Projection], values: [Float]
  ) {
    precondition(
      values.count == layerCount * projections.count * max(tokens.count - 1, 0),
      "token shares need layers × projections × positions values")
    self.index = index
    self.tokens = tokens
    self.start = start
    self.layerCount = layerCount
    self.projections = projections
    self.values = values
  }

  /// The share of every position in one gradient: they add up to 1, or are all 0 for a gradient of zero. Nil when the
  /// projection was not computed or there is no such layer.
  package func shares(layer: Int, projection: Projection) -> ArraySlice<Float>? {
    guard let place = projections.firstIndex(of: projection), (0..<layerCount).contains(layer) else {
      return nil
    }
    let first = (layer * projections.count + place) * positionCount
    return values[first..<first + positionCount]
  }
}
