import Foundation
import JSON
import Support

/// The downloads of a built site, each checked against the manifest.
struct SiteDownloads {
  /// Path of the manifest in a site, and what marks it as one of ours.
  private static let manifest = (path: "manifest.json", format: "strata-site-1")
  /// Bytes that a download may have: those of the largest study of the papers, ten times over.
  private static let longest = 4 << 30

  /// The study's id.
  let study: String
  /// Whether the site was built from a compact store.
  let isRounded: Bool
  private let folder: URL
  private let hashes: [String: String]

  /// Whether a site lies in `folder`.
  static func isSite(_ folder: URL) -> Bool { (try? manifest(in: folder)) != nil }

  init(in folder: URL) throws {
    let root = try Self.manifest(in: folder)
    guard let study = root["study"]?["name"]?.string else {
      throw ComparisonError.site(folder: folder.path, problem: "its manifest does not name the study")
    }
    self.folder = folder
    self.study = study
    isRounded = root["rounded"]?.bool ?? false
    let files = (root["files"]?.array.map { Array($0) } ?? []).compactMap { file in
      file["path"]?.string.flatMap { path in file["sha256"]?.string.map { (path, $0) } }
    }
    hashes = Dictionary(files) { first, _ in first }
  }

  private static func manifest(in folder: URL) throws -> JSONValue {
    let root = try JSONDocument(contentsOf: folder.appending(path: manifest.path)).root
    guard root["format"]?.string == manifest.format else {
      throw ComparisonError.site(folder: folder.path, problem: "\(manifest.path) is not that of a site")
    }
    return root
  }

  /// The rows of the table called `name`.
  func rows(of name: String) throws -> [DownloadRow] {
    let path = "data/\(name).json.gz"
    let bytes = try unpacked(path)
    guard let root = try? JSONDocument(bytes, file: path).root, let rows = root["data"]?.array,
      let names = root["columns"]?.array?.map({ $0.string ?? "" })
    else { throw problem("\(path) is not a table as this version writes them") }
    return try rows.map { row in
      guard let cells = row.array, cells.count == names.count else {
        throw problem("a row of \(path) has not as many cells as there are columns")
      }
      return DownloadRow(Array(zip(names, cells)), place: (folder.path, path))
    }
  }

  /// The rows of the curves of a model on a task.
  func curves(of model: String, on task: String) throws -> [DownloadRow] {
    let path = "data/curves/\(model)/\(task).csv.gz"
    var lines = String(decoding: try unpacked(path), as: UTF8.self).split(separator: "\n")[...]
    guard let header = lines.popFirst() else { throw problem("\(path) is not a table") }
    let names = header.split(separator: ",").map(String.init)
    return try lines.map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == names.count else { throw problem("\(path) is not a table") }
      return DownloadRow(Array(zip(names, cells)), place: (folder.path, path))
    }
  }

  /// The content of a download that is packed by gzip.
  private func unpacked(_ path: String) throws -> Data {
    let packed = try bytes(at: path)
    guard let text = try? Compression.gzip.unpack(packed) else { throw problem("\(path) cannot be unpacked") }
    return text
  }

  /// The content of a download, as it was built.
  private func bytes(at path: String) throws -> Data {
    guard let hash = hashes[path] else { throw problem("it has no \(path)") }
    let bytes: Data
    do {
      bytes = try InputFile.bytes(at: folder.appending(path: path), limit: Self.longest)
    } catch {
      throw problem("\(path) cannot be read")
    }
    guard ContentHash(of: bytes).hex == hash else { throw problem("\(path) was changed after the build") }
    return bytes
  }

  private func problem(_ words: String) -> ComparisonError { .site(folder: folder.path, problem: words) }
}

/// A row of a download.
struct DownloadRow {
  /// Columns of the table of samples that count no skipped samples.
  static let otherSampleColumns: Set = [
    "model", "task", "style", "relevance", "asked_for", "computed", "missing", "cut", "cut_unknown",
    "mean_loss", "mean_labels",
  ]

  /// What stands in a column; files of values by commas have texts alone.
  enum Cell {
    case number(Double)
    case text(String)
  }

  let cells: [String: Cell]
  private let place: (folder: String, path: String)

  init(_ fields: [(String, JSONValue)], place: (folder: String, path: String)) {
    let known = fields.compactMap { key, value in
      (value.double.map(Cell.number) ?? value.string.map(Cell.text)).map { (key, $0) }
    }
    cells = Dictionary(known) { first, _ in first }
    self.place = place
  }

  init(_ fields: [(String, Substring)], place: (folder: String, path: String)) {
    let known = fields.filter { !$0.1.isEmpty }.map { ($0.0, Cell.text(String($0.1))) }
    cells = Dictionary(known) { first, _ in first }
    self.place = place
  }

  /// The number of a column, nil where it is empty.
  func number(_ column: String) -> Double? {
    switch cells[column] {
    case .number(let number): number
    case .text(let text): Double(text)
    case nil: nil
    }
  }

  func count(_ column: String) throws -> Int {
    guard let count = number(column).flatMap({ Int(exactly: $0) }), count >= 0 else { throw lack(column) }
    return count
  }

  func text(_ column: String) throws -> String {
    guard case .text(let text) = cells[column] else { throw lack(column) }
    return text
  }

  /// What the row is of.
  func quantity(_ kind: Quantity.Kind) throws -> Quantity { Quantity(kind, try kind.fields.map(text)) }

  private func lack(_ column: String) -> ComparisonError {
    .site(folder: place.folder, problem: "a row of \(place.path) has no `\(column)`")
  }
}
