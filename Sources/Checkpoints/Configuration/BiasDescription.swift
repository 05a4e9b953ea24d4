/// Which linear maps of a layer add a bias.
public struct BiasDescription: Sendable, Equatable {
  /// q, k and v.
  public var queryKeyValue: Bool
  /// o.
  public var attentionOutput: Bool
  /// gate, up and down.
  public var mlp: Bool

  /// No biases at all.
  public static let none = BiasDescription(queryKeyValue: false, attentionOutput: false, mlp: false)
}
