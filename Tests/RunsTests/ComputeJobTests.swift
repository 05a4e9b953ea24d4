import Foundation
import Gradients
import JSON
import Published
import Runs
import Studies
import StudySupport
import Support
import Synchronization
import TestSupport
import Testing

@Suite struct ComputeJobTests {
  let folder: TemporaryFolder
  let opener = FakeOpener(skips: ["right 3"])
  let job: ComputeJob

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("model")
    let data = try folder.write(StudyFixture.records(9, answer: "right"), to: "data.json")
    job = ComputeJob(checkpoint: folder.file("model"), data: data, output: folder.file("out.jsonl"))
  }

  /// Small batches, so that there are many.
  private func run(_ job: ComputeJob, stopAfter batches: Int = .max) throws -> RunSummary {
    let reports = Mutex(0)
    return try job.run(
      options: RunOptions(threads: 1, memory: 50), opener: opener, now: { 0 },
      isCancelled: { reports.withLock { $0 } > batches }, report: { _ in reports.withLock { $0 += 1 } })
  }

  private var text: String {
    get throws { try String(contentsOf: job.output, encoding: .utf8) }
  }

  private func lines() throws -> [JSONValue] {
    try text.utf8.split(separator: UInt8(ascii: "\n")).map {
      try JSONDocument(Array($0), allowsNonFinite: true).root
    }
  }

  @Test func writesALineForEverySampleInTheOrderOfTheData() throws {
    let summary = try run(job)
    #expect(summary.finished == 9)
    #expect(summary.skipped == [.nonFiniteLoss: 1])
    let lines = try lines()
    #expect(lines.map { $0["index"]?.int } == Array(0..<9))
    #expect(lines.map { $0["instruction"]?.string } == (0..<9).map { "Add \($0) and 1." })
    let names = (0..<2).flatMap { layer in
      ["q", "k", "v", "o"].map { "model.layers.\(layer).self_attn.\($0)_proj.weight" }
    }
    let keys = try #require(lines[4].object?.map(\.key))
    #expect(keys == ["index", "sample", "instruction", "output", "cut_tokens", "loss"] + names)
    #expect(lines[4]["output"]?.string == "right 5")
    let matrix = try #require(lines[4][names[5]]?.object)
    #expect(matrix.map(\.key) == ["M_mean", "frobenius_norm", "S_sum", "S_max", "S_min"])
    let text = "Add 4 and 1.\nright 5"
    let tokens = LabelledTokens(ids: text.utf8.map(Int32.init), start: 13)
    guard case .computed(let expected) = FakeEngine(opener: opener, settings: job.settings).outcome(tokens)
    else { return #expect(Bool(false)) }
    #expect(lines[4]["loss"]?.double == expected.loss)
    let summaryOfK = expected.gradients[5].summary
    #expect(matrix["S_sum"]?.double == summaryOfK.nuclearNorm)
    #expect(matrix["S_max"]?.double == summaryOfK.largest)
    #expect(matrix["S_min"]?.double == summaryOfK.smallest)
    #expect(matrix["frobenius_norm"]?.double == summaryOfK.frobeniusNorm)
    #expect(matrix["M_mean"]?.double == summaryOfK.mean)
  }

  @Test func writesTheSecondPapersShapeAllSingularValuesAndCosinesAsMatrices() throws {
    var settings = job.settings
    settings.extras.extrema = true
    let unified = ComputeJob(
      checkpoint: job.checkpoint, data: job.data, output: job.output, settings: settings,
      format: .gradientUnified)
    _ = try run(unified)
    let line = try lines()[4]
    let matrix = try #require(line["model.layers.1.self_attn.k_proj.weight"]?.object)
    #expect(matrix.map(\.key) == ["M_mean", "M_max", "M_min", "frobenius_norm", "S_list", "S_min"])
    let values = (matrix["S_list"]?.array).map { $0.compactMap(\.double) } ?? []
    try #require(values.count == 3)
    #expect(values.dropFirst() == [1, 0.5])
    #expect(matrix["M_max"]?.double == values[0] / 3)
    #expect(matrix["M_min"]?.double == -values[0])
    let sum = try #require(line["loss"]?.double) * 7
    let cosines = try #require(line["cosine_sim"]?["v_proj"]?.object)
    #expect(cosines["layer_indices"]?.array.map { $0.map(\.int) } == [0, 1])
    let rows = cosines["matrix"]?.array?.map { $0.array?.compactMap(\.double) ?? [] }
    #expect(rows?.first?[0] == 1)
    #expect(abs((rows?.first?[1] ?? 0) + 3 / sum) < 1e-15)
    #expect(rows?.last == rows?.first?.reversed())
    let inside = try #require(line["cosine_sim_qkvo"]?["1"]?.object)
    #expect(inside.map(\.key) == ["k_proj_x_v_proj"])
    #expect(try lines()[2]["model.layers.0.self_attn.q_proj.weight"]?["S_list"]?.array?.isEmpty == true)
    #expect(throws: PublishedError.outputLine(job.output.path, line: 1, .otherSample)) { try run(job) }
  }

  @Test func writesSkippedSamplesWithTheirReasonAndNaNForThePublishedScriptsToLeaveOut() throws {
    _ = try run(job)
    let line = try lines()[2]
    #expect(line["skipped"]?.string == "non-finite loss")
    #expect(line["loss"]?.double?.isNaN == true)
    #expect(line["model.layers.1.self_attn.o_proj.weight"]?["S_sum"]?.double?.isNaN == true)
  }

  @Test func joinsInstructionAndInputAsThePublishedLinesHaveIt() throws {
    try folder.write(#"[{"instruction": "a", "input": "b", "output": "c"}]"#, to: "data.json")
    _ = try run(job)
    #expect(try lines()[0]["instruction"]?.string == "a\nb")
  }

  @Test(arguments: [1, 2, 3])
  func goesOnWhereItWasStopped(stopAfter batches: Int) throws {
    let stopped = try run(job, stopAfter: batches)
    #expect(stopped.wasCancelled)
    #expect(stopped.missing == 9 - opener.computedCount)
    let resumed = try run(job)
    #expect(resumed.found == stopped.finished)
    #expect(resumed.missing == 0)
    #expect(opener.computedCount == 9)
    let found = try text
    try FileManager.default.removeItem(at: job.output)
    _ = try run(job)
    #expect(try text == found)
    #expect(try run(job).skipped == [.nonFiniteLoss: 1])
  }

  @Test(arguments: [1, 20, 200, 4000])
  func mendsALastLineThatWasCutOffAnywhere(bytes: Int) throws {
    _ = try run(job)
    let whole = try text
    try Data(whole.utf8.dropLast(bytes)).write(to: job.output)
    let summary = try run(job)
    #expect(summary.finished >= 1)
    #expect(summary.missing == 0)
    #expect(try text == whole)
  }

  @Test func mendsALastLineThatAMachineWithoutPowerLeftAsZerosAndPassesOverBlankLines() throws {
    _ = try run(job)
    let whole = try text
    let lines = whole.split(separator: "\n")
    let kept = lines.dropLast().joined(separator: "\n\n") + "\n\n"
    try (Data(kept.utf8) + Data(count: 300)).write(to: job.output)
    #expect(try run(job).finished == 1)
    #expect(try text == kept + (lines.last ?? "") + "\n")
  }

  @Test func computesTheSamplesFromStartToBeforeEnd() throws {
    var part = job
    part.start = 3
    part.end = 5
    #expect(try run(part).finished == 2)
    #expect(try lines().map { $0["index"]?.int } == [3, 4])
    part.end = 100
    #expect(try run(part).finished == 4)
    #expect(try run(job).found == 6)
    part.start = 9
    let none = StudyError.noSamplesInRange(job.data.path, start: 9, end: 100, count: 9)
    #expect(throws: none) { try run(part) }
    part.start = 5
    part.end = 5
    #expect(throws: StudyError.self) { try run(part) }
  }

  @Test func tellsTwoRecordsOfTheSameTextApart() throws {
    let record = #"{"instruction": "a", "output": "b"}"#
    try folder.write("[\(record), \(record)]", to: "data.json")
    #expect(try run(job).finished == 2)
    #expect(try run(job).found == 2)
  }

  @Test func refusesToGoOnWithLinesOfOtherDataSettingsOrPrograms() throws {
    _ = try run(job)
    var other = job
    other.settings.maxLength = 30
    let path = job.output.path
    #expect(throws: PublishedError.outputLine(path, line: 1, .otherSample)) { try run(other) }
    other = job
    other.prompt = .chat
    #expect(throws: PublishedError.outputLine(path, line: 1, .otherSample)) { try run(other) }
    let whole = try text
    try folder.write(StudyFixture.records(3, answer: "right"), to: "data.json")
    #expect(throws: PublishedError.outputLine(path, line: 4, .otherSample)) { try run(job) }
    try folder.write(whole + #"{"instruction": "a", "output": "b", "loss": 1}"# + "\n", to: "out.jsonl")
    #expect(throws: PublishedError.outputLine(path, line: 10, .foreign)) { try run(job) }
    try folder.write("{\"ind\n" + whole, to: "out.jsonl")
    #expect(throws: PublishedError.outputLine(path, line: 1, .damaged)) { try run(job) }
    #expect(try text == "{\"ind\n" + whole)
    try folder.write("my notes\n" + whole, to: "out.jsonl")
    #expect(throws: PublishedError.outputLine(path, line: 1, .foreign)) { try run(job) }
  }

  @Test(arguments: ["my only notes", "[{\"a\": 1}]"])
  func leavesAloneAFileWhoseOnlyLineIsSomebodyElses(content: String) throws {
    try folder.write(content, to: "out.jsonl")
    #expect(throws: PublishedError.outputLine(job.output.path, line: 1, .foreign)) { try run(job) }
    #expect(try text == content)
  }

  @Test func leavesNoFileBehindWhenNothingWasComputed() throws {
    #expect(try run(job, stopAfter: 0).wasCancelled)
    #expect(!FileManager.default.fileExists(atPath: job.output.path))
    try folder.write("[]", to: "data.json")
    #expect(throws: StudyError.noRecords(job.data.path)) { try run(job) }
    #expect(!FileManager.default.fileExists(atPath: job.output.path))
  }

  @Test func writesToNoFolderDeviceOrFileThatAnotherProcessWritesTo() throws {
    var other = job
    other.output = folder.url
    #expect(throws: FileError.output(folder.url.path, .notRegular)) { try run(other) }
    other.output = URL(filePath: "/dev/full")
    #expect(throws: FileError.output("/dev/full", .notRegular)) { try run(other) }
    other.output = folder.file("nowhere/out.jsonl")
    #expect(throws: FileError.self) { try run(other) }
    try folder.write("", to: "out.jsonl")
    let handle = try FileHandle(forWritingTo: job.output)
    #expect(flock(handle.fileDescriptor, LOCK_EX) == 0)
    #expect(throws: FileError.output(job.output.path, .locked)) { try run(job) }
  }

  @Test func theNullDeviceTakesLinesAndHoldsNone() throws {
    var nowhere = job
    nowhere.output = URL(filePath: "/dev/null")
    for _ in 0..<2 { #expect(try run(nowhere).finished == 9) }
  }
}
