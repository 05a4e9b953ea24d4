import Foundation

/// Finds the line on which an element of a JSON array begins, for messages.
enum RecordLocator {
  /// Line, from 1, of element `index` of the array that `json` holds; nil when it has no such element.
  /// `json` must be valid JSON.
  static func line(ofElement index: Int, in json: some Sequence<UInt8>) -> Int? {
    var scan = Scan()
    for byte in json {
      scan.take(byte)
      if scan.started > index { return scan.line }
    }
    return nil
  }

  private struct Scan {
    var line = 1
    /// Elements of the outer array that have begun.
    var started = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var expectsElement = false

    mutating func take(_ byte: UInt8) {
      if byte == UInt8(ascii: "\n") { line += 1 }
      if isInString {
        takeInString(byte)
      } else if byte > 0x20 {
        takeToken(byte)
      }
    }

    private mutating func takeInString(_ byte: UInt8) {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
    }

    private mutating func takeToken(_ byte: UInt8) {
      let closes = byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
      if depth == 1, expectsElement, !closes {
        started += 1
        expectsElement = false
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        if depth == 1 { expectsElement = true }
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: ",") where depth == 1: expectsElement = true
      default: break
      }
    }
  }
}
