/// Statistics that are computed of every gradient beside its ``SpectrumSummary``: by default none. No option
/// changes another number.
public struct GradientOptions: Sendable, Hashable {
  /// Keeps all singular values, not only the numbers derived from them.
  public var spectrum: Bool
  /// Finds the largest and the smallest element, the one statistic for which the gradient itself is formed.
  public var extrema: Bool
  /// Pairs of gradients that are compared.
  public var cosines: CosineSelection
  /// Keeps the share that each token has in each gradient: 4 bytes × layers × projections × tokens of a sample.
  public var tokenShares: Bool

  /// Options; without arguments, only the summaries.
  public init(
    spectrum: Bool = false, extrema: Bool = false, cosines: CosineSelection = .none, tokenShares: Bool = false
  ) {
    self.spectrum = spectrum
    self.extrema = extrema
    self.cosines = cosines
    self.tokenShares = tokenShares
  }

  /// True when results with these options hold everything that `other` asks for.
  ///
  /// What is on in `other` must be on here. The cosines of all pairs include those of adjacent layers.
  public func covers(_ other: GradientOptions) -> Bool {
    (spectrum || !other.spectrum) && (extrema || !other.extrema) && (tokenShares || !other.tokenShares)
      && (cosines == .allPairs || other.cosines == .none || other.cosines == cosines)
  }

  /// Every combination, in a fixed order.
  package static let combinations: [GradientOptions] = {
    let flags = [false, true]
    return CosineSelection.allCases.flatMap { cosines in
      flags.flatMap { spectrum in
        flags.flatMap { extrema in
          flags.map {
            GradientOptions(spectrum: spectrum, extrema: extrema, cosines: cosines, tokenShares: $0)
          }
        }
      }
    }
  }()
}

/// Pairs of gradients of equal shape that are compared by their cosine.
public enum CosineSelection: String, Sendable, Equatable, CaseIterable {
  /// None.
  case none
  /// Each projection with itself in the next layer; q with o and k with v inside a layer.
  case adjacent
  /// Each projection with itself in every other layer; q with o and k with v inside a layer.
  case allPairs = "all-pairs"
}
