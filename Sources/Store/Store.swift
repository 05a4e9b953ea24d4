import Foundation
import GRDB
import Support

/// The SQLite file that holds the results of a study.
///
/// A *run* is one checkpoint under one condition with settings that change a number; a *result* is
/// unique per run and sample. Every batch of results is one transaction, so killing the process loses at
/// most the batch in flight. While it is written the file is in write-ahead mode, and `close()` leaves one
/// plain file. Two processes may write to one store: each waits for the other's transactions.
///
/// A store of an earlier version is read as it is. Opened for writing it becomes one of this version, with the same numbers.
/// Samples of computed runs that lack a statistic, since they are from before it, count as missing until they are computed
/// again.
///
/// Where there is only a packed store beside the file that is asked for, that one is read (``PackedStore``).
///
/// The view `statistic` answers questions by hand, in the program sqlite3:
///
/// ```
/// sqlite3 study.sqlite "SELECT model, style, layer, avg(nuclear_norm) FROM statistic
///   WHERE projection = 'q' AND relevance = 'correct' GROUP BY model, style, layer"
/// ```
package final class Store: Sendable {
  /// Purpose that a store is opened for.
  package enum Access: Sendable {
    /// Reading; the file must exist.
    case read
    /// Reading and writing; the file is made when it is missing.
    case write
    /// Taking over much at once: what is new is written once, and other processes wait until it is there.
    case merge
    /// Making a file that is of no use to anybody until it is closed: no change can be undone, so that nothing is written
    /// twice, and it is on the disk when it is closed.
    case build
  }

  /// The SQLite file, or the packed one that is read for it.
  package let file: URL
  /// Whether it is a ``CompactStore``, with rounded numbers and less beside them.
  package let isCompact: Bool
  private let queue: DatabaseQueue
  private let access: Access
  /// Bounds what reading and writing take.
  let watch: StoreWatch

  /// Opens the store at `file`.
  ///
  /// - Parameters:
  ///   - file: the SQLite file; its folder must exist.
  ///   - access: what it is opened for.
  ///   - patience: seconds to wait for another process that writes.
  /// - Throws: `StoreError.store`, and leaves a file that is no store as it was.
  package convenience init(at file: URL, for access: Access, patience: Double = 10) throws {
    try self.init(at: file, for: access, patience: patience, pageLimit: nil)
  }

  /// Opens a store that, with a `pageLimit`, is full at so many pages, as on a full disk.
  package init(at file: URL, for access: Access, patience: Double, pageLimit: Int?) throws {
    let file = access == .read ? PackedStore.source(of: file) : file
    self.file = file
    self.access = access
    try Self.checkPlace(file, access: access)
    if access == .read { Self.rollBack(file) }
    let unpacked = access == .read ? try PackedStore.unpack(file) : nil
    // SQLite holds on to a file that has lost its name.
    defer { if let unpacked { try? FileManager.default.removeItem(at: unpacked) } }
    let watch = StoreWatch(over: (unpacked ?? file).path)
    self.watch = watch
    (queue, isCompact) = try Self.translating(file) {
      var configuration = Configuration()
      configuration.readonly = access == .read
      configuration.busyMode = .timeout(patience)
      configuration.label = "store"
      configuration.prepareDatabase { database in
        // The configuration lives as long as the connection, and so does the watch that it holds.
        watch.attach(to: database)
        GradientRows.addFunctions(to: database)
      }
      let queue = try DatabaseQueue(path: (unpacked ?? file).path, configuration: configuration)
      try Self.prepare(queue, path: file.path, access: access, pageLimit: pageLimit)
      return (queue, try queue.read(StoreSchema.isCompact))
    }
  }

  /// Ends the use of the store; when it was opened for writing, leaves one plain file that can be copied
  /// and read from anywhere.
  package func close() throws {
    try translating {
      if access == .write {
        // Another process that has the file open keeps it in write-ahead mode, which is no harm.
        try? queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      }
      try queue.close()
    }
    if access == .build { try synchronize() }
  }

  private func synchronize() throws {
    do {
      let handle = try FileHandle(forUpdating: file)
      try handle.synchronize()
      try handle.close()
    } catch {
      throw StoreError.store(file.path, .inputOutput)
    }
  }

  /// Reads in one consistent view of the store.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try translating {
      try queue.read { database in
        watch.begin()
        return try body(database)
      }
    }
  }

  /// Writes in one transaction, which either happens or leaves nothing.
  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    precondition(access != .read, "a store opened for reading cannot be written")
    return try translating {
      try queue.write { database in
        watch.begin()
        return try body(database)
      }
    }
  }

  /// Writes in one transaction, with the store at `other` attached under that name; whatever its version, the views
  /// `their_gradient` and `their_spectrum` are as today's tables.
  func write<Value>(with other: URL, _ body: (Database) throws -> Value) throws -> Value {
    precondition(access != .read, "a store opened for reading cannot be written")
    return try translating {
      try queue.writeWithoutTransaction { database in
        watch.begin(with: other.path)
        try database.execute(sql: "ATTACH DATABASE ? AS other", arguments: [other.path])
        defer { try? database.execute(sql: "DETACH DATABASE other") }
        var value: Value?
        try database.inTransaction(.immediate) {
          try StoreSchema.makeTheirViews(database)
          value = try body(database)
          try StoreSchema.dropTheirViews(database)
          return .commit
        }
        guard let value else { preconditionFailure("a transaction that was committed has a value") }
        return value
      }
    }
  }

  private func translating<Value>(_ body: () throws -> Value) throws -> Value {
    try Self.translating(file, body)
  }

  private static func translating<Value>(_ file: URL, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreError.store(file.path, StoreProblem(error))
    } catch let error as StoreError {
      throw error
    } catch let mismatch as StoreMismatch {
      throw StoreError.store(file.path, .unlike(mismatch))
    } catch let problem as StoreProblem {
      throw StoreError.store(file.path, problem)
    } catch {
      // A value that no store of this version holds.
      throw StoreError.store(file.path, .corrupt)
    }
  }

  /// Whether a store lies at `file`. One that a process was killed in making is a file of no bytes, once it is taken back.
  package static func isThere(_ file: URL) -> Bool {
    guard FileKind(at: file) == .file else { return FileKind(at: file) != .missing }
    rollBack(file)
    return (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) != 0
  }

  /// Takes back what a process that was killed had begun to write, which a connection that only reads cannot do. Where it cannot be
  /// done, reading says why.
  private static func rollBack(_ file: URL) {
    guard FileKind(at: URL(filePath: file.path + "-journal")) == .file else { return }
    let watch = StoreWatch(over: file.path)
    var configuration = Configuration()
    configuration.prepareDatabase { watch.attach(to: $0) }
    let queue = try? DatabaseQueue(path: file.path, configuration: configuration)
    _ = try? queue?.writeWithoutTransaction {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master")
    }
    try? queue?.close()
  }

  /// SQLite would read from a pipe for ever, and calls every other fault "unable to open".
  private static func checkPlace(_ file: URL, access: Access) throws {
    switch FileKind(at: file) {
    case .file: break
    case .folder, .other: throw StoreError.store(file.path, .notAStore)
    case .missing:
      if access == .read { throw StoreError.store(file.path, .missing) }
      let folder = file.deletingLastPathComponent()
      guard FileKind(at: folder) == .folder else {
        throw StoreError.store(file.path, .refused("there is no folder \(folder.path)"))
      }
      guard FileManager.default.isWritableFile(atPath: folder.path) else {
        throw StoreError.store(file.path, .readOnly)
      }
    }
  }

  private static func prepare(
    _ queue: DatabaseQueue, path: String, access: Access, pageLimit: Int?
  ) throws {
    guard access != .read else {
      try queue.read { database in
        try StoreSchema.check(database, path: path, forWriting: false)
        try StorePage.checkWhole(queue.path, database)
      }
      return try queue.writeWithoutTransaction { try StoreSchema.adapt($0) }
    }
    try queue.writeWithoutTransaction { database in
      // Means nothing to a file that has pages already.
      try database.execute(sql: "PRAGMA page_size = \(StoreSchema.pageSize)")
      if access == .build { try database.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF") }
      if let pageLimit { try database.execute(sql: "PRAGMA max_page_count = \(pageLimit)") }
      try database.inTransaction(.immediate) {
        if try StoreSchema.isNew(database) { try StoreSchema.create(in: database) }
        try StoreSchema.check(database, path: path, forWriting: true)
        try StorePage.checkWhole(queue.path, database)
        try StoreSchema.update(database)
        return .commit
      }
      if access == .write { try database.execute(sql: "PRAGMA journal_mode = WAL") }
      // A store that another process has open stays in the mode that this one gave it.
      if access == .merge { try? database.execute(sql: "PRAGMA journal_mode = DELETE") }
    }
  }
}
