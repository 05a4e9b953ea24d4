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
    guard let head = try file.read(upToCount: 18), head.count == 18 else { return }
    let number = Int(head[16]) << 8 | Int(head[17])
    let size = number == 1 ? 65_536 : number
    guard size >= 512 else { return }
    let length = StoreWatch.size(of: path)
    if !length.isMultiple(of: size) { try file.truncate(atOffset: UInt64(length / size * size)) }
  }
}
