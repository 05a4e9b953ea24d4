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
