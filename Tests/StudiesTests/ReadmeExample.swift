import Gradients
import Studies
import StudySupport
import TestSupport
import Testing

/// The example of `Sources/Studies/README.md`.
@Suite struct ReadmeExample {
  @Test func readsAStudyAsTokens() throws {
    let fixture = try StudyFixture()
    for name in ["base", "instruct"] { try ByteModel().write(to: fixture.folder.file("models/\(name)")) }
    _ = try fixture.read()
    let folder = fixture.folder.url
    // README example
    let study = try Study(at: folder)
    let data = try StudyData(study: study)
    var samples: [Condition: [LabelledTokens]] = [:]
    for model in study.models where model.stage == .base {
      let encoder = try SampleEncoder(
        folder: model.folder, prompt: model.prompt, chat: model.chat, settings: study.settings)
      for condition in study.conditions {
        let records = data[condition].records(for: study.settings)
        samples[condition] = try records.map(encoder.tokens)
      }
    }
    // end of example
    #expect(samples.count == 3)
    for tokens in samples.values.joined() { #expect(tokens.start == "Add 0 and 1.\n".utf8.count) }
  }
}
