import Foundation
import JSON
import Support
import Tokenizers

/// Turns texts into token ids, for `strata tokenize`.
package struct TokenizeJob: Sendable {
  private let tokenizer: Tokenizer
  private let addsSpecialTokens: Bool

  /// Reads a tokenizer.
  ///
  /// - Parameters:
  ///   - tokenizer: a `tokenizer.json`, or a folder that holds one.
  ///   - addsSpecialTokens: whether BOS and the like are added, as the tokenizer says.
  /// - Throws: `TokenizerError`.
  package init(tokenizer: URL, addsSpecialTokens: Bool) throws {
    let isFolder = FileKind(at: tokenizer) == .folder
    self.tokenizer = isFolder ? try Tokenizer(folder: tokenizer) : try Tokenizer(contentsOf: tokenizer)
    self.addsSpecialTokens = addsSpecialTokens
  }

  /// The ids of the text `input`, with spaces between, and a line feed.
  ///
  /// - Throws: `FileError.unreadable` when the bytes are not UTF-8, or `TokenizerError` when the text cannot be encoded.
  package func text(_ input: Data) throws -> Data {
    guard let text = String(validating: input, as: UTF8.self) else {
      throw FileError.unreadable(Self.source, .notUTF8)
    }
    let ids = try tokenizer.encode(text, addSpecialTokens: addsSpecialTokens)
    return Data((ids.map(String.init).joined(separator: " ") + "\n").utf8)
  }

  /// A line `{"ids": [...]}` for every line `{"text": ...}` of `input`, its last line feed included; empty
  /// lines give none.
  ///
  /// With offsets every line also has `"offsets": [[start, end], ...]`: the bytes of the text, in UTF-8, that each
  /// token stands for.
  ///
  /// - Throws: `StudyError.textLine` for a line that is no such object, or `TokenizerError` for a text that cannot be encoded.
  package func lines(_ input: Data, withOffsets: Bool = false) throws -> Data {
    var output = Data()
    for (number, line) in input.split(separator: lineFeed, omittingEmptySubsequences: false).enumerated()
    where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
      guard let text = try? JSONDocument(line).root["text"]?.string else {
        throw StudyError.textLine(Self.source, line: number + 1)
      }
      output.append(contentsOf: withOffsets ? try lineWithOffsets(text) : try self.line(text))
      output.append(lineFeed)
    }
    return output
  }

  private func line(_ text: String) throws -> [UInt8] {
    let ids = try tokenizer.encode(text, addSpecialTokens: addsSpecialTokens)
    var json = JSONWriter()
    json.object { json in
      json.key("ids")
      json.array { json in for id in ids { json.value(Int(id)) } }
    }
    return json.bytes
  }

  private func lineWithOffsets(_ text: String) throws -> [UInt8] {
    let tokens = try tokenizer.encodeWithOffsets(text, addSpecialTokens: addsSpecialTokens)
    var json = JSONWriter()
    json.object { json in
      json.key("ids")
      json.array { json in for token in tokens { json.value(Int(token.id)) } }
      json.key("offsets")
      json.array { json in
        for token in tokens {
          json.array { json in
            json.value(token.range.lowerBound)
            json.value(token.range.upperBound)
          }
        }
      }
    }
    return json.bytes
  }

  private static let source = "standard input"
  private let lineFeed = UInt8(ascii: "\n")
}
