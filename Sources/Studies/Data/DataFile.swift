import Foundation
import JSON
import Support

/// Reads the records of a data file: a JSON array of objects, an object with one such array in it, or one object a line (JSON
/// Lines); in UTF-8 or UTF-16, packed with gzip or zstd or not.
///
/// Every record has the strings `instruction` and `output`, and may have the string `input`, or it has a conversation in
/// `messages` or `conversations`; ``DataColumns`` gives these other names. The values of other keys are not looked at, NaN and
/// numbers beyond all doubles among them.
package enum DataFile {
  /// The records in the order of the file; never empty.
  ///
  /// - Throws: `FileError.unreadable`, or `StudyError` with the records that cannot be read.
  package static func records(at file: URL, columns: DataColumns = DataColumns()) throws -> [SampleRecord] {
    let scan = RecordScan(
      file: file, reader: RecordReader(columns: columns), bytes: try DataText.bytes(at: file))
    do {
      let records = try scan.records()
      guard !records.isEmpty else { throw StudyError.noRecords(file.path) }
      return records
    } catch let error as JSONError {
      throw StudyError.notJSON(error.description)
    }
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

/// A record of a data file that cannot be read.
package struct RecordFault: Sendable, Equatable {
  /// Position of the record, from 0.
  package let index: Int
  /// Its line, from 1, where it is known.
  package let line: Int?
  package let problem: RecordProblem

  /// Makes a fault of the record at `index`.
  package init(index: Int, line: Int?, problem: RecordProblem) {
    self.index = index
    self.line = line
    self.problem = problem
  }
}

/// One reading of a data file's text.
private struct RecordScan {
  let file: URL
  let reader: RecordReader
  let bytes: Data

  private static let lineFeed = UInt8(ascii: "\n")
  /// Faults that an error lists.
  private static let listed = 20

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  func records() throws -> [SampleRecord] {
    guard let first = bytes.firstIndex(where: { !Self.isBlank($0) }) else { return [] }
    let begins = bytes[first]
    guard begins == UInt8(ascii: "{") else {
      guard begins == UInt8(ascii: "[") else { return try lines() }
      return try array(document().root, key: nil)
    }
    let line = bytes[first...].prefix { $0 != Self.lineFeed }
    let rest = bytes[line.endIndex...].first { !Self.isBlank($0) }
    // JSON Lines unless the first object goes on in the next lines, or is all there is.
    if rest == UInt8(ascii: "{") { return try lines() }
    if rest != nil, (try? JSONDocument(line, allowsNonFinite: true)) != nil { return try lines() }
    return try object(document().root)
  }

  private func document() throws -> JSONDocument {
    try JSONDocument(bytes, file: file.path, allowsNonFinite: true)
  }

  /// Records of a text that is one object: those of the one list of objects in it, or itself.
  private func object(_ root: JSONValue) throws -> [SampleRecord] {
    if reader.isRecord(root) { return try collect([(line: 1, value: Result.success(root))]) }
    let lists = root.object?.filter { $0.value.array?.first?.object != nil } ?? []
    if lists.count > 1 { throw StudyError.severalLists(file.path, lists.map(\.key)) }
    if let list = lists.first { return try array(list.value, key: list.key) }
    throw StudyError.noList(file.path, root.object?.prefix(8).map(\.key) ?? [])
  }

  private func array(_ list: JSONValue, key: String?) throws -> [SampleRecord] {
    let values = list.array.map { Array($0) } ?? []
    return try collect(values.map { (line: nil, value: .success($0)) }) { index in
      RecordLocator.line(ofElement: index, of: key, in: bytes)
    }
  }

  private func lines() throws -> [SampleRecord] {
    try collect(
      bytes.split(separator: Self.lineFeed, omittingEmptySubsequences: false).lazy.enumerated()
        .filter { !$0.element.allSatisfy(Self.isBlank) }
        .map { number, line in
          (line: number + 1, value: Result { try JSONDocument(line, allowsNonFinite: true).root })
        })
  }

  /// Reads records, and counts those that cannot be.
  ///
  /// - Throws: `StudyError.records`.
  private func collect(
    _ values: some Sequence<(line: Int?, value: Result<JSONValue, any Error>)>,
    locate: (Int) -> Int? = { _ in nil }
  ) throws -> [SampleRecord] {
    var records: [SampleRecord] = []
    var faults: [RecordFault] = []
    var faultCount = 0
    for (index, entry) in values.enumerated() {
      do throws(RecordProblem) {
        records.append(try reader.record(try content(of: entry.value)))
      } catch {
        faultCount += 1
        guard faults.count < Self.listed else { continue }
        faults.append(RecordFault(index: index, line: entry.line ?? locate(index), problem: error))
      }
    }
    guard faults.isEmpty else { throw StudyError.records(file.path, faults, count: faultCount) }
    return records
  }

  private func content(of value: Result<JSONValue, any Error>) throws(RecordProblem) -> JSONValue {
    switch value {
    case .success(let value): return value
    case .failure(let error): throw .notJSON((error as? JSONError)?.what ?? "\(error)")
    }
  }
}
