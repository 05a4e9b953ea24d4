/// What is computed of every sample beside its loss.
public struct GradientOptions: Sendable, Equatable {
  /// The projections whose gradients are reported.
  public var projections: [Projection]
  /// Whether all singular values are kept, not only the numbers derived from them.
  public var keepsSingularValues: Bool
  /// Whether the largest and smallest element of each gradient are found: the one statistic for which
  /// the gradient itself has to be formed.
  public var findsExtrema: Bool
  /// Which pairs of gradients are compared.
  public var cosines: CosineSelection
  /// Whether the share of each token in each gradient is kept.
  public var keepsTokenShares: Bool

  /// Options; without arguments, the projections of the attention and nothing optional.
  public init(
    projections: [Projection] = Projection.attention, keepsSingularValues: Bool = false,
    findsExtrema: Bool = false, cosines: CosineSelection = .none, keepsTokenShares: Bool = false
  ) {
    self.projections = projections.sorted()
    self.keepsSingularValues = keepsSingularValues
    self.findsExtrema = findsExtrema
    self.cosines = cosines
    self.keepsTokenShares = keepsTokenShares
  }
}

/// Which pairs of gradients of equal shape are compared by their cosine.
public enum CosineSelection: String, Sendable, Equatable, CaseIterable, Codable {
  /// None.
  case none
  /// Each projection with itself in the next layer; q with o and k with v inside a layer.
  case adjacent
  /// Each projection with itself in every other layer; q with o and k with v inside a layer.
  case allPairs = "all-pairs"
}
