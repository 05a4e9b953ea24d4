import Foundation

/// One decoder of a `tokenizer.json`: a rewriting of the tokens on their way back to text.
enum DecodingStep: Sendable, Equatable {
  /// Joins tokens of the byte-level alphabet and reads the bytes they stand for.
  case byteLevel
  /// Puts bytes in place of others in each token.
  case replace([UInt8], with: [UInt8])
  /// Reads tokens such as `<0x0A>`, in a row, as the bytes they name.
  case byteFallback
  /// Joins all tokens.
  case fuse
  /// Takes away up to so many of a character at the start and at the end of each token.
  case strip([UInt8], start: Int, stop: Int)
  /// Puts a space in place of the replacement, and nothing for one that starts the text if `dropsFirst`.
  case metaspace([UInt8], dropsFirst: Bool)

  /// The tokens after this step.
  func apply(to tokens: [[UInt8]]) -> [[UInt8]] {
    switch self {
    case .byteLevel:
      return [tokens.flatMap { ByteAlphabet.bytes(of: $0) ?? $0 }]
    case .replace(let pattern, let replacement):
      return tokens.map { Self.replace(pattern, with: replacement, in: $0) }
    case .byteFallback: return Self.joinBytes(tokens)
    case .fuse: return [Array(tokens.joined())]
    case .strip(let character, let start, let stop):
      return tokens.map { Self.strip(character, start: start, stop: stop, of: $0) }
    case .metaspace(let replacement, let dropsFirst):
      return tokens.enumerated().map { place, token in
        let rest = place == 0 && dropsFirst && token.starts(with: replacement) ? replacement.count : 0
        return Self.replace(replacement, with: [UInt8(ascii: " ")], in: Array(token.dropFirst(rest)))
      }
    }
  }

  private static func replace(_ pattern: [UInt8], with replacement: [UInt8], in token: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var done = 0
    for place in ByteSearch.occurrences(of: pattern, in: token, token.indices) {
      result += token[done..<place] + replacement
      done = place + pattern.count
    }
    return result + token[done...]
  }

  private static func strip(_ character: [UInt8], start: Int, stop: Int, of token: [UInt8]) -> [UInt8] {
    var rest = token[...]
    for _ in 0..<start where !character.isEmpty && rest.starts(with: character) {
      rest = rest.dropFirst(character.count)
    }
    for _ in 0..<stop where !character.isEmpty && rest.suffix(character.count).elementsEqual(character) {
      rest = rest.dropLast(character.count)
    }
    return Array(rest)
  }

  /// A run of byte tokens becomes the text it is in UTF-8, or U+FFFD for each if it is none.
  private static func joinBytes(_ tokens: [[UInt8]]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var run: [UInt8] = []
    func finish() {
      if String(bytes: run, encoding: .utf8) != nil {
        if !run.isEmpty { result.append(run) }
      } else {
        result.append(contentsOf: repeatElement(Array("\u{FFFD}".utf8), count: run.count))
      }
      run = []
    }
    for token in tokens {
      if let byte = ByteToken.byte(of: token) {
        run.append(byte)
      } else {
        finish()
        result.append(token)
      }
    }
    finish()
    return result
  }
}

/// Reads the `decoder` of a `tokenizer.json`.
///
/// Ids do not depend on it, so an unknown one is no error: tokens are then joined with spaces.
enum DecoderReader {
  /// The steps of a decoder, or nil if it is absent or one of its steps is unknown.
  static func steps(_ component: FileValue) throws -> [DecodingStep]? {
    guard !component.isAbsent else { return nil }
    switch try component["type"].string() {
    case "ByteLevel": return [.byteLevel]
    case "ByteFallback": return [.byteFallback]
    case "Fuse": return [.fuse]
    case "Replace":
      let (pattern, content) = try NormalizerReader.replacement(component)
      return [.replace(pattern, with: content)]
    case "Strip":
      return [
        .strip(
          try component["content"].text(), start: try component["start"].count(),
          stop: try component["stop"].count())
      ]
    case "Metaspace":
      let scheme = component["prepend_scheme"]
      let keepsFirst =
        scheme.isAbsent
        ? try !component["add_prefix_space"].bool(default: true) : try scheme.string() == "never"
      return [.metaspace(try component["replacement"].text(), dropsFirst: !keepsFirst)]
    case "Sequence":
      var steps: [DecodingStep] = []
      for element in try component["decoders"].elements() {
        guard let more = try self.steps(element) else { return nil }
        steps += more
      }
      return steps
    default: return nil
    }
  }
}
