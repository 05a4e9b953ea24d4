import Foundation
import Store
import Support

/// A CSV file to which every sample adds its rows.
final class CSVTable {
  private let layout: TableLayout
  private let url: URL
  private var file: GrowingFile?

  init(_ layout: TableLayout, in folder: URL) {
    self.layout = layout
    url = folder.appending(path: layout.path)
  }

  /// Makes the file, with its header, unless it is one that is there only when a sample has a row.
  ///
  /// - Throws: `FileError.output`.
  func begin() throws { if !layout.isOptional { try open() } }

  private func open() throws {
    let file = try GrowingFile(url)
    try file.append((layout.header + "\n").utf8)
    self.file = file
  }

  /// Adds the rows of a sample of `item`, each behind `prefix`.
  ///
  /// - Throws: `StudyError`.
  func add(_ sample: StoredSample, of item: ExportItem, prefix: String) throws {
    let rows = try layout.rows(sample, item)
    if file == nil, !rows.isEmpty { try open() }
    for row in rows { try file?.append("\(prefix),\(row)\n".utf8) }
  }

  /// Puts the file in its place; nil when there is none.
  ///
  /// - Throws: `FileError.output`.
  func finish() throws -> URL? {
    try file?.finish()
    return file == nil ? nil : url
  }
}
