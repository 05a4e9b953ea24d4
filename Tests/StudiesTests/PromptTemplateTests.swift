import Foundation
import Runs
import Store
import Studies
import StudySupport
import Support
import TestSupport
import Testing

@Suite struct PromptTemplateTests {
  @Test(
    arguments: [
      ("[{{system}}]<{{user}}>", "[S & \"s\"]<<u> 'q'>"), ("{{{user}}}{{&user}}", "<u> 'q'<u> 'q'"),
      ("{{user}}\n", "<u> 'q'\n"), ("{{user}}\n\n", "<u> 'q'\n\n"), ("\n\n{{user}} ", "\n\n<u> 'q' "),
      ("{{#system}}\n<s>{{.}}</s>\n{{/system}}\n{{user}}:", "<s>S & \"s\"</s>\n<u> 'q':"),
      ("{{^system}}none{{/system}}{{user}}", "<u> 'q'"), ("{{! a remark }}{{user}}", "<u> 'q'"),
      ("{\"{% x %}\"}{{user}}", "{\"{% x %}\"}<u> 'q'"),
    ])
  func rendersMustacheWithoutEscaping(text: String, prompt: String) throws {
    #expect(try PromptTemplate(text).render(system: "S & \"s\"", user: "<u> 'q'") == prompt)
  }

  @Test func keepsWhatItPutsInAsItIs() throws {
    let user = "{{system}} e\u{301} \u{E9}\r\n"
    let prompt = try PromptTemplate("{{user}}\r\n|").render(system: "", user: user)
    #expect(Array(prompt.utf8) == Array((user + "\r\n|").utf8))
  }

  @Test(
    arguments: [
      ("{{system}}", PromptTemplateProblem.noQuestion), ("{{user.name}}", .noQuestion),
      ("{{user}} {{question}}", .unknownName("question")), ("{{> other}}{{user}}", .includesOthers),
      ("{{#user}}", .notMustache(line: 1, reason: "a section is not closed")),
      ("a\n{{user", .notMustache(line: 2, reason: "a tag is not closed")),
      ("{{#user}}x{{/system}}", .notMustache(line: 1, reason: "a section is closed by another name")),
      (String(repeating: "{{user}}", count: 2049), .tooLong(limit: 16384)),
    ])
  func mustBeWholeAndPutTheQuestionIn(text: String, problem: PromptTemplateProblem) {
    #expect(throws: problem) { try PromptTemplate(text) }
  }

  @Test func readsAFileWithoutItsLastLineEnd() throws {
    let folder = try TemporaryFolder()
    for (text, template) in [
      ("<{{user}}>\n", "<{{user}}>"), ("<{{user}}>\r\n", "<{{user}}>"), ("<{{user}}>\n\n", "<{{user}}>\n"),
      ("<{{user}}>", "<{{user}}>"),
    ] {
      try folder.write(text, to: "prompt.mustache")
      #expect(try PromptTemplate(contentsOf: folder.file("prompt.mustache")) == PromptTemplate(template))
    }
    try folder.write("<user>", to: "prompt.mustache")
    let error = #expect(throws: StudyError.self) {
      try PromptTemplate(contentsOf: folder.file("prompt.mustache"))
    }
    #expect(
      error?.description.hasSuffix(
        "prompt.mustache does not put in the question: write {{user}} where it belongs.") == true)
  }

  @Test func takesThePlaceOfTheCheckpointsTemplate() throws {
    let folder = try TemporaryFolder()
    try ByteModel().write(to: folder.url)
    try folder.write(#"{"chat_template": "Q: {{ messages[0].content }}"}"#, to: "tokenizer_config.json")
    let template = try PromptTemplate("{{system}}/{{user}}/")
    let record = SampleRecord(instruction: "a", input: "b", output: "c")
    let encoder = try SampleEncoder(
      folder: folder.url, prompt: .chat, template: template, settings: StudySettings())
    #expect(encoder.text(of: record).whole == "You are a helpful assistant./a\nb/c")
    let base = try SampleEncoder(
      folder: folder.url, prompt: .base, template: template, settings: StudySettings())
    #expect(base.text(of: record).whole == "a\nb\nc")
    let own = try TokenizerFingerprint.of(folder: folder.url)
    let first = try TokenizerFingerprint.of(folder: folder.url, template: template)
    #expect(first != own)
    #expect(try TokenizerFingerprint.of(folder: folder.url, template: PromptTemplate("{{user}}")) != first)
    #expect(try TokenizerFingerprint.of(folder: folder.url, template: template) == first)
  }

  @Test func isAskedForWhereTheCheckpointsTemplateIsNotUnderstood() throws {
    let folder = try TemporaryFolder()
    try ByteModel().write(to: folder.url)
    for config in [#"{"chat_template": "Q: {{ messages[0].content }}"}"#, "{}"] {
      try folder.write(config, to: "tokenizer_config.json")
      let error = #expect(throws: (any Error).self) {
        try SampleEncoder(folder: folder.url, prompt: .chat, settings: StudySettings())
      }
      #expect(
        error.map { "\($0)" }?.contains(
          "give the model a Mustache template of {{system}} and {{user}} (chat_template in study.yml, ")
          == true)
    }
  }
}

