import Foundation
import Studies
import StudySupport
import TestSupport
import Testing
import Tokenizers

@Suite struct PromptingComparisonTests {
  @Test func countsWhatAStudyAsksForConditionByCondition() throws {
    let fixture = try StudyFixture()
    for name in ["base", "instruct"] { try ByteModel().write(to: fixture.folder.file("models/\(name)")) }
    let report = try PromptingComparison(study: fixture.read())
    // A token a byte: nothing can differ.
    #expect(report.rows.map(\.count.samples) == Array(repeating: 2, count: 6))
    #expect(report.total.samples == 12 && report.total.differing == 0)
    #expect(
      report.text.split(separator: "\n").map(String.init)[..<2] == [
        "model         task  style     relevance   samples  differ  second BOS  other start",
        "one-base      sums  none      correct           2       0           0            0",
      ])
    #expect(
      report.json.hasPrefix(
        #"{"conditions":[{"model":"one-base","task":"sums","style":"none","relevance":"correct","samples":2,"#
      ))
    #expect(
      report.json.hasSuffix(#""total":{"samples":12,"differing":0,"second_bos":0,"other_start":0}}"#))
  }

  @Test func refusesARangeWithoutSamples() throws {
    let fixture = try StudyFixture()
    try ByteModel().write(to: fixture.folder.file("models/base"))
    #expect(throws: StudyError.self) {
      try PromptingComparison(
        checkpoint: fixture.folder.file("models/base"), data: fixture.folder.file("data/fast.json"),
        prompt: .base, chat: ChatSettings(), settings: StudySettings(), start: 3)
    }
  }
}

@Suite(
  .enabled(if: SharedData.hasModels, "needs the reference models in ../shared/reference/models"))
struct PromptingReferenceTests {
  private func report(_ model: String, _ prompt: PromptKind) throws -> PromptingComparison {
    let folder = SharedData.models.appending(path: model)
    return try PromptingComparison(
      checkpoint: folder, data: folder.appending(path: "samples.json"), prompt: prompt, chat: ChatSettings(),
      settings: StudySettings())
  }

  @Test(arguments: ["llama3", "llama2", "qwen2", "gemma"])
  func tellsASecondBOSFromAMovedStart(model: String) throws {
    let base = try report(model, .base).total
    #expect(base.samples == 12 && base.doubledBOS == 0)
    #expect(base.differing == base.movedStarts)
    let chat = try report(model, .chat).total
    #expect(chat.doubledBOS == (model == "qwen2" ? 0 : 12))
    #expect(chat.differing >= max(chat.doubledBOS, chat.movedStarts))
    // Sample 7 begins with line feeds, which the base prompt's own joins, but for one token a line feed (llama2).
    #expect((base.movedStarts > 0) == (model != "llama2"))
  }

  @Test func agreesWithWhatTheTwoWaysOfPromptingGive() throws {
    let folder = SharedData.models.appending(path: "llama3")
    let records = try DataFile.records(at: folder.appending(path: "samples.json"))
    for prompt in PromptKind.allCases {
      var settings = StudySettings()
      let published = try SampleEncoder(folder: folder, prompt: prompt, settings: settings)
      settings.prompting = .exact
      let exact = try SampleEncoder(folder: folder, prompt: prompt, settings: settings)
      let differing = try records.count { try published.tokens(of: $0) != exact.tokens(of: $0) }
      #expect(try report("llama3", prompt).total.differing == differing)
    }
  }
}
