import Foundation
import TestSupport
import Testing

@Suite struct ComputeCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try ByteModel().write(to: folder.file("model"))
    try folder.write(SmallStudy.records(600, answer: "slow"), to: "data.json")
  }

  private func arguments(_ output: String, _ more: String...) -> [String] {
    ["compute", "--checkpoint", "model", "--data", "data.json", "--output", output] + more
  }

  private func start(_ arguments: [String]) throws -> Program.Running {
    try Program.start(arguments, in: folder.url)
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.file(name), encoding: .utf8)
  }

  @Test func writesOneLineASampleAndGoesOnWhereItEnded() throws {
    let first = try start(arguments("out.jsonl", "--end", "3")).wait()
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.hasPrefix("computed 3 samples in "))
    let second = try start(arguments("out.jsonl", "--end", "5", "--json")).wait()
    #expect(second.output.hasPrefix(#"{"finished":2,"found":3,"missing":0,"#))
    let lines = try text("out.jsonl").split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[4].hasPrefix(#"{"index":4,"sample":""#))
    #expect(lines[4].contains(#""model.layers.1.self_attn.o_proj.weight":{"M_mean":"#))
  }

  @Test func computesTheProjectionsThatAreAskedForInTheOrderOfTheForwardPass() throws {
    let outcome = try start(arguments("out.jsonl", "--end", "1", "--projections", "down", "q", "down")).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let line = try text("out.jsonl")
    let names = line.matches(of: /"model\.layers\.0\.(\w+\.\w+)\.weight"/).map { String($0.1) }
    #expect(names == ["self_attn.q_proj", "mlp.down_proj"])
  }

  @Test func givesOtherNumbersForAChatPromptAndRefusesToMixThem() throws {
    #expect(try start(arguments("base.jsonl", "--end", "2")).wait().status == 0)
    #expect(try start(arguments("chat.jsonl", "--end", "2", "--prompt", "chat")).wait().status == 0)
    #expect(try text("base.jsonl") != text("chat.jsonl"))
    let mixed = try start(arguments("base.jsonl", "--prompt", "chat")).wait()
    #expect(mixed.status == 1)
    #expect(mixed.errors.contains("base.jsonl, line 1, belongs to other data"))
  }

  @Test func takesAChatTemplateOfTheUsers() throws {
    try folder.write("{{ messages[0].content }}|{{ messages[-1].content }}|", to: "mine.jinja")
    let mine = ["--end", "1", "--prompt", "chat", "--chat-template", "mine.jinja"]
    #expect(try start(arguments("chat.jsonl", "--end", "1", "--prompt", "chat")).wait().status == 0)
    #expect(try start(arguments("mine.jsonl") + mine).wait().status == 0)
    #expect(try text("mine.jsonl") != text("chat.jsonl"))
    let mixed = try start(arguments("chat.jsonl") + mine).wait()
    #expect(mixed.status == 1)
    try folder.write("{{ user }}", to: "mine.jinja")
    let wrong = try start(arguments("mine.jsonl") + mine).wait()
    #expect(wrong.status == 1)
    #expect(
      wrong.errors.contains(
        "mine.jinja: the chat template cannot be used: its prompt does not depend on the question"))
  }

  @Test func comparesTheWaysOfPromptingAndComputesNothing() throws {
    let command = ["compute", "--checkpoint", "model", "--data", "data.json", "--compare-prompting"]
    let outcome = try start(command + ["--end", "5", "--json"]).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let counts = #""samples":5,"differing":0,"second_bos":0,"other_start":0}"#
    #expect(
      outcome.output == #"{"conditions":[{"data":"data.json",\#(counts)],"total":{\#(counts)}"# + "\n")
    let text = try start(command).wait()
    #expect(text.output.hasPrefix("data       samples  differ  second BOS  other start\ndata.json      600 "))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
  func endsCleanlyAtCtrlCOrAtOnceWhenItIsKilledAndGoesOnWithTheRest(signal: Int32) throws {
    let running = try start(arguments("out.jsonl", "--threads", "1"))
    while running.isRunning, (try? text("out.jsonl"))?.isEmpty != false { usleep(1000) }
    running.send(signal)
    #expect(try running.wait().status == 128 + signal)
    // A kill can come between two halves of a line, which the next run cuts off.
    if signal != SIGKILL { #expect(try text("out.jsonl").hasSuffix("}\n")) }
    #expect(try start(arguments("out.jsonl")).wait().status == 0)
    #expect(try start(arguments("whole.jsonl")).wait().status == 0)
    #expect(try text("out.jsonl") == text("whole.jsonl"))
  }

  @Test func keepsWhatIsFinishedWhenTheDiskIsFullAndGoesOnWhenThereIsRoom() throws {
    // A limit on the size of files is the full disk that every machine can have.
    let limited = Process()
    limited.executableURL = URL(filePath: "/bin/sh")
    limited.currentDirectoryURL = folder.url
    // As in `Program.start`: variables that choose kernels of OpenBLAS change the last bits.
    limited.environment = ["COLUMNS": "80"]
    let command = ([Program.file.path] + arguments("out.jsonl", "--quiet")).joined(separator: " ")
    limited.arguments = ["-c", "trap '' XFSZ; ulimit -f 600; exec \(command) 2> errors"]
    try limited.run()
    limited.waitUntilExit()
    #expect(limited.terminationStatus == 1)
    #expect(try text("errors").contains("The disk is full"))
    #expect(try text("out.jsonl").hasSuffix("}\n"))
    let resumed = try start(arguments("out.jsonl")).wait()
    #expect(resumed.status == 0)
    #expect(resumed.output.contains(" were there"))
    #expect(try start(arguments("whole.jsonl")).wait().status == 0)
    #expect(try text("out.jsonl") == text("whole.jsonl"))
  }

  @Test func exitsWith3ForSkippedSamplesWhenAskedTo() throws {
    let outcome = try start(arguments("out.jsonl", "--end", "2", "--max-length", "13", "--strict")).wait()
    #expect(outcome.status == 3)
    #expect(outcome.output.contains("skipped 2 samples: no labelled position"))
  }
}
