import Gradients

/// What is kept of every gradient beside its summary. None of it changes another number.
package struct GradientExtras: Sendable, Hashable {
  /// Whether all singular values are kept.
  package var spectrum = false
  /// Whether the largest and the smallest element are found.
  package var extrema = false
  /// Which pairs of gradients are compared.
  package var cosines = CosineSelection.none
  /// Whether the share of every token is kept, beside the tokens' texts: 4 bytes × layers × projections × tokens of
  /// each sample.
  package var tokenShares = false

  /// Nothing.
  package init() {}

  /// Whether who has these has `others` too.
  package func covers(_ others: GradientExtras) -> Bool {
    (spectrum || !others.spectrum) && (extrema || !others.extrema) && (tokenShares || !others.tokenShares)
      && (cosines == .allPairs || others.cosines == .none || others.cosines == cosines)
  }

  /// Every combination.
  package static let combinations: [GradientExtras] = {
    let flags = [false, true]
    return CosineSelection.allCases.flatMap { cosines in
      flags.flatMap { spectrum in
        flags.flatMap { extrema in
          flags.map { shares in
            var extras = GradientExtras()
            (extras.spectrum, extras.extrema) = (spectrum, extrema)
            (extras.cosines, extras.tokenShares) = (cosines, shares)
            return extras
          }
        }
      }
    }
  }()
}
