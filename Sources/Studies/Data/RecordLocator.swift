/// Finds the line on which an element of a list in a JSON text begins, for messages.
enum RecordLocator {
  /// Finds the line of one element.
  ///
  /// - Parameters:
  ///   - index: position of the element, from 0.
  ///   - key: the key of the list in the one object that `json` is; nil where `json` is the list.
  ///   - json: valid JSON.
  /// - Returns: its line, from 1; nil when the list has no such element.
  static func line(ofElement index: Int, of key: String?, in json: some Sequence<UInt8>) -> Int? {
    var scan = Scan(key: key)
    for byte in json {
      scan.take(byte)
      if scan.started > index { return scan.line }
    }
    return nil
  }

  /// The state of a scan of the text, byte by byte.
  private struct Scan {
    var line = 1
    /// Elements of the list that have begun.
    var started = 0
    private let key: [UInt8]?
    /// Lists and objects around the elements.
    private let listDepth: Int
    /// The string read last.
    private var string: [UInt8] = []
    private var depth = 0
    private var isInList = false
    private var isInString = false
    private var isEscaped = false
    private var expectsElement = false

    init(key: String?) {
      self.key = key.map { Array($0.utf8) }
      listDepth = key == nil ? 1 : 2
    }

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
      if isInString, depth < listDepth { string.append(byte) }
    }

    private mutating func takeToken(_ byte: UInt8) {
      let closes = byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
      if isInList, depth == listDepth, expectsElement, !closes {
        started += 1
        expectsElement = false
      }
      switch byte {
      case UInt8(ascii: "\""):
        isInString = true
        if depth < listDepth { string.removeAll() }
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        if depth == listDepth {
          isInList = byte == UInt8(ascii: "[") && (key.map { $0 == string } ?? true)
          expectsElement = isInList
        }
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: ",") where depth == listDepth: expectsElement = true
      default: break
      }
    }
  }
}
