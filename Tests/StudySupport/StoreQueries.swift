import Foundation
import GRDB

/// Queries by hand of stores, as the program sqlite3 answers them.
package enum StoreQueries {
  /// Reads the store at `file` with the function of sqlite3 that reads a number of a record.
  package static func read<Value>(_ file: URL, _ body: (Database) throws -> Value) throws -> Value {
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      database.add(
        function: DatabaseFunction("ieee754_from_blob", argumentCount: 1, pure: true) { values in
          guard let bytes = Data.fromDatabaseValue(values[0]), bytes.count == 8 else { return nil }
          return bytes.withUnsafeBytes {
            Double(bitPattern: UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)))
          }
        })
    }
    let queue = try DatabaseQueue(path: file.path, configuration: configuration)
    defer { try? queue.close() }
    return try queue.read(body)
  }
}
