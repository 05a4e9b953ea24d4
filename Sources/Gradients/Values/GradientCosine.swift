/// The cosine of two gradients of equal shape, seen as vectors of their elements.
public struct GradientCosine: Sendable, Equatable {
  /// Where a gradient belongs.
  public struct Place: Sendable, Hashable, Comparable {
    /// Index of the decoder layer.
    public let layer: Int
    /// The projection.
    public let projection: Projection

    /// The place of a projection in a layer.
    public init(layer: Int, projection: Projection) {
      self.layer = layer
      self.projection = projection
    }

    /// By layer, then projection.
    public static func < (left: Place, right: Place) -> Bool {
      (left.layer, left.projection) < (right.layer, right.projection)
    }
  }

  /// The lower of the two places.
  public let first: Place
  /// The higher.
  public let second: Place
  /// ⟨G₁, G₂⟩ / (‖G₁‖‖G₂‖), from −1 to 1; 0 where one of them is zero.
  public let value: Double

  /// The cosine `value` of the gradients at two places.
  public init(_ first: Place, _ second: Place, value: Double) {
    self.first = min(first, second)
    self.second = max(first, second)
    self.value = value
  }
}
