import Foundation
import GRDB
import GRDBSQLite
import Support

/// Watches over what a connection to a store takes, so that no file makes reading endless or fills the memory.
///
/// The pages of a file may lead to each other in such a way that a table of a few kilobytes has more rows than could ever
/// be read, so the steps of SQLite in a transaction are bounded by the size of the file, and so is what is made of its rows.
final class StoreWatch: @unchecked Sendable {
  // Sendable because only the thread that the connection runs on at the time uses it.
  private let files: [String]
  private var steps = 0
  private var mostSteps = 0
  private var memory = 0
  private var mostMemory = 0

  /// Steps from one look to the next.
  private static let interval = 10_000

  /// Watches a connection to the store at `path`.
  init(over path: String) { files = [path, path + "-wal"] }

  /// Bounds the connection; it must keep the watch.
  func attach(to database: Database) {
    guard let connection = database.sqliteConnection else { return }
    sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, Int32(StoreLimits.longestValue))
    sqlite3_limit(connection, SQLITE_LIMIT_SQL_LENGTH, Int32(StoreLimits.longestStatement))
    begin()
    let look: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { watch in
      guard let watch else { return 0 }
      return Unmanaged<StoreWatch>.fromOpaque(watch).takeUnretainedValue().isSpent() ? 1 : 0
    }
    sqlite3_progress_handler(
      connection, Int32(Self.interval), look, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Begins a transaction, which may also read the store at `other`.
  func begin(with other: String? = nil) {
    let bytes = (files + (other.map { [$0, $0 + "-wal"] } ?? [])).reduce(0) { $0 + Self.size(of: $1) }
    (steps, memory) = (0, 0)
    mostSteps = StoreLimits.leastSteps + bytes * StoreLimits.stepsPerByte
    mostMemory = StoreLimits.leastMemory + bytes * StoreLimits.memoryPerByte
  }

  /// Counts `bytes` that the reader of rows keeps.
  ///
  /// - Throws: `StoreProblem.tooLarge`.
  func keep(_ bytes: Int) throws {
    memory += bytes
    guard memory <= mostMemory else { throw StoreProblem.tooLarge(limit: mostMemory) }
  }

  private func isSpent() -> Bool {
    steps += Self.interval
    return steps > mostSteps
  }

  /// Bytes of a file; 0 where there is none.
  static func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
