import Foundation
import Studies
import Support
import TestSupport
import Testing

/// Data files as they lie on people's disks: packed, in UTF-16, inside of an object, with other keys.
@Suite struct DataEncodingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let text = #"""
    {"instruction": "a", "output": "b"}
    {"instruction": "c", "output": "d"}
    """#

  private func answers(_ data: Data, name: String = "data.json", columns: DataColumns = DataColumns()) throws
    -> [String]
  {
    try DataFile.records(at: folder.write(data, to: name), columns: columns).map {
      "\($0.question)=\($0.output)"
    }
  }

  private func answers(_ text: String, columns: DataColumns = DataColumns()) throws -> [String] {
    try answers(Data(text.utf8), columns: columns)
  }

  private func message(_ data: Data, name: String = "data.json") throws -> String {
    do {
      return "no error: \(try answers(data, name: name))"
    } catch {
      return "\(error)"
    }
  }

  /// Two members of gzip and two frames of zstd, a line in each.
  private static let gzip =
    "H4sIAAAAAAACA6tWyswrLikqTS7JzM9TslJQSlTSUVDKLy0pKC0BcZOUarkAe0bhyCQAAAAfiwgAAAAAAAIDq1bKzCsuKSpNLsnMz1OyUlBKVtJRUMovLSkoLQFxU5RquQBWHz6ZJAAAAA=="
  private static let zstd =
    "KLUv/SAkIQEAeyJpbnN0cnVjdGlvbiI6ICJhIiwgIm91dHB1dCI6ICJiIn0KKLUv/SAkIQEAeyJpbnN0cnVjdGlvbiI6ICJjIiwgIm91dHB1dCI6ICJkIn0K"

  @Test(arguments: [(gzip, 15), (zstd, 6)])
  func unpacksAllPartsOfAFile(packed: String, damagedByte: Int) throws {
    let data = try #require(Data(base64Encoded: packed))
    #expect(try answers(data) == ["a=b", "c=d"])
    #expect(try message(data.dropLast(9)).contains("ends in the middle of what was packed"))
    var damaged = data
    damaged[damagedByte] ^= 0x56
    #expect(try message(damaged).contains("is damaged and cannot be unpacked"))
  }

  @Test func refusesAFileThatWouldFillTheMemory() throws {
    // A member of a kilobyte becomes a megabyte: 65 of them are more than any file of their size is allowed.
    let member = try #require(
      Data(
        base64Encoded:
          "H4sIAAAAAAACA+3BMQEAAADCoCrrn9IQvkABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAHwGpwID8QAAEAA="
      ))
    let bomb = (0..<65).reduce(into: Data()) { data, _ in data += member }
    #expect(throws: FileError.unreadable(folder.file("data.json").path, .packed(.tooLong(limit: 64 << 20)))) {
      try answers(bomb)
    }
    let frame = try #require(
      Data(
        base64Encoded:
          "KLUv/YBoAgAABVQAABBbIAEA+/85wAICABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECACABAgAgAQIAIAECARAAAgXQ=="
      ))
    #expect(try message(frame).contains("becomes more than 67 MB when it is unpacked"))
    #expect(throws: CompressionProblem.tooLong(limit: 10)) { try Compression.gzip.unpack(member, limit: 10) }
    #expect(Compression.limit(of: 1 << 20) == 200 << 20 && Compression.limit(of: .max) == .max)
  }

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian], [true, false])
  func readsUTF16WithAndWithoutAMark(_ encoding: String.Encoding, hasMark: Bool) throws {
    let text = (hasMark ? "\u{FEFF}" : "") + #"[{"instruction": "é😀", "output": "b"}]"#
    #expect(try answers(#require(text.data(using: encoding))) == ["é😀=b"])
  }

  @Test func namesTheRecordOfHalfACharacterInUTF16() throws {
    var units = Array((Self.text + "\n").utf16)
    units[units.count - 4] = 0xD83D
    let data = units.reduce(into: Data([0xFF, 0xFE])) { $0 += [UInt8($1 & 255), UInt8($1 >> 8)] }
    #expect(try message(data).contains("data.json:2: record 2 has half of a surrogate pair"))
  }

  @Test func namesAndCountsRecordsWithHalfACharacter() throws {
    let bad = #"{"instruction": "a", "output": "b \ud83d"}"#
    let good = #"{"instruction": "a", "output": "b \ud83d\ude00", "note": "\udead"}"#
    #expect(try answers(good) == ["a=b 😀"])
    #expect(
      throws: StudyError.records(
        folder.file("data.json").path,
        [RecordFault(index: 1, line: 2, problem: .loneSurrogate("output"))], count: 1)
    ) { try answers("\(good)\n\(bad)\n") }
    let message = try message(Data("[\(bad),\n\(good),\n\(bad)]".utf8))
    #expect(message.contains("has 2 records that cannot be read") && message.contains("line 3, record 3"))
  }

  @Test func countsLinesThatAreNoJSON() throws {
    let message = try message(Data("\(Self.text)\n{\"instruction\": \"a\n{\"output\": \"b\"}\n".utf8))
    #expect(message.contains("has 2 records that cannot be read"))
    #expect(message.contains("line 3, record 3 is no JSON: the string that starts here has no closing quote"))
    #expect(message.contains("line 4, record 4 has no `instruction`"))
  }

  @Test(arguments: [
    #"{"version": 1, "data": [{"instruction": "a", "output": "b"}, {"instruction": "c", "output": "d"}], "tags": ["x"]}"#,
    """
    {
      "tags": [],
      "data": [
        {"instruction": "a", "input": "", "output": "b"},
        {"instruction": "c", "input": null, "output": "d"}
      ]
    }
    """,
    "\u{FEFF}" + text.replacingOccurrences(of: "\n", with: "\r\n") + "\r\n\r\n",
  ])
  func findsTheListInsideOfAnObjectAndLinesOfWindows(_ text: String) throws {
    #expect(try answers(text) == ["a=b", "c=d"])
  }

  @Test func anObjectByItselfIsARecord() throws {
    #expect(try answers("{\n \"instruction\": \"a\",\n \"output\": \"b\"\n}") == ["a=b"])
    #expect(try answers(#"{"instruction": "a", "output": "b"}"#) == ["a=b"])
  }

  @Test func namesTheLineOfARecordInsideOfAnObject() throws {
    let text = """
      {
        "meta": {"data": [1, 2]},
        "data": [
          {"instruction": "a [\\"", "output": "b"},

          {"instruction": "c"}
        ]
      }
      """
    #expect(
      throws: StudyError.records(
        folder.file("data.json").path,
        [RecordFault(index: 1, line: 6, problem: .missing("output", found: ["instruction"]))], count: 1)
    ) { try answers(text) }
  }

  @Test func refusesObjectsOfWhichItIsNotClearWhatIsMeant() throws {
    let file = folder.file("data.json").path
    #expect(throws: StudyError.severalLists(file, ["train", "test"])) {
      try answers(#"{"train": [{"a": 1}], "test": [{"a": 1}]}"#)
    }
    #expect(throws: StudyError.noList(file, ["instruction", "output"])) {
      try answers(#"{"instruction": ["a", "b"], "output": ["c", "d"]}"#)
    }
  }

  @Test(arguments: [
    (
      Data("PAR1".utf8) + Data([0, 1, 2]),
      "pandas.read_parquet('data.parquet').to_json('data.jsonl', orient='records', lines=True"
    ),
    (Data("ARROW1".utf8), "pandas.read_feather"), (Data("PK\u{3}\u{4}".utf8), "is a zip archive"),
    (Data("<!doctype html>".utf8), "begins like a page of HTML"),
    (Data("ARROW1\u{0}\u{0}".utf8), "is an Arrow file"),
    (Data("BZh9".utf8), "bzip2 --decompress --keep data.parquet"),
    (Data([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]), "xz --decompress"),
    (Data([0xFF, 0xFE, 0, 0, 0x5B, 0, 0, 0]), "is UTF-32 text"),
    (Data("version https://git-lfs.github.com/spec/v1\noid sha256:0\n".utf8), "git lfs pull"),
  ])
  func saysWhatOtherFilesAreAndWhatToDo(data: Data, words: String) throws {
    #expect(try message(data, name: "data.parquet").contains(words))
  }

  @Test func valuesThatAreNotReadAreNotJudged() throws {
    let text =
      #"[{"id": NaN, "score": -Infinity, "big": 1e999, "id": 2, "note": "\ud800", "instruction": "a", "output": "b"}]"#
    #expect(try answers(text) == ["a=b"])
    #expect(
      try message(Data(#"[{"instruction": "a", "output": NaN}]"#.utf8)).contains(
        "record 1 has a `output` that is not a string"))
  }

  @Test func readsOtherKeysWhereTheStudySaysSo() throws {
    let text = #"{"question": "a", "context": "x", "answer": "b", "instruction": 7, "output": [1]}"#
    let columns = DataColumns([.instruction: "question", .input: "context", .output: "answer"])
    #expect(try answers(text, columns: columns) == ["a\nx=b"])
    let message = try message(Data(#"{"question": "a", "answer": "b"}"#.utf8))
    #expect(
      message.contains("has no `instruction`") && message.contains("It has `question`, `answer`: `columns`"))
  }
}
