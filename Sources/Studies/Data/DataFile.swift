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
    switch FileKind(at: file) {
    case .missing: throw FileError.unreadable(file.path, .missing)
    case .folder, .other: throw FileError.unreadable(file.path, .notRegular)
    case .file: break
    }
    do {
      let bytes = try Data(contentsOf: file, options: .mappedIfSafe)
      let records = try isArray(bytes) ? array(bytes, file: file) : lines(bytes, file: file)
      guard !records.isEmpty else { throw StudyError.noRecords(file.path) }
      return records
    } catch let error as StudyError {
      throw error
    } catch let error as JSONError {
      throw StudyError.notJSON(error.description)
    } catch {
      throw FileError.unreadable(file.path, .refused(SystemMessage.text(of: error)))
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

  /// The samples from `start` to before `end` of the file `data`, which has `count` records.
  ///
  /// - Throws: `StudyError.noSamplesInRange` when there is none.
  package static func range(_ start: Int, _ end: Int?, of data: URL, count: Int) throws -> Range<Int> {
    let last = min(end ?? count, count)
    guard start >= 0, start < last else {
      throw StudyError.noSamplesInRange(data.path, start: start, end: end, count: count)
    }
    return start..<last
  }
}
