import Foundation
import Runs
import Studies
import TestSupport
import Testing

@Suite struct TokenTextTests {
  private func texts(of record: SampleRecord, in folder: URL) throws -> (texts: [String], count: Int) {
    var settings = StudySettings()
    settings.extras.tokenShares = true
    let model = try CheckpointOpener().open(
      folder: folder, prompt: .base, settings: settings, options: RunOptions(threads: 1))
    let ids = try model.encoder.tokens(of: record).ids
    return (model.tokenTexts(ids), ids.count)
  }

  /// Spaces within included, which decoders of one token drop at its start.
  @Test(
    .enabled(if: SharedData.hasModels, "needs ../shared/reference/models"),
    arguments: ["llama2", "llama3", "qwen2", "gemma", "mistral", "phi3", "olmo2"])
  func putTogetherAreTheText(model: String) throws {
    let record = SampleRecord(instruction: "Add 12 and  30.", output: "First, 12 + 30\n= 42.")
    let found = try texts(of: record, in: SharedData.models.appending(path: model))
    #expect(found.texts.count == found.count)
    #expect(found.texts.joined().hasSuffix("Add 12 and  30.\nFirst, 12 + 30\n= 42."))
  }

  @Test func areUFFFDForPartsOfACharacterAndAreNotMadeWhenNobodyAsked() throws {
    let folder = try TemporaryFolder()
    try ByteModel().write(to: folder.url)
    let found = try texts(of: SampleRecord(instruction: "é", output: "a"), in: folder.url)
    #expect(found.texts == ["\u{FFFD}", "\u{FFFD}", "\n", "a"])
    let model = try CheckpointOpener().open(
      folder: folder.url, prompt: .base, settings: StudySettings(), options: RunOptions(threads: 1))
    #expect(model.tokenTexts([97]) == [])
  }
}
