import Foundation
import GRDB
import Store
import Studies
import TestSupport
import Testing

@Suite("A store")
struct StoreTests {
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

  @Test("is made where there is none, and is one plain file once it is closed")
  func makes() throws {
    #expect(try problem() == nil)
    #expect(try problem(.read) == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["study.sqlite"])
    let queue = try DatabaseQueue(path: file.path)
    let tables = try queue.read { database in
      try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    }
    #expect(tables == ["cosine", "gradient", "model", "result", "run", "shown", "token_share"])
  }

  @Test("may begin as an empty file")
  func emptyFile() throws {
    try folder.write("", to: "study.sqlite")
    #expect(try problem(.read) == .notAStore)
    #expect(try problem() == nil)
  }

  @Test("to read must exist")
  func missing() throws {
    #expect(try problem(.read) == .missing)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test("needs its folder")
  func missingFolder() throws {
    let file = folder.file("nowhere/study.sqlite")
    let error = #expect(throws: StoreError.self) { try Store(at: file, for: .write) }
    #expect(error?.description.contains("there is no folder") == true)
  }

  @Test(
    "is no other file, which stays as it was", arguments: ["word", "", "SQLite format 3\0 but not really"])
  func otherFile(_ text: String) throws {
    let padded = text.isEmpty ? String(repeating: "x", count: 9000) : text
    try folder.write(padded, to: "study.sqlite")
    for access in [Store.Access.read, .write] { #expect(try problem(access) == .notAStore) }
    #expect(try String(contentsOf: file, encoding: .utf8) == padded)
    try FileManager.default.removeItem(at: file)
    try folder.makeFolder("study.sqlite")
    #expect(try problem() == .notAStore)
  }

  @Test("is not the SQLite file of another program, which stays as it was")
  func otherProgram() throws {
    let queue = try DatabaseQueue(path: file.path)
    try queue.write { try $0.execute(sql: "CREATE TABLE run (id INTEGER)") }
    try queue.close()
    let before = try Data(contentsOf: file)
    #expect(try problem() == .notAStore)
    #expect(try Data(contentsOf: file) == before)
  }

  @Test("of another version is not touched", arguments: [0, 2, 7])
  func otherVersion(_ version: Int) throws {
    #expect(try problem() == nil)
    let queue = try DatabaseQueue(path: file.path)
    try queue.write { try $0.execute(sql: "PRAGMA user_version = \(version)") }
    try queue.close()
    for access in [Store.Access.read, .write] {
      #expect(try problem(access) == .otherVersion(found: version, expected: 4))
    }
  }

  @Test("that is damaged says so")
  func damaged() throws {
    #expect(try problem() == nil)
    var bytes = try Data(contentsOf: file)
    bytes.replaceSubrange(100..<4096, with: Data(repeating: 0xFF, count: 3996))
    try bytes.write(to: file)
    #expect(try problem() == .corrupt)
    try bytes.prefix(3000).write(to: file)
    #expect(try problem() == .corrupt)
  }

  @Test(
    "that lacks a table or the view is damaged", arguments: ["TABLE cosine", "TABLE shown", "VIEW statistic"])
  func lackingTable(_ part: String) throws {
    #expect(try problem() == nil)
    let queue = try DatabaseQueue(path: file.path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA foreign_keys = OFF; DROP \(part)") }
    try queue.close()
    for access in [Store.Access.read, .write] { #expect(try problem(access) == .corrupt) }
  }

  @Test("on a disk that cannot be written says so, whatever SQLite calls it")
  func inputOutput() {
    let problem = StoreProblem(DatabaseError(resultCode: .SQLITE_IOERR_SHMSIZE))
    #expect(problem == .inputOutput)
    #expect(StoreError.store("a", problem).description.contains("Make room"))
  }

  @Test("that another process is writing to says so after a while")
  func locked() throws {
    #expect(try problem() == nil)
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let queue = try DatabaseQueue(path: file.path, configuration: configuration)
    try queue.inDatabase { try $0.execute(sql: "BEGIN EXCLUSIVE") }
    #expect(try problem() == .locked)
    try queue.inDatabase { try $0.execute(sql: "COMMIT") }
    #expect(try problem() == nil)
  }

  @Test("that cannot be written says so", .enabled(if: getuid() != 0, "the superuser may write anywhere"))
  func readOnlyFolder() throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.url.path)
    defer {
      try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.url.path)
    }
    #expect(try problem() == .readOnly)
  }

  @Test("names what SQLite's errors mean")
  func problems() {
    #expect(StoreProblem(DatabaseError(resultCode: .SQLITE_READONLY)) == .readOnly)
    #expect(StoreProblem(DatabaseError(resultCode: .SQLITE_FULL)) == .full)
    #expect(StoreProblem(DatabaseError(resultCode: .SQLITE_BUSY_SNAPSHOT)) == .locked)
    #expect(
      StoreProblem(DatabaseError(resultCode: .SQLITE_TOOBIG, message: "string or blob too big"))
        == .refused("string or blob too big"))
  }

  @Test("describes each problem in one paragraph with its mend")
  func descriptions() {
    let problems: [StoreProblem] = [
      .missing, .notAStore, .otherVersion(found: 2, expected: 1), .otherVersion(found: 0, expected: 1),
      .corrupt,
      .readOnly, .locked, .full, .refused("no reason"),
    ]
    for problem in problems {
      let text = StoreError.store("a/study.sqlite", problem).description
      #expect(text.contains("a/study.sqlite"))
      #expect(!text.contains("\n"))
      #expect(text.hasSuffix("."))
    }
  }
}
