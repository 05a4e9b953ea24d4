import GRDB
import JSON
import Studies
import Support

/// The choice of samples as a row of `shown` has it.
enum SelectionText {
  /// Positions as a JSON array.
  static func text(of positions: [Int]) -> String {
    var json = JSONWriter()
    json.array { json in for position in positions { json.value(position) } }
    return json.text
  }

  /// The positions of a choice; nil for the first so many.
  static func text(of selection: SampleSelection) -> String? {
    switch selection {
    case .first: nil
    case .random(let positions, _), .listed(let positions): text(of: positions)
    }
  }

  /// The seed of a random choice; nil for others.
  static func seed(of selection: SampleSelection) -> Int? {
    if case .random(_, let seed) = selection { seed } else { nil }
  }

  /// Reads the choice of a row with `sample_count`, `positions` and `seed`.
  ///
  /// - Throws: `StoreMismatch` when it is none.
  static func selection(_ row: Row) throws -> SampleSelection {
    let count = try row.integer(.sampleCount)
    guard let text = try row.textIfKnown(.positions) else { return .first(count) }
    guard let array = try? JSONDocument(Array(text.utf8)).root.array else {
      throw mismatch("\(Quoted.text(text)), which is no JSON array", count)
    }
    let values = array.compactMap(\.int)
    let isAscending = zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
    guard values.count == count, isAscending, values.allSatisfy(StoreLimits.samples.contains) else {
      throw mismatch(Quoted.text(text), count)
    }
    return try row.integerIfKnown(.seed).map { .random(values, seed: $0) } ?? .listed(values)
  }

  private static func mismatch(_ found: String, _ count: Int) -> StoreMismatch {
    StoreMismatch(
      place: "shown.positions",
      expected: "as many ascending positions from \(StoreLimits.samples.lowerBound) to "
        + "\(StoreLimits.samples.upperBound) as `sample_count` says, \(count),",
      found: found)
  }
}
