import GRDB
import Studies
import Support

/// The tables of stores of every version, word for word, by which the tables of a file are known to be those.
///
/// A file with other ones may hold a view or a trigger that never ends in the place of a table, or a table that is not
/// strict. The view `statistic` is for people: Strata never reads it, so its words may be those of any version.
enum StoreShape {
  /// Holds the tables to those of `version`; there may be others where `allowsMore`.
  ///
  /// - Throws: `StoreMismatch` for the first thing that a store does not have, or lacks.
  static func check(_ database: Database, version: Int32, allowsMore: Bool = false) throws {
    var expected = StoreSchema.tables(ofVersion: version).mapValues(words)
    var views: Set = ["statistic"]
    let rows = try Row.fetchCursor(
      database, sql: "SELECT type, name, sql FROM main.sqlite_master ORDER BY type DESC, name")
    while let row = try rows.next() {
      let (type, name) = (text(row[0]), text(row[1]))
      switch type {
      case "table":
        if let words = expected.removeValue(forKey: name) {
          try compare(Self.words(text(row[2])), with: words, table: name, version: version)
        } else if !allowsMore {
          throw extra(type, name)
        }
      case "view" where views.remove(name) != nil: break
      case "index" where name.hasPrefix("sqlite_autoindex_") && (row[2] as DatabaseValue).isNull: break
      default: if !allowsMore { throw extra(type, name) }
      }
    }
    let tables = expected.keys.sorted().map { "the table `\($0)`" }
    let missing = allowsMore ? tables : tables + views.map { "the view `\($0)`" }
    if let first = missing.first {
      throw StoreMismatch(place: "the schema", expected: first, found: "none of that name")
    }
  }

  private static func text(_ value: DatabaseValue) -> String { String.fromDatabaseValue(value) ?? "" }

  private static func extra(_ type: String, _ name: String) -> StoreMismatch {
    StoreMismatch(
      place: "the schema", expected: "only what Strata makes",
      found: "the \(Quoted.text(type).filter { $0 != "`" }) \(Quoted.text(name))")
  }

  private static func compare(
    _ found: [String], with expected: [String], table: String, version: Int32
  ) throws {
    guard found == expected || (table == "gradient" && isFormerGradient(found, version: version)) else {
      let place = zip(found, expected).prefix { $0 == $1 }.count
      func part(_ words: [String]) -> String {
        Quoted.text(words.dropFirst(max(place - 2, 0)).prefix(5).joined(separator: " "))
      }
      throw StoreMismatch(
        place: "the schema of the table `\(table)`", expected: part(expected), found: part(found))
    }
  }

  /// Whether the words are those of the table `gradient` of version 4 or before: a column for each of the statistics that
  /// there were, in the order in which they came.
  private static func isFormerGradient(_ found: [String], version: Int32) -> Bool {
    guard version < StoreSchema.firstWithRecords else { return false }
    let parts = GradientRows.table.map(words)
    let middle = found.dropFirst(parts[0].count).dropLast(parts[1].count)
    guard found.starts(with: parts[0]), found.suffix(parts[1].count).elementsEqual(parts[1]),
      middle.count.isMultiple(of: 3)
    else { return false }
    var names = Set(Statistic.columns.map(\.name) + ["minimum", "maximum"])
    return stride(from: middle.startIndex, to: middle.endIndex, by: 3).allSatisfy { start in
      names.remove(middle[start]) != nil && middle[start + 1] == "REAL" && middle[start + 2] == ","
    }
  }

  /// The words and marks of a statement, without the white space between them.
  static func words(_ sql: String) -> [String] {
    var words: [String] = []
    var word = ""
    for scalar in sql.unicodeScalars {
      if Character(scalar).isLetter || Character(scalar).isNumber || scalar == "_" {
        word.unicodeScalars.append(scalar)
        continue
      }
      if !word.isEmpty { words.append(word) }
      word = ""
      if !scalar.properties.isWhitespace { words.append(String(scalar)) }
    }
    return word.isEmpty ? words : words + [word]
  }
}

/// Something in a file that stores of Strata do not have: the place, what was expected there, and what was found.
package struct StoreMismatch: Error, Sendable, Equatable {
  /// A column as `result.loss`, or a table by its name.
  package let place: String
  /// What a store holds there.
  package let expected: String
  /// What the file holds there.
  package let found: String

  /// Makes a mismatch.
  package init(place: String, expected: String, found: String) {
    self.place = place
    self.expected = expected
    self.found = found
  }

  /// The middle of a sentence that names the file first.
  var words: String { "in \(place), \(expected) was expected and \(found) was found" }
}
