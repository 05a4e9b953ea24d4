/// A weight matrix of a decoder layer whose gradient is studied.
///
/// The raw value is the short name used in studies, stores, figures and the command line.
public enum Projection: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
  case q, k, v, o

  /// The parameter's name in a Hugging Face checkpoint, as the published statistics spell it:
  /// `model.layers.3.self_attn.q_proj.weight`.
  public func parameterName(layer: Int) -> String {
    "model.layers.\(layer).self_attn.\(rawValue)_proj.weight"
  }

  /// The order of the forward pass: q, k, v, o.
  public static func < (left: Projection, right: Projection) -> Bool {
    left.order < right.order
  }

  private var order: Int { Projection.allCases.firstIndex(of: self) ?? 0 }
}
