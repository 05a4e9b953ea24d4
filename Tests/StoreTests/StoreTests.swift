import Foundation
import GRDB
import Store
import Studies
import TestSupport
import Testing

@Suite struct StoreTests {
  let folder: TemporaryFolder
  let file: URL

  init() throws {
    folder = try TemporaryFolder()
    file = folder.file("study.sqlite")
  }

  private func problem(_ access: Store.Access = .write) throws -> StoreProblem? {
    do {
      try Store(at: file, for: access, patience: 0.1).close()
      return nil
    } catch StoreError.store(let path, let problem) {
      #expect(path == file.path)
      return problem
    }
  }

  @Test func isMadeWhereThereIsNoneAndIsOnePlainFileOnceItIsClosed() throws {
    #expect(try problem() == nil)
    #expect(try problem(.read) == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["study.sqlite"])
    let queue = try DatabaseQueue(path: file.path)
    let tables = try queue.read { database in
      try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    }
    #expect(
      tables == [
        "cosine", "gradient", "model", "note", "result", "run", "shown", "spectrum", "token_share",
      ])
  }

  @Test func mayBeginAsAnEmptyFile() throws {
    try folder.write("", to: "study.sqlite")
    #expect(try problem(.read) == .notAStore)
    #expect(try problem() == nil)
  }

  @Test func toReadMustExist() throws {
    #expect(try problem(.read) == .missing)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test func needsItsFolder() throws {
    let file = folder.file("nowhere/study.sqlite")
    let error = #expect(throws: StoreError.self) { try Store(at: file, for: .write) }
    #expect(error?.description.contains("there is no folder") == true)
  }

  @Test(arguments: ["word", "", "SQLite format 3\0 but not really"])
  func isNoOtherFileWhichStaysAsItWas(_ text: String) throws {
    let padded = text.isEmpty ? String(repeating: "x", count: 9000) : text
    try folder.write(padded, to: "study.sqlite")
    for access in [Store.Access.read, .write] { #expect(try problem(access) == .notAStore) }
    #expect(try String(contentsOf: file, encoding: .utf8) == padded)
    try FileManager.default.removeItem(at: file)
    try folder.makeFolder("study.sqlite")
    #expect(try problem() == .notAStore)
  }

  @Test func isNotTheSQLiteFileOfAnotherProgramWhichStaysAsItWas() throws {
    let queue = try DatabaseQueue(path: file.path)
    try queue.write { try $0.execute(sql: "CREATE TABLE run (id INTEGER)") }
    try queue.close()
    let before = try Data(contentsOf: file)
    #expect(try problem() == .notAStore)
    #expect(try Data(contentsOf: file) == before)
  }

  @Test(arguments: [0, 2, 8])
  func ofAnotherVersionIsNotTouched(_ version: Int) throws {
    #expect(try problem() == nil)
    let queue = try DatabaseQueue(path: file.path)
    try queue.write { try $0.execute(sql: "PRAGMA user_version = \(version)") }
    try queue.close()
    for access in [Store.Access.read, .write] {
      #expect(try problem(access) == .otherVersion(found: version, expected: 7))
    }
  }

  @Test func thatIsDamagedSaysSo() throws {
    #expect(try problem() == nil)
    var bytes = try Data(contentsOf: file)
    bytes.replaceSubrange(100..<32_768, with: Data(repeating: 0xFF, count: 32_668))
    try bytes.write(to: file)
    #expect(try problem() == .corrupt)
    try bytes.prefix(3000).write(to: file)
    #expect(try problem() == .corrupt)
  }

  @Test(arguments: ["TABLE cosine", "TABLE spectrum", "TABLE shown", "VIEW statistic"])
  func thatLacksATableOrTheViewSaysWhich(_ part: String) throws {
    #expect(try problem() == nil)
    let queue = try DatabaseQueue(path: file.path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA foreign_keys = OFF; DROP \(part)") }
    try queue.close()
    let words = part.lowercased().split(separator: " ")
    let expected = StoreMismatch(
      place: "the schema", expected: "the \(words[0]) `\(words[1])`", found: "none of that name")
    for access in [Store.Access.read, .write] { #expect(try problem(access) == .unlike(expected)) }
  }

  @Test func onADiskThatCannotBeWrittenSaysSoWhateverSQLiteCallsIt() {
    let problem = StoreProblem(DatabaseError(resultCode: .SQLITE_IOERR_SHMSIZE))
    #expect(problem == .inputOutput)
    #expect(StoreError.store("a", problem).description.contains("Make room"))
  }

  @Test func thatAnotherProcessIsWritingToSaysSoAfterAWhile() throws {
    #expect(try problem() == nil)
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let queue = try DatabaseQueue(path: file.path, configuration: configuration)
    try queue.inDatabase { try $0.execute(sql: "BEGIN EXCLUSIVE") }
    #expect(try problem() == .locked)
    try queue.inDatabase { try $0.execute(sql: "COMMIT") }
    #expect(try problem() == nil)
  }

  @Test(.enabled(if: getuid() != 0, "the superuser may write anywhere"))
  func thatCannotBeWrittenSaysSo() throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.url.path)
    defer {
      try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.url.path)
    }
    #expect(try problem() == .readOnly)
  }

  @Test func namesWhatSQLitesErrorsMean() {
    #expect(StoreProblem(DatabaseError(resultCode: .SQLITE_READONLY)) == .readOnly)
    #expect(StoreProblem(DatabaseError(resultCode: .SQLITE_FULL)) == .full)
    #expect(StoreProblem(DatabaseError(resultCode: .SQLITE_BUSY_SNAPSHOT)) == .locked)
    #expect(
      StoreProblem(DatabaseError(resultCode: .SQLITE_TOOBIG, message: "string or blob too big"))
        == .refused("string or blob too big"))
  }

  @Test func describesEachProblemInOneParagraphWithItsMend() {
    let problems: [StoreProblem] = [
      .missing, .notAStore, .otherVersion(found: 2, expected: 1), .otherVersion(found: 0, expected: 1),
      .corrupt, .endless, .tooLarge(limit: 1_000_000),
      .unlike(StoreMismatch(place: "result.loss", expected: "a number", found: "NULL")),
      .readOnly, .locked, .full, .refused("no reason"), .nothingWhole,
    ]
    for problem in problems {
      let text = StoreError.store("a/study.sqlite", problem).description
      #expect(text.contains("a/study.sqlite"))
      #expect(!text.contains("\n"))
      #expect(text.hasSuffix("."))
    }
  }
}
