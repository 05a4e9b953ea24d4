import Foundation
import GRDB

/// The last page of a store's file: of one that was cut off SQLite reads the rest as zeros, which are numbers like others.
enum StorePage {
  /// - Throws: `StoreProblem.corrupt` when the file at `path` ends within a page.
  static func checkWhole(_ path: String, _ database: Database) throws {
    // While somebody writes, the last page may be on its way.
    guard StoreWatch.size(of: path + "-wal") == 0 else { return }
    let size = try Int.fetchOne(database, sql: "PRAGMA main.page_size") ?? 1
    guard StoreWatch.size(of: path).isMultiple(of: max(size, 1)) else { throw StoreProblem.corrupt }
  }

  /// Cuts the file at `path` to whole pages.
  static func cut(_ path: String) throws {
    let file = try FileHandle(forUpdating: URL(filePath: path))
    defer { try? file.close() }
    guard let size = try pageSize(file) else { return }
    let length = StoreWatch.size(of: path)
    if !length.isMultiple(of: size) { try file.truncate(atOffset: UInt64(length / size * size)) }
  }
  /// Whether the file begins as those of SQLite do and ends within its first page, without which nothing else can be read.
  static func isCutShort(_ file: URL) -> Bool {
    guard let handle = try? FileHandle(forReadingFrom: file) else { return false }
    defer { try? handle.close() }
    guard let size = try? pageSize(handle) else { return false }
    return StoreWatch.size(of: file.path) < size
  }

  /// What every file of SQLite begins with.
  private static let magic = Data("SQLite format 3\0".utf8)

  /// Bytes of a page, as the head of the file says; nil where it is none of SQLite's.
  private static func pageSize(_ file: FileHandle) throws -> Int? {
    guard let head = try file.read(upToCount: 18), head.count == 18, head.prefix(16) == magic else {
      return nil
    }
    let number = Int(head[16]) << 8 | Int(head[17])
    let size = number == 1 ? 65_536 : number
    return size >= 512 ? size : nil
  }
}
