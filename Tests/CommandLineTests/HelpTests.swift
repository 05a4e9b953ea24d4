import Foundation
import TestSupport
import Testing

/// The help of every command, word for word: it is part of the product.
///
/// A failure writes what the program printed beside the expected file; move it there when it is meant.
@Suite struct HelpTests {
  @Test(arguments: [
    "strata", "strata run", "strata compute", "strata merge", "strata import", "strata export",
    "strata build", "strata plot", "strata table", "strata diff", "strata check", "strata tokenize",
    "strata inspect", "strata init", "strata doctor", "strata serve", "strata rescue",
  ])
  func help(command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let outcome = try Program.start(words.dropFirst() + ["--help"]).wait()
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let folder = SharedData.packageRoot.appending(path: "Tests/CommandLineTests/Help")
    let name = words.joined(separator: "-")
    let expected = try? String(contentsOf: folder.appending(path: "\(name).txt"), encoding: .utf8)
    if outcome.output != expected {
      try Data(outcome.output.utf8).write(to: folder.appending(path: "\(name)-changed.txt"))
    }
    #expect(outcome.output == expected)
  }

  @Test func version() throws {
    let outcome = try Program.run("--version")
    #expect(outcome.status == 0)
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test(arguments: [
    ["runn"], ["run"], ["run", "a", "b"], ["run", "a", "--threads", "0"], ["run", "a", "--memory", "0"],
    ["run", "a", "--memory", "8X"],
    ["run", "a", "--threads", "many"], ["run", "a", "--shard", "3/2"], ["run", "a", "--shard", "half"],
    ["merge"], ["merge", "a"],
    ["compute"], ["compute", "--checkpoint", "a", "--data", "b", "--output", "c", "--max-length", "1"],
    ["compute", "--checkpoint", "a", "--data", "b", "--output", "c", "--prompt", "instruct"],
    ["compute", "--checkpoint", "a", "--data", "b", "--output", "c", "--start", "-1"],
    ["compute", "--checkpoint", "a", "--data", "b", "--output", "c", "--start", "5", "--end", "5"],
    ["compute", "--checkpoint", "a", "--data", "b", "--output", "c", "--format", "round"],
    ["compute", "--checkpoint", "a", "--data", "b"],
    ["compute", "--checkpoint", "a", "--data", "b", "--output", "c", "--chat-template", "d"],
    ["compute", "--checkpoint", "a", "--data", "b", "--output", "c", "--projections", "x"],
    ["import"], ["import", "a", "--style", "slow"], ["export"], ["export", "a", "--format", "xml"],
    ["plot"], ["plot", "mad"], ["plot", "mad", "a"],
    ["plot", "mad", "a", "--output", "b.svg", "--panels", "rows"],
    ["plot", "mad", "a", "--output", "b.svg", "--panel-size", "1inx1in", "--width", "3in"],
    ["table", "mad"],
    ["table", "mad", "a", "--format", "pdf"], ["table", "mad", "a", "--best", "first"],
    ["build"], ["build", "a", "b"], ["diff", "a"], ["diff", "a", "b", "--format", "html"],
    ["check", "a", "b"], ["tokenize"], ["inspect"], ["init"], ["doctor", "a", "b"], ["serve"],
    ["serve", "a", "--port", "70000"], ["rescue"], ["rescue", "a"],
    ["inspect", "a", "--tokens", "1"], ["--json"],
  ])
  func wrongUsageExitsWith2AndSaysHowItGoes(arguments: [String]) throws {
    let outcome = try Program.start(arguments).wait()
    #expect(outcome.status == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("Usage: strata"))
  }

  @Test func aResultThatCannotBeWrittenIsAnError() throws {
    let process = Process()
    process.executableURL = Program.file
    process.arguments = ["--version"]
    let errors = Pipe()
    process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(text.hasPrefix("Error: The disk is full: standard output cannot be written."))
  }
}
