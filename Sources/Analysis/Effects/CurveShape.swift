import Numerics

/// The layout of curves of several projections in one list, and what is made of them: levels, MADs, differences.
///
/// Over projections the mean is the geometric one, so that the projection with the largest numbers does not decide alone.
/// What is undefined, such as the logarithm of a zero, is NaN.
package struct CurveShape: Sendable, Equatable {
  package let projections: Int
  package let layers: Int

  package init(projections: Int, layers: Int) { (self.projections, self.layers) = (projections, layers) }

  /// The mean over projections of the logarithm of `number`, which gets the layers of each.
  private func mean(_ curves: [Double], _ number: (ArraySlice<Double>) -> Double?) -> Double {
    var sum = 0.0
    for projection in 0..<projections {
      let value = number(curves[projection * layers..<(projection + 1) * layers]) ?? .nan
      guard value > 0 else { return .nan }
      sum += .log(value)
    }
    return sum / Double(projections)
  }

  /// The logarithm of the mean over layers.
  package func logLevel(_ curves: [Double]) -> Double { mean(curves) { $0.mean } }

  /// The geometric mean over projections of the mean over layers; 0 where one is not positive.
  func level(_ curves: [Double]) -> Double {
    let logarithm = logLevel(curves)
    return logarithm.isNaN ? 0 : .exp(logarithm)
  }

  /// The logarithm of MAD in a part of the decoder.
  package func logMAD(_ curves: [Double], in part: DepthPart) -> Double {
    let range = part.layers(of: layers)
    return mean(curves) { MeanAbsoluteDifference.mean(of: $0[Self.slice(range, of: $0)]) }
  }

  /// The logarithm of relative MAD: MAD in a part of the decoder over the mean of the whole curve.
  package func logRelativeMAD(_ curves: [Double], in part: DepthPart) -> Double {
    logMAD(curves, in: part) - logLevel(curves)
  }

  /// RD, the mean over layers and projections of |a − b| / |a|.
  package func relativeDifference(_ correct: [Double], _ irrelevant: [Double]) -> Double {
    RelativeDifference(correct: correct, irrelevant: irrelevant)?.mean ?? .nan
  }

  private static func slice(_ range: Range<Int>, of layers: ArraySlice<Double>) -> Range<Int> {
    layers.startIndex + range.lowerBound..<layers.startIndex + range.upperBound
  }
}

/// A part of the decoder of which MAD is taken.
package enum DepthPart: String, CaseIterable, Sendable, Hashable {
  case all, early, middle, last

  /// The layers of the part in a decoder of so many.
  package func layers(of count: Int) -> Range<Int> {
    let parts = LayerParts(layerCount: count)
    switch self {
    case .all: return 0..<max(count, 0)
    case .early: return parts.early
    case .middle: return parts.middle
    case .last: return parts.last
    }
  }
}
