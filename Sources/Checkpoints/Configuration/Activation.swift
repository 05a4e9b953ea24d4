/// Non-linearities of a gated MLP, by their names in `hidden_act` or `hidden_activation`.
public enum Activation: String, Sendable, Equatable, CaseIterable {
  /// x · sigmoid(x).
  case silu
  /// x · Φ(x) by the tanh approximation (Hendrycks and Gimpel 2016, arXiv 1606.08415).
  case geluTanh = "gelu_pytorch_tanh"
}
