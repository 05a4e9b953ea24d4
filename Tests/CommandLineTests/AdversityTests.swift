import Foundation
import Store
import Support
import TestSupport
import Testing

/// Machines on which something is missing: what goes wrong is said, and nothing that was stored is lost.
@Suite(.serialized) struct AdversityTests {
  /// Starts the program under a limit of the shell's `ulimit`.
  private func run(_ arguments: [String], limit: String, in folder: URL) throws -> Program.Outcome {
    try Program.start(
      ["-c", "ulimit \(limit) && exec \"$0\" \"$@\"", Program.file.path] + arguments,
      executable: URL(filePath: "/bin/sh"), in: folder
    ).wait()
  }

  private func complete(_ study: SmallStudy) throws {
    let outcome = try Program.run("run", study.folder.url.path, "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let check = try StoreCheck(of: study.store)
    #expect(check.problems == [])
    #expect(check.counts?.samples == 6 * study.count)
  }

  /// A limit on the size of files is a disk that is full at any moment.
  @Test(arguments: [1, 64, 200, 400, 800])
  func aFileThatMayNotGrowIsAnErrorAndARunGoesOnAfterwards(blocks: Int) throws {
    let study = try SmallStudy(samples: 40, settings: "max_length: 300\n  spectrum: true")
    let outcome = try run(["run", ".", "--quiet"], limit: "-f \(blocks)", in: study.folder.url)
    #expect(outcome.status == 1 || outcome.status == 0, "\(outcome.status) \(outcome.errors)")
    if outcome.status == 1 { #expect(outcome.errors.contains("Error: ")) }
    if let check = try? StoreCheck(of: study.store) { #expect(check.problems == []) }
    try complete(study)
  }

  @Test(arguments: [1, 100, 2000])
  func aSiteThatCannotBeWrittenIsAnErrorAndIsBuiltAfterwards(blocks: Int) throws {
    let study = try SmallStudy(samples: 3)
    try complete(study)
    let outcome = try run(
      ["build", ".", "--output", "built", "--quiet"], limit: "-f \(blocks)", in: study.folder.url)
    #expect(outcome.status == 1 || outcome.status == 0, "\(outcome.status) \(outcome.errors)")
    let again = try Program.start(["build", ".", "--output", "built", "--quiet"], in: study.folder.url).wait()
    #expect(again.status == 0, "\(again.errors)")
    #expect(try Program.run("check", study.folder.file("built").path).status == 0)
  }

  @Test(arguments: [5, 8, 12, 16, 24])
  func fewFilesThatMayBeOpenAreNoCrash(files: Int) throws {
    let study = try SmallStudy(samples: 2)
    for command in [["run", "."], ["build", ".", "--output", "built"]] {
      let outcome = try run(command + ["--quiet"], limit: "-n \(files)", in: study.folder.url)
      // 127: not even the libraries of the program could be opened.
      #expect([0, 1, 127].contains(outcome.status), "\(outcome.status) \(outcome.errors)")
      if outcome.status == 1 { #expect(outcome.errors.contains("Error: "), "\(outcome.errors)") }
    }
    try complete(study)
  }

  /// The library of linear algebra would wait for ever.
  @Test func fewAddressesAreAnErrorBeforeAnythingIsComputed() throws {
    let study = try SmallStudy(samples: 2)
    let outcome = try run(["run", ".", "--quiet"], limit: "-v 400000", in: study.folder.url)
    #expect(outcome.status == 1 && outcome.errors.contains("(ulimit -v)"), "\(outcome.errors)")
    #expect(FileKind(at: study.store) == .missing)
    try complete(study)
  }

  /// Weights and records are read at the beginning; what is gone afterwards is no harm to what was stored.
  @Test func inputThatVanishesUnderARunCostsNothingThatIsStored() throws {
    let study = try SmallStudy(samples: 100)
    let running = try Program.start(["run", ".", "--threads", "1", "--quiet"], in: study.folder.url)
    while running.isRunning, (try? StoreCheck(of: study.store).counts?.samples) ?? 0 == 0 { usleep(1000) }
    for name in ["data", "models"] {
      try FileManager.default.moveItem(at: study.folder.file(name), to: study.folder.file("\(name)-gone"))
    }
    let outcome = try running.wait()
    #expect(outcome.status == 0 || outcome.status == 1)
    if outcome.status == 1 { #expect(outcome.errors.contains("Error: ")) }
    for name in ["data", "models"] {
      try FileManager.default.moveItem(at: study.folder.file("\(name)-gone"), to: study.folder.file(name))
    }
    try complete(study)
  }

  @Test func aSecondRunOfAStoreIsRefusedAndTheFirstGoesOn() throws {
    let study = try SmallStudy(samples: 200)
    let running = try Program.start(["run", ".", "--threads", "1", "--quiet"], in: study.folder.url)
    while running.isRunning, FileKind(at: study.folder.file("study.sqlite.lock")) == .missing { usleep(500) }
    for _ in 0..<3 where running.isRunning {
      let second = try Program.start(["run", ".", "--quiet"], in: study.folder.url).wait()
      guard running.isRunning else { break }
      #expect(second.status == 1)
      #expect(second.errors.contains("is under way"), "\(second.errors)")
    }
    #expect(try running.wait().status == 0)
    try complete(study)
  }
}