@Suite struct StudyTemplateTests {
  private let fixture: StudyFixture
  private let partner = "    partner: one-base\n"

  init() throws { fixture = try StudyFixture() }

  private func text(_ value: String) -> String { partner + "    chat_template: \(value)\n" }

  @Test func isATextOrAFileOfTheStudy() throws {
    try fixture.folder.write("<{{user}}>\n", to: "prompts/mine.mustache")
    for (value, template) in [
      ("\"<{{user}}>\"", "<{{user}}>"), ("prompts/mine.mustache", "<{{user}}>"),
      ("|-\n      <{{user}}>", "<{{user}}>"),
      ("\"<{{user}}>\\n\"", "<{{user}}>\n"), ("|\n      <{{user}}>", "<{{user}}>\n"),
    ] {
      let study = try fixture.read(replacing: partner, with: text(value))
      #expect(study.models.map(\.chatTemplate) == [nil, try PromptTemplate(template)], "\(value)")
    }
    #expect(try fixture.read().models.map(\.chatTemplate) == [nil, nil])
  }

  @Test(
    arguments: [
      ("nowhere.mustache", "There is no file or folder"),
      ("../other.mustache", "must lie in the study's folder"),
      ("/etc/passwd", "must lie in the study's folder"), ("data", "is not a regular file"),
      ("\"{{system}}\"", "`chat_template` does not put in the question"),
      ("\"{{user}}{{usr}}\"", "`chat_template` has no value for `usr`"), ("[a]", "must be a text"),
    ])
  func isCheckedWithTheStudy(value: String, message: String) throws {
    let problems = try fixture.problems(replacing: partner, with: text(value))
    #expect(problems.count == 1)
    #expect(problems.first?.line == 12)
    #expect(problems.first?.message.contains(message) == true, "\(problems)")
  }

  @Test func mustBeThereWhereverTheStudyIsRead() throws {
    let study = StudyFixture.text.replacingOccurrences(of: partner, with: text("mine.mustache"))
    try fixture.folder.write(study, to: "study.yml")
    #expect(throws: FileError.self) { try Study(at: fixture.folder.url, checksFiles: false) }
    try fixture.folder.write("{{user}}", to: "mine.mustache")
    #expect(try Study(at: fixture.folder.url, checksFiles: false).models[1].chatTemplate != nil)
  }

  @Test func isNotForBaseModels() throws {
    let problems = try fixture.problems(
      replacing: "    label: One\n", with: "    label: One\n    chat_template: \"{{user}}\"\n")
    #expect(
      problems.map(\.message) == ["a base model gets the plain instruction, so it has no `chat_template`"])
  }

  @Test func changesTheRunsOfItsModelAndOfNoOther() throws {
    func finished(_ template: String?) throws -> Int {
      let study = try fixture.read(
        replacing: partner, with: template.map { text("\"\($0)\"") } ?? partner)
      let runner = Runner(
        study: study, options: RunOptions(threads: 1), opener: FakeOpener(), now: { 0 })
      return try runner.run().finished
    }
    #expect(try finished(nil) == 12)
    #expect(try finished("<{{user}}>") == 6)
    #expect(try finished("<{{user}}>") == 0)
    #expect(try finished("[{{user}}]") == 6)
  }
}
