import Foundation
import Gradients

/// A CSV file to which every sample adds its rows.
final class CSVTable {
  /// Whether there is no file when no sample has a row.
  let isOptional: Bool
  private let url: URL
  private let header: String
  private let rows: (SampleGradients) -> [String]
  private var file: GrowingFile?

  init(
    _ url: URL, header: String, isOptional: Bool = false, rows: @escaping (SampleGradients) -> [String]
  ) {
    self.url = url
    self.header = header
    self.isOptional = isOptional
    self.rows = rows
  }

  /// Makes the file, with its header.
  ///
  /// - Throws: `StudyError.output`.
  func open() throws {
    let file = try GrowingFile(url)
    try file.append((header + "\n").utf8)
    self.file = file
  }

  /// Adds the rows of a sample, each behind `prefix`.
  ///
  /// - Throws: `StudyError.output`.
  func add(_ sample: SampleGradients, prefix: String) throws {
    let rows = rows(sample)
    if file == nil, !rows.isEmpty { try open() }
    for row in rows { try file?.append("\(prefix),\(row)\n".utf8) }
  }

  /// Puts the file in its place; nil when there is none.
  ///
  /// - Throws: `StudyError.output`.
  func finish() throws -> URL? {
    try file?.finish()
    return file == nil ? nil : url
  }

  /// A number as it stands in a table.
  static func text(_ number: Double?) -> String {
    guard let number, !number.isNaN else { return "" }
    guard number.isFinite else { return number < 0 ? "-Infinity" : "Infinity" }
    return number.description
  }
}
