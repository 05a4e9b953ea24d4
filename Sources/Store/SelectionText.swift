import GRDB
import JSON
import Studies

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

  /// Reads the choice of a row with `sample_count`, `positions` and `seed`; nil when it is none.
  static func selection(_ row: Row) throws -> SampleSelection? {
    let count = try row.decode(Int.self, forColumn: "sample_count")
    guard let text = try row.decode(String?.self, forColumn: "positions") else {
      return count >= 0 ? .first(count) : nil
    }
    let values = try JSONDocument(Array(text.utf8)).root.array.map { $0.compactMap(\.int) } ?? []
    let isAscending = zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
    guard values.count == count, isAscending, values.first ?? 0 >= 0 else { return nil }
    return try row.decode(Int?.self, forColumn: "seed").map { .random(values, seed: $0) } ?? .listed(values)
  }
}
