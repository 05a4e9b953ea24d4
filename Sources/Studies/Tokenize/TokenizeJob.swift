import Foundation
import JSON
import Tokenizers

/// Turns texts into token ids, for `strata tokenize`.
public struct TokenizeJob: Sendable {
  private let tokenizer: Tokenizer
  private let addsSpecialTokens: Bool

  /// Reads a tokenizer.
  ///
  /// - Parameters:
  ///   - tokenizer: a `tokenizer.json`, or a folder that holds one.
  ///   - addsSpecialTokens: whether BOS and the like are added, as the tokenizer says.
  /// - Throws: `TokenizerError`.
  public init(tokenizer: URL, addsSpecialTokens: Bool) throws {
    let isFolder = FileKind(at: tokenizer) == .folder
    self.tokenizer = isFolder ? try Tokenizer(folder: tokenizer) : try Tokenizer(contentsOf: tokenizer)
    self.addsSpecialTokens = addsSpecialTokens
  }

  /// The ids of the text `input`, with spaces between, and a line feed.
  ///
  /// - Throws: `StudyError.unreadable` when the bytes are not UTF-8.
  public func text(_ input: Data) throws -> Data {
    guard let text = String(validating: input, as: UTF8.self) else {
      throw StudyError.unreadable(Self.source, .notUTF8)
    }
    let ids = tokenizer.encode(text, addSpecialTokens: addsSpecialTokens)
    return Data((ids.map(String.init).joined(separator: " ") + "\n").utf8)
  }

  /// A line `{"ids": [...]}` for every line `{"text": ...}` of `input`, its last line feed included; empty
  /// lines give none.
  ///
  /// - Throws: `StudyError.textLine` for a line that is no such object.
  public func lines(_ input: Data) throws -> Data {
    var output = Data()
    for (number, line) in input.split(separator: lineFeed, omittingEmptySubsequences: false).enumerated()
    where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
      guard let text = try? JSONDocument(line).root["text"]?.string else {
        throw StudyError.textLine(Self.source, line: number + 1)
      }
      var json = JSONWriter()
      let ids = tokenizer.encode(text, addSpecialTokens: addsSpecialTokens)
      json.object { json in
        json.key("ids")
        json.array { json in for id in ids { json.value(Int(id)) } }
      }
      output.append(contentsOf: json.bytes)
      output.append(lineFeed)
    }
    return output
  }

  private static let source = "standard input"
  private let lineFeed = UInt8(ascii: "\n")
}
