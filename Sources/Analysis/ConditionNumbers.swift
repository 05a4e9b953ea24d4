import Gradients
import Store
import Studies

/// Everything that is reduced from the samples of one condition, and nothing that says whose they are: a function of the
/// samples alone, so it can be kept under their fingerprint.
struct ConditionNumbers: Sendable, Equatable {
  /// Decoder layers of the model.
  let layerCount: Int
  /// The projections that were computed, in the order of the forward pass.
  let projections: [Projection]
  /// The computed samples in the order of their position.
  let samples: [SampleSize]
  /// The curve of each statistic, for each projection; nil where no sample is finite.
  private(set) var curves: [Statistic: [Curve?]] = [:]
  /// The levels of each statistic.
  private(set) var levels: [Statistic: SampleLevels] = [:]
  /// The intervals of the MAD of each statistic of ``resampled``, for each projection; nil where there are none.
  private(set) var madIntervals: [Statistic: [MADIntervals?]] = [:]

  /// The statistics whose MAD has intervals: those by which the papers compare.
  static let resampled: [Statistic] = [.nuclearNorm, .nuclearNormPerLoss]

  /// Reduces `results`, which hold `projections`.
  init(_ results: ConditionResults, projections: [Projection]) {
    self.init(
      layerCount: results.layerCount, projections: projections,
      samples: results.samples.map { SampleSize(index: $0.index, labelCount: $0.labelCount, loss: $0.loss) })
    var known: [Int] = []
    for statistic in Statistic.allCases {
      let tables = projections.compactMap { projection in
        results.table(statistic, of: projection).map { FiniteTable($0).sharing(&known) }
      }
      levels[statistic] = SampleLevels(tables)
      curves[statistic] = tables.map { Curve($0) }
      if Self.resampled.contains(statistic) { madIntervals[statistic] = tables.map { MADIntervals($0) } }
    }
  }

  private init(layerCount: Int, projections: [Projection], samples: [SampleSize]) {
    self.layerCount = layerCount
    self.projections = projections
    self.samples = samples
  }

  /// Mean loss over the computed samples, in nats; nil when there is none.
  var meanLoss: Double? { Self.mean(samples.map(\.loss)) }
  /// Mean number of labelled tokens over the computed samples; nil when there is none.
  var meanLabelCount: Double? { Self.mean(samples.compactMap { $0.labelCount.map(Double.init) }) }

  private static func mean(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.mean }
}

// The numbers as they are kept.
extension ConditionNumbers {
  /// Names of what is kept in their order: what they change makes another version of ``encoded()``.
  static var layout: String {
    let parts = DepthPart.allCases.map(\.rawValue)
    return "samples, MAD by noise "
      + ((Statistic.allCases + resampled).map(\.rawValue) + parts + ["\(Bootstrap.standard.resamples)"])
      .joined(separator: " ")
  }

  /// Stands for a number of tokens that is not known.
  private static let unknownCount = -1

  /// The numbers as bytes, from which ``init(_:)`` makes the same, bit for bit.
  func encoded() -> [UInt8] {
    var writer = NumberWriter()
    writer.write(layerCount)
    writer.write(projections.map { Projection.allCases.firstIndex(of: $0) ?? 0 })
    writer.write(samples.map(\.index))
    writer.write(samples.map { $0.labelCount ?? Self.unknownCount })
    writer.write(samples.map(\.loss))
    for statistic in Statistic.allCases {
      (curves[statistic] ?? []).forEach { curve in writer.write(curve) { $0.encode(to: &$1) } }
      (levels[statistic] ?? SampleLevels([FiniteTable]())).encode(to: &writer)
    }
    for statistic in Self.resampled {
      (madIntervals[statistic] ?? []).forEach { known in writer.write(known) { $0.encode(to: &$1) } }
    }
    return writer.bytes
  }

  /// Reads what ``encoded()`` wrote; nil when it is anything else.
  init?(_ bytes: [UInt8]) {
    var reader = NumberReader(bytes)
    let layerCount = reader.int()
    let places = reader.ints()
    guard places.allSatisfy(Projection.allCases.indices.contains) else { return nil }
    let (indices, counts, losses) = (reader.ints(), reader.ints(), reader.doubles())
    guard counts.count == indices.count, losses.count == indices.count else { return nil }
    self.init(
      layerCount: layerCount, projections: places.map { Projection.allCases[$0] },
      samples: indices.indices.map { place in
        let count = counts[place] == Self.unknownCount ? nil : counts[place]
        return SampleSize(index: indices[place], labelCount: count, loss: losses[place])
      })
    for statistic in Statistic.allCases {
      curves[statistic] = projections.map { _ in reader.optional { Curve(&$0) } }
      levels[statistic] = SampleLevels(&reader)
    }
    for statistic in Self.resampled {
      madIntervals[statistic] = projections.map { _ in reader.optional { MADIntervals(&$0) } }
    }
    guard reader.isAtEnd else { return nil }
  }
}
