import Foundation
import Runs
import Store
import Studies
import StudySupport
import Support
import TestSupport
import Testing
import Tokenizers

@Suite struct ChatSettingsTests {
  @Test func takeThePlaceOfWhatTheCheckpointHas() throws {
    let folder = try TemporaryFolder()
    try ByteModel().write(to: folder.url)
    try folder.write(#"{"chat_template": "Q: {{ messages[0].content }}"}"#, to: "tokenizer_config.json")
    let record = SampleRecord(instruction: "a", input: "b", output: "c")
    func text(_ prompt: PromptKind, _ chat: ChatSettings) throws -> String {
      try SampleEncoder(folder: folder.url, prompt: prompt, chat: chat, settings: StudySettings())
        .text(of: record).whole
    }
    let template = ChatSettings.Template("{% for m in messages %}{{ m.content }}/{% endfor %}{{ mark }}")
    let mark = TemplateVariables([.init(name: "mark", value: .text("!"))])
    #expect(try text(.chat, ChatSettings()) == "Q: a\nbc")
    #expect(try text(.chat, ChatSettings(template: template)) == "You are a helpful assistant./a\nb/c")
    #expect(try text(.chat, ChatSettings(template: template, system: .none, variables: mark)) == "a\nb/!c")
    #expect(try text(.chat, ChatSettings(template: template, system: .text("S"))) == "S/a\nb/c")
    #expect(try text(.base, ChatSettings(template: template)) == "a\nb\nc")
  }

  @Test func areAPartOfTheFingerprint() throws {
    let folder = try TemporaryFolder()
    try ByteModel().write(to: folder.url)
    let variables = [false, true].map { TemplateVariables([.init(name: "think", value: .bool($0))]) }
    let settings = [
      ChatSettings(), ChatSettings(template: .init("a")), ChatSettings(template: .init("b")),
      ChatSettings(system: .none), ChatSettings(system: .text("")), ChatSettings(system: .text("S")),
      ChatSettings(variables: variables[0]), ChatSettings(variables: variables[1]),
    ]
    let prints = try settings.map { try TokenizerFingerprint.of(folder: folder.url, chat: $0) }
    #expect(Set(prints).count == settings.count)
    #expect(try TokenizerFingerprint.of(folder: folder.url) == prints[0])
    let elsewhere = ChatSettings(template: .init("a", name: "other.jinja"))
    #expect(try TokenizerFingerprint.of(folder: folder.url, chat: elsewhere) == prints[1])
  }

  @Test func areAskedForWhereThereIsNoTemplate() throws {
    let folder = try TemporaryFolder()
    try ByteModel().write(to: folder.url)
    for config in [#"{"chat_template": "{{ 1 }}"}"#, "{}"] {
      try folder.write(config, to: "tokenizer_config.json")
      let error = #expect(throws: TokenizerError.self) {
        try SampleEncoder(folder: folder.url, prompt: .chat, settings: StudySettings())
      }
      #expect(
        error?.description.contains("give the model a chat template in Jinja (chat_template in study.yml, ")
          == true)
    }
  }
}

@Suite struct StudyChatTests {
  private let fixture: StudyFixture
  private let partner = "    partner: one-base\n"
  private let turn = "<{{ messages[-1].content }}>"

  init() throws { fixture = try StudyFixture() }

  private func lines(_ text: String) -> String { partner + "    \(text)\n" }

  @Test func aTemplateIsATextOrAFileOfTheStudy() throws {
    try fixture.folder.write(turn + "\n", to: "prompts/mine.jinja")
    for (value, template) in [
      ("\"\(turn)\"", turn), ("prompts/mine.jinja", turn + "\n"), ("|-\n      \(turn)", turn),
      ("|\n      \(turn)", turn + "\n"), ("\"{% if true %}x{% endif %}\"", "{% if true %}x{% endif %}"),
    ] {
      let study = try fixture.read(replacing: partner, with: lines("chat_template: \(value)"))
      #expect(study.models.map(\.chat.template?.text) == [nil, template], "\(value)")
    }
    #expect(try fixture.read().models.map(\.chat) == [ChatSettings(), ChatSettings()])
  }

