import Foundation
import Glibc
import Store
import Studies
import Synchronization
import TestSupport
import Testing

/// A terminal of so many columns that a program can write to.
private final class Terminal: Sendable {
  /// The side of the program.
  let slave: FileHandle
  private let master: FileHandle
  private let text = Mutex(Data())
  private let ended = DispatchSemaphore(value: 0)

  init(columns: UInt16) throws {
    let descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(descriptor >= 0)
    // What unlockpt and ptsname do, which Swift does not see: TIOCSPTLCK and TIOCGPTN of ioctl_tty(2).
    var (lock, number): (CInt, CInt) = (0, 0)
    try #require(ioctl(descriptor, 0x4004_5431, &lock) == 0)
    try #require(ioctl(descriptor, 0x8004_5430, &number) == 0)
    let other = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(other >= 0)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(other, UInt(TIOCSWINSZ), &size) == 0)
    master = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    slave = FileHandle(fileDescriptor: other, closeOnDealloc: false)
    // What nobody reads would stop the program once the terminal's buffer is full.
    Thread.detachNewThread { [self] in
      var buffer = [UInt8](repeating: 0, count: 4096)
      while case let count = Glibc.read(descriptor, &buffer, buffer.count), count > 0 {
        let part = Data(buffer.prefix(count))
        text.withLock { $0 += part }
      }
      ended.signal()
    }
  }

  /// All that was written, once the program has ended and closed its side.
  func read() throws -> String {
    try slave.close()
    ended.wait()
    return text.withLock { String(decoding: $0, as: UTF8.self) }
  }
}

@Suite struct ProgressTests {
  @Test(arguments: [30, 60, 200])
  func fitsTheTerminalAndKeepsTheCondition(columns: Int) throws {
    let study = try SmallStudy(samples: 40)
    let terminal = try Terminal(columns: UInt16(columns))
    let running = try Program.start(["run", study.folder.url.path, "--threads", "1"], errors: terminal.slave)
    #expect(try running.wait().status == 0)
    let text = try terminal.read()
    let lines = text.split(separator: "\r\u{1B}[K").dropFirst().map { $0.prefix { !$0.isNewline } }
    #expect(!lines.isEmpty, "\(text)")
    #expect(lines.allSatisfy { $0.count < columns }, "\(text)")
    #expect(
      lines.allSatisfy {
        $0.hasSuffix("sums, none") || $0.hasSuffix("ums, detailed") || $0.hasSuffix("irrelevant")
      }, "\(text)")
    // The last line stays and is ended.
    #expect(text.hasSuffix("\r\n"))
  }

  @Test func isWholeLinesInAFileAfterThePlan() throws {
    let study = try SmallStudy(samples: 4)
    let outcome = try Program.run("run", study.folder.url.path, "--threads", "1", "--memory", "900M")
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasPrefix("24 samples to compute, ") == true)
    #expect(lines.first?.hasSuffix(" tokens; 1 thread, at most 900 MB of memory") == true)
    #expect(lines[1].hasPrefix("  Small: 3 conditions, 12 samples, 3 batches of up to "))
    #expect(lines[2].hasPrefix("  small-instruct: 3 conditions, 12 samples, "))
    #expect(lines[3] == "0 of 24 samples · Small, sums, none")
    #expect(lines.last?.hasPrefix("24 of 24 samples, 100 %, ") == true)
    #expect(!outcome.errors.contains("\r"))
  }

  @Test func followsTheNotesOfCheckpointsWhichTheStoreKeeps() throws {
    let study = try SmallStudy(samples: 2)
    let config = study.folder.file("models/base/config.json")
    let text = try String(contentsOf: config, encoding: .utf8)
    try study.folder.write(
      text.replacing("{", with: "{\"made_by\": \"us\", ", maxReplacements: 1), to: "models/base/config.json")
    let note =
      "config.json has 1 key that the decoder does not read and that is not about its arithmetic: made_by."
    let outcome = try Program.run("run", study.folder.url.path)
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    #expect(lines[1].hasPrefix("  Small: ") && lines[2] == "    \(note)")
    #expect(lines[3].hasPrefix("  small-instruct: ") && lines[4].hasPrefix("0 of 12 samples"))
    #expect(try StudyResults(study: Study(at: study.folder.url)).facts(of: "small-base")?.notes == [note])
    let computed = try Program.run(
      "compute", "--checkpoint", config.deletingLastPathComponent().path, "--data",
      study.folder.file("data/fast.json").path, "--output", study.folder.file("out.jsonl").path)
    #expect(computed.errors.split(separator: "\n").contains("    \(note)"))
  }

  @Test func hasNoPlanForScripts() throws {
    let study = try SmallStudy(samples: 2)
    let outcome = try Program.run("run", study.folder.url.path, "--json")
    #expect(outcome.status == 0)
    #expect(!outcome.errors.contains("to compute"))
  }

  @Test func refusesAStudyThatDoesNotFitAndTakesTheNumberThatItNames() throws {
    let study = try SmallStudy(samples: 2)
    let refused = try Program.run("run", study.folder.url.path, "--memory", "1k")
    #expect(refused.status == 1)
    #expect(refused.errors.hasPrefix("Error: A sample of "))
    let size = try #require(refused.errors.firstMatch(of: /--memory (\d[\d.]*[KMG]?) where/)?.1)
    // Chat prompts are longer: the second model names its own number.
    let again = try Program.run("run", study.folder.url.path, "--memory", String(size))
    let larger = again.errors.firstMatch(of: /--memory (\d[\d.]*[KMG]?) where/)?.1 ?? size
    #expect(try Program.run("run", study.folder.url.path, "--memory", String(larger)).status == 0)
  }
}
