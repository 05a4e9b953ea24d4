import Checkpoints

/// A weight matrix of a decoder layer whose gradient is studied.
///
/// The raw value is the short name used in studies, stores, figures and the command line.
public enum Projection: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Query, key, value and output of the attention.
  case q, k, v, o
  /// The MLP's: hidden = activation(gate) · up, output = down of hidden.
  case gate, up, down

  /// The projections of the attention.
  public static let attention: [Projection] = [.q, .k, .v, .o]
  /// The projections of the MLP.
  public static let mlp: [Projection] = [.gate, .up, .down]

  /// The parameter's name in a Hugging Face checkpoint, as the published statistics spell it:
  /// `model.layers.3.self_attn.q_proj.weight`.
  ///
  /// Families that store several projections as one matrix have them reported one by one, under these same names.
  public func parameterName(layer: Int) -> String {
    let block = Projection.mlp.contains(self) ? "mlp" : "self_attn"
    return "model.layers.\(layer).\(block).\(rawValue)_proj.weight"
  }

  /// The order of the forward pass: q, k, v, o, gate, up, down.
  public static func < (left: Projection, right: Projection) -> Bool {
    left.order < right.order
  }

  private var order: Int { Projection.allCases.firstIndex(of: self) ?? 0 }
}

/// The place of a gradient in the model: one projection of one layer.
public struct GradientPlace: Sendable, Hashable, Comparable {
  /// Index of the decoder layer, from 0 at the embedding.
  public let layer: Int
  /// Weight matrix of the layer.
  public let projection: Projection

  /// The place of `projection` in `layer`.
  public init(layer: Int, projection: Projection) {
    self.layer = layer
    self.projection = projection
  }

  /// Orders by layer, then projection.
  public static func < (left: GradientPlace, right: GradientPlace) -> Bool {
    (left.layer, left.projection) < (right.layer, right.projection)
  }
}

extension DecoderDescription {
  /// Rows m and columns n of a projection's weight, and so of its gradient.
  public func shape(of projection: Projection) -> (rows: Int, columns: Int) {
    switch projection {
    case .q: (queryWidth, hiddenSize)
    case .k, .v: (keyValueWidth, hiddenSize)
    case .o: (hiddenSize, queryWidth)
    case .gate, .up: (intermediateSize, hiddenSize)
    case .down: (hiddenSize, intermediateSize)
    }
  }
}
