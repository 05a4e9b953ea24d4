import Foundation
import Gradients
import Studies

/// Layers and projections of a run: which gradients each of its samples has, and in what order.
struct GradientLayout: Sendable {
  let layerCount: Int
  /// The projections, in the order of the forward pass.
  let projections: [Projection]

  /// Gradients of a sample.
  var count: Int { layerCount * projections.count }

  /// The position of a gradient, row-major in `[layers × projections]`; nil for one that the run does not have.
  func position(layer: Int, projection: Projection) -> Int? {
    guard (0..<layerCount).contains(layer), let place = projections.firstIndex(of: projection) else {
      return nil
    }
    return layer * projections.count + place
  }

  /// The projections that a store names in `words`; nil where one is unknown or stands twice.
  static func projections(_ words: String) -> [Projection]? {
    let projections = words.split(separator: " ").compactMap { Projection(rawValue: String($0)) }
    return Set(projections).count == words.split(separator: " ").count ? projections : nil
  }

  /// The layer and projection at a position from 0 to `count - 1`.
  func place(at position: Int) -> (layer: Int, projection: Projection) {
    (position / projections.count, projections[position % projections.count])
  }
}

/// The numbers of all gradients of a sample as they lie in a store: the bits of `Double`, big end first, as the function
/// `ieee754_from_blob` of the program sqlite3 reads them.
///
/// Statistics are `[statistics × layers × projections]`, row-major, in the order of ``Studies/Statistic/columns``; extrema are the
/// smallest elements of all gradients, then the largest. What is not known is NaN. A record ends with the last statistic of
/// which anything is known, so that one from before a statistic is shorter.
enum GradientRecord {
  /// Bytes of a number.
  static let width = MemoryLayout<UInt64>.size

  /// Packs the summaries of all gradients of a sample; those that are not among them are not known.
  static func statistics(of gradients: [ProjectionGradient], _ layout: GradientLayout) -> Data {
    var summaries = [SpectrumSummary](repeating: .unknown, count: layout.count)
    for gradient in gradients {
      guard let position = layout.position(layer: gradient.layer, projection: gradient.projection) else {
        continue
      }
      summaries[position] = gradient.summary
    }
    let known = Statistic.columns.lastIndex { column in
      summaries.contains { !column.value(in: $0).isNaN }
    }
    let columns = Statistic.columns.prefix(known.map { $0 + 1 } ?? 0)
    return data(count: columns.count * layout.count) { numbers in
      for (row, column) in columns.enumerated() {
        for position in summaries.indices {
          put(column.value(in: summaries[position]), into: numbers, row * layout.count + position)
        }
      }
    }
  }

  /// Packs the extrema of all gradients of a sample; nil where none are known.
  static func extrema(of gradients: [ProjectionGradient], _ layout: GradientLayout) -> Data? {
    guard gradients.contains(where: { $0.extrema != nil }) else { return nil }
    return data(count: 2 * layout.count) { numbers in
      for gradient in gradients {
        guard let range = gradient.extrema,
          let position = layout.position(layer: gradient.layer, projection: gradient.projection)
        else { continue }
        put(range.lowerBound, into: numbers, position)
        put(range.upperBound, into: numbers, layout.count + position)
      }
    }
  }

  /// The summaries `[layers × projections]` in a record.
  ///
  /// - Returns: nil when the record is not of whole statistics of so many gradients.
  static func summaries(in record: Data, _ layout: GradientLayout) -> [SpectrumSummary]? {
    guard let known = statisticCount(of: record, layout) else { return nil }
    var summaries = [SpectrumSummary](repeating: .unknown, count: layout.count)
    record.withUnsafeBytes { bytes in
      for (row, column) in Statistic.columns.prefix(known).enumerated() {
        for position in summaries.indices {
          column.set(number(bytes, row * layout.count + position), in: &summaries[position])
        }
      }
    }
    return summaries
  }

  /// The extrema of every gradient in a record, where they are known.
  ///
  /// - Returns: nil when the record is not of two numbers a gradient.
  static func extrema(in record: Data, _ layout: GradientLayout) -> [ClosedRange<Double>?]? {
    guard record.count == 2 * layout.count * width else { return nil }
    return record.withUnsafeBytes { bytes in
      (0..<layout.count).map { position in
        let (least, most) = (number(bytes, position), number(bytes, layout.count + position))
        return least <= most ? least...most : nil
      }
    }
  }

  /// The mismatch of a record in `column` of another length than its run has gradients.
  static func mismatch(_ column: StoreColumn, _ record: Data, _ layout: GradientLayout) -> StoreMismatch {
    let row = layout.count * width
    let lengths =
      column.name == "extrema"
      ? "\(2 * row) bytes" : "a multiple of \(row) bytes up to \(row * Statistic.columns.count)"
    return StoreMismatch(
      place: "\(column.table).\(column.name)",
      expected:
        "\(lengths), for \(layout.layerCount) layers of \(layout.projections.count) projections,",
      found: "a record of \(record.count) bytes")
  }

  /// The statistics of a record, and behind them those that only a longer record of the same sample holds.
  static func completed(_ record: Data, by longer: Data) -> Data { record + longer.dropFirst(record.count) }

  /// Whether two records of statistics hold different numbers for one of a sample. A number that only one of them knows is
  /// no difference, nor is the sign of zero.
  static func contradict(_ record: Data, _ other: Data) -> Bool {
    record.withUnsafeBytes { bytes in
      other.withUnsafeBytes { others in
        (0..<min(bytes.count, others.count) / width).contains {
          let (ours, theirs) = (number(bytes, $0), number(others, $0))
          return ours < theirs || ours > theirs
        }
      }
    }
  }

  /// Statistics that a record holds, from the first.
  private static func statisticCount(of record: Data, _ layout: GradientLayout) -> Int? {
    let row = layout.count * width
    guard row > 0 else { return record.isEmpty ? 0 : nil }
    let (count, rest) = record.count.quotientAndRemainder(dividingBy: row)
    return rest == 0 && count <= Statistic.columns.count ? count : nil
  }

  private static func number(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Double {
    let bits = bytes.loadUnaligned(fromByteOffset: index * width, as: UInt64.self)
    return Double(bitPattern: UInt64(bigEndian: bits))
  }

  private static func put(_ number: Double, into numbers: UnsafeMutableBufferPointer<UInt64>, _ index: Int) {
    numbers[index] = number.bitPattern.bigEndian
  }

  /// A record of `count` numbers, which are not known unless `body` puts them.
  private static func data(count: Int, _ body: (UnsafeMutableBufferPointer<UInt64>) -> Void) -> Data {
    let numbers = [UInt64](unsafeUninitializedCapacity: count) { numbers, initialized in
      numbers.initialize(repeating: Double.nan.bitPattern.bigEndian)
      body(numbers)
      initialized = count
    }
    return numbers.withUnsafeBytes { Data($0) }
  }
}
