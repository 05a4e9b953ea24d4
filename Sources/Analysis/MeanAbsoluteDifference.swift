import Gradients
import Numerics
import Store
import Studies

/// MAD, the mean absolute difference: the mean of |c[i+1] − c[i]| along a curve c, which tells how unevenly gradients
/// spread over layers (arXiv 2410.23743).
package struct MeanAbsoluteDifference: Sendable, Equatable {
  /// MAD over all layers; nil for a curve of fewer than two.
  package let all: Double?
  /// MAD within the early layers; nil when they are fewer than two. As in the papers' own procedure, the step
  /// from one part to the next belongs to none of the parts.
  package let early: Double?
  /// MAD within the middle layers; nil when they are fewer than two.
  package let middle: Double?
  /// MAD within the last layers; nil when they are fewer than two.
  package let last: Double?

  /// The MAD of a curve with one value per layer.
  package init(_ curve: [Double]) {
    let parts = LayerParts(layerCount: curve.count)
    all = MeanAbsoluteDifference.mean(of: curve[...])
    early = MeanAbsoluteDifference.mean(of: curve[parts.early])
    middle = MeanAbsoluteDifference.mean(of: curve[parts.middle])
    last = MeanAbsoluteDifference.mean(of: curve[parts.last])
  }

  /// Relative MAD: MAD, of all layers and of the parts, over the mean of the whole curve, which leaves unevenness without
  /// the level. Nil for a curve whose mean is not positive.
  package static func relative(_ curve: [Double]) -> MeanAbsoluteDifference? {
    let level = curve.mean
    guard level > 0 else { return nil }
    return MeanAbsoluteDifference(curve.map { $0 / level })
  }

  /// The mean of |c[i+1] − c[i]|; nil for fewer than two values.
  static func mean(of values: some RandomAccessCollection<Double>) -> Double? {
    guard values.count > 1 else { return nil }
    var sum = 0.0
    for (value, next) in zip(values, values.dropFirst()) { sum += abs(next - value) }
    return sum / Double(values.count - 1)
  }
}

/// The early, middle and last layers of a decoder, for statistics by depth.
///
/// Depths 26, 28, 32 and 42 are divided as arXiv 2410.23743 divides them; any other depth has its first and last
/// quarter, rounded half up, and the rest in the middle. The three ranges cover all layers; a part of a very
/// shallow decoder may be empty.
package struct LayerParts: Sendable, Equatable {
  /// The layers next to the embedding.
  package let early: Range<Int>
  /// The layers between.
  package let middle: Range<Int>
  /// The layers next to the head.
  package let last: Range<Int>

  /// Divides a decoder of `layerCount` layers; a negative count is read as 0.
  package init(layerCount: Int) {
    let depth = max(layerCount, 0)
    let quarter = (depth + 2) / 4
    let (first, final) = LayerParts.published[depth] ?? (quarter, quarter)
    early = 0..<first
    middle = first..<(depth - final)
    last = (depth - final)..<depth
  }

  /// Early and last layers of the depths that the papers divide by hand.
  private static let published: [Int: (Int, Int)] = [26: (7, 6), 28: (7, 7), 32: (10, 12), 42: (12, 12)]
}

/// The 95 % intervals of the MAD of one projection's curve, over all layers and within each part of the decoder, by bootstrap
/// over its samples.
///
/// Chance adds to MAD, more so in resamples of few samples: then intervals lie above the MAD itself. Where more than
/// ``Noise/mostShare`` of it is noise no interval holds, and there is none, as for the numbers of claims.
package struct MADIntervals: Sendable, Equatable {
  private var intervals: [DepthPart: Interval] = [:]

  /// The interval of a part; nil where it has fewer than two layers, where a resample has no finite MAD, or where too much of
  /// the MAD is noise.
  package subscript(part: DepthPart) -> Interval? { intervals[part] }

  /// Draws from the finite samples of `table`; nil when they are fewer than two or there are fewer than two
  /// layers.
  package init?(_ table: SampleTable, by bootstrap: Bootstrap = .standard) {
    self.init(FiniteTable(table), by: bootstrap)
  }

  /// Draws from the samples of `table`; nil when they are fewer than two or there are fewer than two layers.
  init?(_ table: FiniteTable, by bootstrap: Bootstrap = .standard) {
    guard table.layerCount > 1, let noise = FoldedNoise.steps(of: table) else { return nil }
    let parts = DepthPart.allCases.map { (part: $0, layers: $0.layers(of: table.layerCount)) }
    let count = Double(table.count)
    var estimates = [[Double]](repeating: [], count: parts.count)
    bootstrap.forEachSum(of: SampleMatrix(table), samples: table.count) { sums in
      for (place, part) in parts.enumerated() {
        guard let estimate = MeanAbsoluteDifference.mean(of: sums[part.layers]) else { continue }
        estimates[place].append(estimate / count)
      }
      return true
    }
    for (part, estimates) in zip(parts, estimates)
    where estimates.count == bootstrap.resamples && estimates.allSatisfy(\.isFinite) {
      guard FoldedNoise(meanOf: noise[part.layers.dropLast()])?.isTooMuch == false else { continue }
      intervals[part.part] = Bootstrap.interval(of: estimates)
    }
    if intervals.isEmpty { return nil }
  }
}

// The intervals as they are kept.
extension MADIntervals {
  func encode(to writer: inout NumberWriter) {
    for part in DepthPart.allCases {
      writer.write(intervals[part]) { $1.write([$0.lower, $0.upper]) }
    }
  }

  /// Reads what ``encode(to:)`` wrote.
  init(_ reader: inout NumberReader) {
    for part in DepthPart.allCases {
      intervals[part] = reader.optional { reader in
        let ends = reader.doubles()
        return Interval(ends.first ?? 0, ends.last ?? 0)
      }
    }
  }
}
