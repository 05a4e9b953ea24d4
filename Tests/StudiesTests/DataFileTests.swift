import Foundation
import Studies
import Support
import TestSupport
import Testing

@Suite struct DataFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func records(_ text: String, name: String = "data.json") throws -> [SampleRecord] {
    try DataFile.records(at: folder.write(text, to: name))
  }

  @Test(
    arguments: [
      #"[{"instruction": "a", "output": "b", "id": 7}, {"instruction": "c", "input": "d", "output": ""}]"#,
      """
      {"instruction": "a", "input": null, "output": "b"}

      {"output": "", "input": "d", "instruction": "c"}
      """,
      "\u{FEFF}\n" + #"[{"instruction": "a", "input": "", "output": "b"},"#
        + "\r\n" + #" {"instruction": "c", "input": "d", "output": ""}]"#,
    ])
  func readsJSONArraysAndJSONLines(_ text: String) throws {
    let records = try records(text)
    #expect(records.map(\.instruction) == ["a", "c"])
    #expect(records.map(\.input) == ["", "d"])
    #expect(records.map(\.output) == ["b", ""])
    #expect(records.map(\.question) == ["a", "c\nd"])
  }

  @Test(arguments: ["", "  \n\n", "[]", "[\n]"])
  func refusesAFileWithoutRecords(_ text: String) throws {
    let path = folder.url.appending(path: "data.json").path
    #expect(throws: StudyError.noRecords(path)) { try records(text) }
  }

  @Test func namesTheRecordTheLineAndTheKeyOfAMalformedRecord() throws {
    let file = try folder.write("", to: "data.json").path
    let good = #"{"instruction": "a [,]{\"", "output": "b"}"#
    #expect(
      throws: StudyError.records(
        file, [RecordFault(index: 1, line: 3, problem: .missing("output", found: ["instruction"]))], count: 1)
    ) {
      try records("[\n\(good),\n{\"instruction\": \"a\"}\n]")
    }
    #expect(
      throws: StudyError.records(
        file, [RecordFault(index: 1, line: 4, problem: .missing("output", found: ["instruction"]))], count: 1)
    ) {
      try records("\(good)\n\n\n{\"instruction\": \"a\"}\n")
    }
    #expect(
      throws: StudyError.records(
        file, [RecordFault(index: 0, line: 1, problem: .missing("instruction", found: ["output"]))], count: 1)
    ) {
      try records(#"[{"output": "b"}]"#)
    }
    #expect(
      throws: StudyError.records(
        file, [RecordFault(index: 0, line: 1, problem: .notAString("output"))], count: 1)
    ) {
      try records(#"[{"instruction": "a", "output": 3}]"#)
    }
    #expect(
      throws: StudyError.records(
        file, [RecordFault(index: 0, line: 1, problem: .notAString("input"))], count: 1)
    ) {
      try records(#"[{"instruction": "a", "input": ["b"], "output": "c"}]"#)
    }
    #expect(
      throws: StudyError.records(file, [RecordFault(index: 1, line: 2, problem: .notAnObject)], count: 1)
    ) {
      try records("[\(good),\n[1, [2]]]")
    }
    for (text, line) in [("[\(good),\n", 2), ("\(good)\n\n", 3)] {
      let end = text.hasPrefix("[") ? "]" : ""
      #expect(
        throws: StudyError.records(
          file, [RecordFault(index: 1, line: line, problem: .repeated("output"))], count: 1)
      ) {
        try records(text + #"{"instruction": "a", "output": "b", "output": "c"}"# + end)
      }
    }
    let error = StudyError.records(
      "a.json", [RecordFault(index: 1, line: 3, problem: .missing("output", found: ["instruction"]))],
      count: 1)
    #expect("\(error)".hasPrefix("a.json:3: record 2 has no `output`"))
  }

  @Test func namesTheFileThatIsNotJSON() throws {
    for text in ["[{\"instruction\": \"a\",\n \"output\": b}]", "{\"instruction\": \"a\"\n}", "no", "[", "3"]
    {
      let error = #expect(throws: StudyError.self) { try records(text) }
      #expect(error?.description.contains("data.json") == true)
    }
    let file = try folder.write(Data([0x5B, 0x22, 0xFF, 0x22, 0x5D]), to: "latin.json")
    let error = #expect(throws: StudyError.self) { try DataFile.records(at: file) }
    #expect(error?.description.contains("UTF-8") == true)
  }

  @Test func refusesAMissingFileAFolderAndAPipe() throws {
    let missing = folder.url.appending(path: "missing.json")
    #expect(throws: FileError.unreadable(missing.path, .missing)) { try DataFile.records(at: missing) }
    #expect(throws: FileError.unreadable(folder.url.path, .notRegular)) {
      try DataFile.records(at: folder.url)
    }
    let pipe = folder.url.appending(path: "pipe.json")
    #expect(mkfifo(pipe.path, 0o600) == 0)
    #expect(throws: FileError.unreadable(pipe.path, .notRegular)) { try DataFile.records(at: pipe) }
  }
}
