import Foundation
import JSON
import Support

/// Reads the records of a data file: a JSON array of objects, or one object a line (JSON Lines).
///
/// Every record has the strings `instruction` and `output`, and may have the string `input`; the values of
/// other keys are not looked at. No key may stand twice in a record: other programs take the last one, or the first.
package enum DataFile {
  /// The records in the order of the file; never empty.
  ///
  /// - Throws: `FileError.unreadable`, `.notJSON`, `.noRecords` or `.record`.
  package static func records(at file: URL) throws -> [SampleRecord] {
    let bytes = try InputFile.bytes(at: file, options: .mappedIfSafe)
    do {
      let records = try isArray(bytes) ? array(bytes, file: file) : lines(bytes, file: file)
      guard !records.isEmpty else { throw StudyError.noRecords(file.path) }
      return records
    } catch let error as JSONError {
      throw StudyError.notJSON(error.description)
    }
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let lineFeed = UInt8(ascii: "\n")

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func isArray(_ bytes: Data) -> Bool {
    let text = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(byteOrderMark.count) : bytes
    return text.first { !isBlank($0) } == UInt8(ascii: "[")
  }

  private static func array(_ bytes: Data, file: URL) throws -> [SampleRecord] {
    let document = try JSONDocument(bytes, file: file.path)
    return try (document.root.array.map { Array($0) } ?? []).enumerated().map { index, value in
      try record(value) { problem in
        StudyError.record(
          file.path, index: index, line: RecordLocator.line(ofElement: index, in: bytes), problem: problem)
      }
    }
  }

  private static func lines(_ bytes: Data, file: URL) throws -> [SampleRecord] {
    var records: [SampleRecord] = []
    for (number, line) in bytes.split(separator: lineFeed, omittingEmptySubsequences: false).enumerated() {
      guard !line.allSatisfy(isBlank) else { continue }
      let document: JSONDocument
      do {
        document = try JSONDocument(line)
      } catch let error as JSONError {
        throw error.inLine(number + 1, of: file.path)
      }
      records.append(
        try record(document.root) { problem in
          StudyError.record(file.path, index: records.count, line: number + 1, problem: problem)
        })
    }
    return records
  }

  private static func record(
    _ value: JSONValue, failure: (RecordProblem) -> StudyError
  ) throws -> SampleRecord {
    guard let object = value.object else { throw failure(.notAnObject) }
    var keys: Set<String> = []
    for member in object where !keys.insert(member.key).inserted { throw failure(.repeated(member.key)) }
    func text(_ key: String, isRequired: Bool) throws -> String {
      guard let value = object[key], isRequired || !value.isNull else {
        if isRequired { throw failure(.missing(key)) }
        return ""
      }
      guard let text = value.string else { throw failure(.notAString(key)) }
      return text
    }
    return SampleRecord(
      instruction: try text("instruction", isRequired: true), input: try text("input", isRequired: false),
      output: try text("output", isRequired: true))
  }

  /// The positions from `start` to before `end`, or to the last one, in the file `data` of `count` records.
  ///
  /// - Throws: `StudyError.noSamplesInRange` when there is none there.
  package static func range(
    _ start: Int, _ end: Int?, of data: URL, count: Int
  ) throws(StudyError) -> Range<Int> {
    let last = min(end ?? count, count)
    guard start >= 0, start < last else {
      throw StudyError.noSamplesInRange(data.path, start: start, end: end, count: count)
    }
    return start..<last
  }
}

/// One record of a data file: an instruction with one response.
package struct SampleRecord: Sendable {
  /// Text of what is asked.
  package let instruction: String
  /// Further material of the instruction; empty when there is none.
  package let input: String
  /// The response.
  package let output: String

  /// Makes a record.
  package init(instruction: String, input: String = "", output: String) {
    self.instruction = instruction
    self.input = input
    self.output = output
  }

  /// The instruction, then its input on a new line unless that is empty.
  package var question: String { input.isEmpty ? instruction : instruction + "\n" + input }

  /// Whether `other` asks the same, byte by byte, so that the two make a pair.
  package func asksTheSame(as other: SampleRecord) -> Bool {
    instruction.utf8.elementsEqual(other.instruction.utf8) && input.utf8.elementsEqual(other.input.utf8)
  }
}

/// A problem with one record of a data file.
package enum RecordProblem: Sendable, Equatable, CustomStringConvertible {
  /// The record is a list, a text or a number.
  case notAnObject
  /// A key that every record has is not there.
  case missing(String)
  /// The value of a key is no string.
  case notAString(String)
  /// A key stands twice, so that it cannot be known which value is meant.
  case repeated(String)

  /// The end of a sentence that names the record.
  package var description: String {
    switch self {
    case .notAnObject: "is not an object with `instruction` and `output`"
    case .missing(let key): "has no `\(key)`; every record needs the strings `instruction` and `output`"
    case .repeated(let key): "has \(Quoted.text(key)) twice, and only one can be meant; delete the other"
    case .notAString(let key): "has a `\(key)` that is not a string"
    }
  }
}

/// Finds the line on which an element of a JSON array begins, for messages.
private enum RecordLocator {
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

  /// The state of a scan of the text, byte by byte.
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
