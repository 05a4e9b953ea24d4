import Foundation
import GRDB
import Support

/// A damaged store on a connection of its own: once a transaction has met a damaged page, SQLite writes nothing more in it.
struct RescueSource {
  let queue: DatabaseQueue
  let isCompact: Bool

  /// Opens the store at `file`, which is a copy that may be written to. A file that was cut off is opened, too.
  ///
  /// - Throws: `StoreProblem`, `StoreMismatch` or `DatabaseError` when the file is no store, or nothing of it can be read.
  init(at file: URL) throws {
    let watch = StoreWatch(over: file.path)
    var configuration = Configuration()
    configuration.label = "damaged store"
    configuration.prepareDatabase { database in
      watch.attach(to: database)
      GradientRows.addFunctions(to: database)
      try database.execute(sql: "PRAGMA writable_schema = ON")
    }
    queue = try DatabaseQueue(path: file.path, configuration: configuration)
    isCompact = try queue.writeWithoutTransaction { database in
      let isCompact = try StoreSchema.isCompact(database)
      guard try isCompact || StoreSchema.isStore(database) else { throw StoreProblem.notAStore }
      let version = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      guard StoreSchema.versions.contains(version) else {
        throw StoreProblem.otherVersion(found: Int(version), expected: Int(StoreSchema.version))
      }
      // Only tables of the words of Strata's are asked: another one, or a view in its place, may have no end.
      try StoreShape.check(database, version: version, allowsMore: true)
      try StoreSchema.adapt(database)
      return isCompact
    }
  }

  /// The rows that can be read, up to the first that cannot.
  func rows(_ sql: String, _ database: Database) throws -> [Row] {
    var found: [Row] = []
    do {
      let rows = try Row.fetchCursor(database, sql: sql)
      while let row = try rows.next(), found.count < StoreLimits.mostRuns { found.append(row.copy()) }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      return found
    }
    return found
  }

  /// The numbers in the column `key` of a table, up to the first that cannot be read.
  func numbers(of table: String, _ key: String, _ database: Database) throws -> [Int64] {
    try rows("SELECT \(key) FROM \(table) ORDER BY \(key)", database)
      .compactMap { Int64.fromDatabaseValue($0[0]) }
  }

  /// Bytes that a row of `result` takes at least.
  private static let leastRow = 16
  /// Numbers that are tried, however small the file: samples may have been deleted from it.
  private static let mostNumbers: Int64 = 10_000_000

  /// The numbers under which samples may be found. Strata counts them from 1 on without gaps, so all up to the last are tried;
  /// where that one cannot be read, up to the last that has gradients, or else all that the file has room for.
  func sampleNumbers(_ database: Database, bytes: Int) throws -> ClosedRange<Int64> {
    let most = Int64(bytes / Self.leastRow + 1)
    let last =
      try number("SELECT max(id) FROM result", database)
      ?? number("SELECT max(result) FROM gradient", database) ?? most
    guard last <= max(most, Self.mostNumbers) else {
      throw StoreColumn("result", "id", .integer(1...Int(max(most, Self.mostNumbers)))).mismatch("\(last)")
    }
    return 1...max(1, last)
  }

  /// The number that `sql` finds; nil where it cannot be read.
  private func number(_ sql: String, _ database: Database) throws -> Int64? {
    do {
      return try Int64.fetchOne(database, sql: sql) ?? 1
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      return nil
    }
  }
}
