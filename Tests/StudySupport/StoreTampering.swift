import Foundation
import GRDB

/// Changes of a store that no program could make through the checks of its tables.
package enum StoreTampering {
  /// Executes `sql` in the store at `file` as if none of its tables were strict or refused NULL; their words stay.
  package static func execute(_ sql: String, in file: URL) throws {
    let words = try tables(of: file)
    try change(file, "UPDATE sqlite_master SET sql = \(relaxed) WHERE type = 'table'")
    try change(file, "PRAGMA writable_schema = OFF; \(sql)")
    let queue = try open(file)
    try queue.writeWithoutTransaction { database in
      for (name, text) in words {
        try database.execute(sql: "UPDATE sqlite_master SET sql = ? WHERE name = ?", arguments: [text, name])
      }
    }
    try queue.close()
  }

  private static let relaxed = [
    "') STRICT, WITHOUT ROWID', ') WITHOUT ROWID'", "') STRICT', ')'", "' NOT NULL', ''",
  ].reduce("sql") { "replace(\($0), \($1))" }

  private static func tables(of file: URL) throws -> [(String, String)] {
    let queue = try open(file)
    defer { try? queue.close() }
    return try queue.read { database in
      try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        .map { ($0[0], $0[1]) }
    }
  }

  private static func change(_ file: URL, _ sql: String) throws {
    let queue = try open(file)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  private static func open(_ file: URL) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA writable_schema = ON") }
    return try DatabaseQueue(path: file.path, configuration: configuration)
  }
}

/// The pages of a store, to be changed byte by byte.
package struct StorePages {
  package var bytes: Data
  package let size: Int

  package init(of file: URL) throws {
    bytes = try Data(contentsOf: file)
    let size = Int(bytes[16]) << 8 | Int(bytes[17])
    self.size = size == 1 ? 65_536 : size
  }

  /// Pages of the file.
  package var count: Int { bytes.count / size }

  /// The content of the page with that number, from 1.
  package subscript(number: Int) -> Data {
    get { Data(bytes[(number - 1) * size..<number * size]) }
    set { bytes.replaceSubrange((number - 1) * size..<number * size, with: newValue) }
  }

  /// Adds a page behind the others.
  ///
  /// - Returns: its number.
  package mutating func append(_ page: Data) -> Int {
    bytes.append(page)
    let number = count
    withUnsafeBytes(of: UInt32(number).bigEndian) { bytes.replaceSubrange(28..<32, with: $0) }
    return number
  }

  /// A page inside of an index whose children are all the page `child`, with the first key of the page `leaf` between them.
  package func branch(to child: Int, keysOf leaf: Data) -> Data {
    let start = Int(leaf[8]) << 8 | Int(leaf[9])
    // The length of a key, which is less than 128, and the key.
    let cell = leaf[start..<start + 1 + Int(leaf[start])]
    let link = withUnsafeBytes(of: UInt32(child).bigEndian) { Data($0) }
    let cellCount = (size - 12) / (cell.count + 4 + 2)
    var page = Data(count: size)
    func put(_ number: Int, at place: Int) {
      page[place] = UInt8(number >> 8)
      page[place + 1] = UInt8(number & 255)
    }
    page[0] = 2
    put(cellCount, at: 3)
    put(size - cellCount * (cell.count + 4), at: 5)
    page.replaceSubrange(8..<12, with: link)
    for index in 0..<cellCount {
      let place = size - (index + 1) * (cell.count + 4)
      page.replaceSubrange(place..<place + 4, with: link)
      page.replaceSubrange(place + 4..<place + 4 + cell.count, with: cell)
      put(place, at: 12 + 2 * index)
    }
    return page
  }
}
