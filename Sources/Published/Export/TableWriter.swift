import Foundation
import Store
import Support

/// Writes the results of all models and conditions as CSV tables.
final class TableWriter: ExportWriting {
  private let tables: [CSVTable]
  private var current: (item: ExportItem, prefix: String)?

  /// - Throws: `FileError.output`: what cannot be written is told before anything is read.
  init(_ layouts: [TableLayout], folder: URL) throws {
    tables = layouts.map { CSVTable($0, in: folder) }
    for table in tables { try table.begin() }
  }

  func begin(_ item: ExportItem) {
    let condition = item.condition
    let words = [
      item.model.name, item.model.stage.rawValue, item.task.name, item.task.kind.rawValue,
      condition.style.rawValue, condition.relevance.rawValue,
    ]
    current = (item, CSV.row(words))
  }

  func add(_ sample: StoredSample) throws {
    guard let current else { preconditionFailure("a sample before its item") }
    let prefix = "\(current.prefix),\(sample.key.index)"
    for table in tables { try table.add(sample, of: current.item, prefix: prefix) }
  }

  func end() { current = nil }

  func finish() throws -> [URL] { try tables.compactMap { try $0.finish() } }
}
