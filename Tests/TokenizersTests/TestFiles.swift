import Foundation
import JSON
import Testing
import Tokenizers

/// The files of `Fixtures/`.
enum Fixtures {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  /// The package's own folder.
  static let root = folder.appending(path: "../../..").standardizedFileURL

  /// The lines of a file of fixtures.
  static func rows(_ name: String) throws -> [JSONValue] {
    try SharedFiles.rows(folder.appending(path: name))
  }

  /// All small tokenizers: `name`, `tokenizer` and `cases`.
  static func smallTokenizers() throws -> [JSONValue] { try rows("tokenizers.jsonl") }

  /// A small tokenizer and its cases: text, ids, ids without special tokens.
  static func smallTokenizer(_ name: String) throws -> (Tokenizer, [JSONValue]) {
    let row = try #require(try smallTokenizers().first { $0["name"]?.string == name })
    let folder = TemporaryFolder()
    let file = try folder.write(try #require(row["tokenizer"]?.string), to: "tokenizer.json")
    return (try Tokenizer(contentsOf: file), Array(try #require(row["cases"]?.array)))
  }
}

/// The tokenizers and reference models that lie beside the project in `../shared`, where they are given.
enum SharedFiles {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared").standardizedFileURL

  static let tokenizers = root.appending(path: "tokenizers")
  static let models = root.appending(path: "reference/models")

  /// Whether `../shared/tokenizers` is there.
  static let hasTokenizers = exists(tokenizers)
  /// Whether `../shared/reference/models` is there.
  static let hasModels = exists(models)

  static func exists(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }

  /// The names of the folders in a folder, sorted.
  static func folders(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.contains(".") }.sorted()
  }

  /// The lines of a JSONL file.
  static func rows(_ file: URL) throws -> [JSONValue] {
    try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map { try JSONDocument($0).root }
  }

  /// The tokenizer of a folder of `../shared/tokenizers`, unpacked first if it is packed.
  static func tokenizer(_ name: String) throws -> Tokenizer {
    let plain = tokenizers.appending(path: name).appending(path: "tokenizer.json")
    let packed = plain.appendingPathExtension("gz")
    guard exists(packed) else { return try Tokenizer(contentsOf: plain) }
    let copy = TemporaryFolder()
    let file = copy.url.appending(path: "tokenizer.json")
    try Data().write(to: file)
    let unpack = Process()
    unpack.executableURL = URL(filePath: "/usr/bin/env")
    unpack.arguments = ["gunzip", "-c", packed.path]
    unpack.standardOutput = try FileHandle(forWritingTo: file)
    try unpack.run()
    unpack.waitUntilExit()
    return try Tokenizer(contentsOf: file)
  }
}

/// A folder that is removed with its owner.
final class TemporaryFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: "strata-tokenizers-\(UUID().uuidString)")

  init() {
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Writes a file and returns its URL.
  func write(_ text: String, to name: String) throws -> URL {
    let file = url.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file
  }
}

extension JSONValue {
  /// The ids in an array.
  var ids: [Int32] { array?.compactMap { $0.int.map(Int32.init) } ?? [] }
}