  @Test func aSystemMessageAndVariablesAreValuesOfYAML() throws {
    for (value, system) in [
      ("false", ChatSettings.System.none), ("\"false\"", .text("false")), ("Be brief.", .text("Be brief.")),
    ] {
      #expect(
        try fixture.read(replacing: partner, with: lines("system: \(value)")).models[1].chat.system == system)
    }
    let study = try fixture.read(
      replacing: partner,
      with: lines(
        "template_variables: { a: false, b: 1, c: 1.5, d: '1', e: 2024-07-26, f: [x, ~], g: { h: true } }"))
    #expect(
      study.models[1].chat.variables.json
        == #"{"a":false,"b":1,"c":1.5,"d":"1","e":"2024-07-26","f":["x",null],"g":{"h":true}}"#)
  }

  @Test(
    arguments: [
      ("chat_template: nowhere.jinja", "There is no file or folder"),
      ("chat_template: ../other.jinja", "must lie in the study's folder"),
      ("chat_template: /etc/passwd", "must lie in the study's folder"),
      ("chat_template: data", "is not a regular file"),
      ("chat_template: \"{% if %}\"", "`chat_template` cannot be used: line 1: "),
      ("chat_template: \"{{#user}}\"", "`chat_template` cannot be used: line 1: "),
      ("chat_template: [a]", "must be a text"), ("system: [a]", "must be a text"),
      ("template_variables: 5", "must be a mapping"),
      ("template_variables: { messages: 1 }", "`messages` is not free"),
      ("template_variables: { 'a b': 1 }", "is not the name of a variable"),
    ])
  func areCheckedWithTheStudy(text: String, message: String) throws {
    let problems = try fixture.problems(replacing: partner, with: lines(text))
    #expect(problems.count == 1)
    #expect(problems.first?.line == 12)
    #expect(problems.first?.message.contains(message) == true, "\(problems)")
  }

  @Test func aTemplateHasABound() throws {
    try fixture.folder.write(String(repeating: "x", count: 1 << 20), to: "long.jinja")
    #expect(try fixture.problems(replacing: partner, with: lines("chat_template: long.jinja")).isEmpty)
    try fixture.folder.write(String(repeating: "x", count: 1 << 20 + 1), to: "long.jinja")
    let problems = try fixture.problems(replacing: partner, with: lines("chat_template: long.jinja"))
    #expect(
      problems.map(\.line) == [12] && problems[0].message.contains("long.jinja is longer than"), "\(problems)"
    )
  }

  @Test func aTemplateMustBeThereWhereverTheStudyIsRead() throws {
    let study = StudyFixture.text.replacingOccurrences(of: partner, with: lines("chat_template: mine.jinja"))
    try fixture.folder.write(study, to: "study.yml")
    #expect(throws: FileError.self) { try Study(at: fixture.folder.url, checksFiles: false) }
    try fixture.folder.write(turn, to: "mine.jinja")
    #expect(try Study(at: fixture.folder.url, checksFiles: false).models[1].chat.template?.text == turn)
  }

  @Test func areNotForBaseModels() throws {
    for (key, value) in [
      ("chat_template", "\"\(turn)\""), ("system", "S"), ("template_variables", "{ a: 1 }"),
    ] {
      let problems = try fixture.problems(
        replacing: "    label: One\n", with: "    label: One\n    \(key): \(value)\n")
      #expect(problems.map(\.message) == ["a base model gets the plain instruction, so it has no `\(key)`"])
    }
  }

  @Test func changeTheRunsOfTheirModelAndOfNoOther() throws {
    func finished(_ text: String?) throws -> Int {
      let study = try fixture.read(replacing: partner, with: text.map(lines) ?? partner)
      let runner = Runner(
        study: study, options: RunOptions(threads: 1), opener: FakeOpener(), now: { 0 })
      return try runner.run().finished
    }
    #expect(try finished(nil) == 12)
    for text in ["chat_template: \"\(turn)\"", "system: false", "template_variables: { a: 1 }"] {
      #expect(try finished(text) == 6)
      #expect(try finished(text) == 0)
    }
  }
}
