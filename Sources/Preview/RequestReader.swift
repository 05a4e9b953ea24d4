import FlyingFox
import Foundation

/// Takes requests apart as they come in, and holds them to RFC 9112 and to bounds: whoever sends them may be anybody's program.
struct RequestReader {
  /// Bytes that a line may have: no path of a site comes near.
  static let longestLine = 8192
  /// Bytes that a request may have before its body.
  static let longestHead = 65_536

  private var bytes: [UInt8] = []

  /// Takes in what has arrived.
  mutating func append(_ more: [UInt8]) { bytes += more }

  /// The next request, without its body; nil as long as its end has not arrived.
  ///
  /// - Throws: `RequestMistake` once it can be told; there is no sense in reading on after it.
  mutating func next() throws(RequestMistake) -> HTTPRequest? {
    var lines: [Substring] = []
    var start = 0
    while let end = bytes[start...].firstIndex(of: 0x0A) {
      guard end < Self.longestHead else { throw .longHead }
      let line = try Self.line(bytes[start..<end], isFirst: lines.isEmpty)
      start = end + 1
      // Empty lines before a request are what old clients leave behind a body.
      if !line.isEmpty { lines.append(line) } else if !lines.isEmpty { return try take(start, lines) }
    }
    let rest = bytes.count - start
    guard rest <= Self.longestLine else { throw lines.isEmpty ? .longTarget : .longHead }
    guard bytes.count <= Self.longestHead else { throw .longHead }
    return nil
  }

  private mutating func take(_ count: Int, _ lines: [Substring]) throws(RequestMistake) -> HTTPRequest {
    let request = try Self.request(lines)
    bytes.removeFirst(count)
    return request
  }

  private static func line(_ bytes: ArraySlice<UInt8>, isFirst: Bool) throws(RequestMistake) -> Substring {
    guard bytes.count <= longestLine else { throw isFirst ? .longTarget : .longHead }
    let line = bytes.last == 0x0D ? bytes.dropLast() : bytes
    // What UTF-8 has no meaning for becomes a sign that no path of a site has.
    let text = String(decoding: line, as: UTF8.self)
    guard line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else { throw .malformed }
    return text[...]
  }

  private static func request(_ lines: [Substring]) throws(RequestMistake) -> HTTPRequest {
    let words = lines[0].split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, isToken(words[0]), !words[1].isEmpty, !words[1].contains("\t") else {
      throw .malformed
    }
    try checkVersion(words[2])
    let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return HTTPRequest(
      method: HTTPMethod(rawValue: String(words[0])), version: HTTPVersion(String(words[2])),
      target: .init(path: String(target[0]), query: target.count > 1 ? String(target[1]) : ""),
      headers: try headers(lines.dropFirst()), body: HTTPBodySequence())
  }

  private static func checkVersion(_ word: Substring) throws(RequestMistake) {
    let version = Array(word.utf8)
    let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
    guard version.count == 8, word.hasPrefix("HTTP/"), isDigit(version[5]), version[6] == UInt8(ascii: "."),
      isDigit(version[7])
    else { throw .malformed }
    guard version[5] == UInt8(ascii: "1") else { throw .version }
  }

  private static func headers(_ lines: ArraySlice<Substring>) throws(RequestMistake) -> HTTPHeaders {
    var headers = HTTPHeaders()
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, isToken(parts[0]) else { throw .malformed }
      let header = HTTPHeader(String(parts[0]))
      // Two hosts, or two lengths, are how one request is made to look like another.
      guard !single.contains(header) || headers[header] == nil else { throw .malformed }
      headers.addValue(parts[1].trimmingCharacters(in: .whitespaces), for: header)
    }
    return headers
  }

  private static let single: Set<HTTPHeader> = [.host, .contentLength, .transferEncoding]

  private static func isToken(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }
}

/// What is wrong with a request before it can be asked what it wants.
enum RequestMistake: Error, Equatable {
  /// It is not as RFC 9112 has it.
  case malformed
  /// Its first line is too long.
  case longTarget
  /// Its lines are too long or too many.
  case longHead
  /// It is of another HTTP than 1.
  case version

  var status: HTTPStatusCode {
    switch self {
    case .malformed: .badRequest
    case .longTarget: .uriTooLong
    case .longHead: .requestHeaderFieldsTooLarge
    case .version: .httpVersionNotSupported
    }
  }

  var text: String {
    switch self {
    case .malformed: "This is not a request as HTTP/1.1 has it.\n"
    case .longTarget: "The first line of a request may have \(RequestReader.longestLine) bytes.\n"
    case .longHead:
      "The lines of a request may have \(RequestReader.longestLine) bytes each, and \(RequestReader.longestHead) in all.\n"
    case .version: "This preview speaks HTTP/1.1.\n"
    }
  }
}
