import Foundation
import Gradients
import Studies
import StudySupport
import Support
import TestSupport
import Testing

@Suite struct StudyFileTests {
  let fixture: StudyFixture

  init() throws { fixture = try StudyFixture() }

  @Test func isReadWithItsDefaultsFilledIn() throws {
    let study = try fixture.read()
    #expect(study.name == "small")
    #expect(study.title == "A small study")
    #expect(study.description == nil)
    #expect(study.source == StudyFixture.text)
    #expect(study.models.map(\.name) == ["one-base", "one-instruct"])
    #expect(study.models.map(\.label) == ["One", "one-instruct"])
    #expect(study.models.map(\.stage) == [.base, .instruct])
    #expect(study.models.map(\.prompt) == [.base, .chat])
    #expect(study.models.map(\.partner) == [nil, "one-base"])
    #expect(study.models[0].folder.path == fixture.folder.url.appending(path: "models/base").path)
    #expect(study.tasks[0].styles == [.none, .detailed])
    #expect(
      study.conditions == [
        Condition(task: "sums", style: .none, relevance: .correct),
        Condition(task: "sums", style: .none, relevance: .irrelevant),
        Condition(task: "sums", style: .detailed, relevance: .correct),
      ])
    #expect(study.settings.maxLength == 64)
    #expect(study.settings.samples == 2)
    #expect(study.settings.prompting == .published)
    #expect(study.settings.projections == [.q, .k, .v, .o])
    #expect(!study.settings.extras.spectrum)
    #expect(study.store == fixture.folder.url.appending(path: "study.sqlite"))
  }

  @Test func readsTheStudyOfTheREADME() throws {
    let text = try String(
      contentsOf: SharedData.packageRoot.appending(path: "README.md"), encoding: .utf8)
    let yaml = try #require(text.firstMatch(of: /```yaml\n(.*?)```/.dotMatchesNewlines()))
    try fixture.folder.write(String(yaml.output.1), to: "study.yml")
    let study = try Study(at: fixture.folder.url, checksFiles: false)
    #expect(study.models.count == 2 && study.conditions.count == 4)
  }

  @Test func doesNotBlameThePartnerOfAnIllNamedModel() throws {
    let text = StudyFixture.text.replacingOccurrences(of: "one-base", with: "one.base")
    #expect(try fixture.problems(in: text).map(\.line) == [4])
  }

  @Test func namesAControlCharacterWhichATerminalWouldObey() throws {
    let problems = try fixture.problems(replacing: "label: One", with: #"label: "L\e[31mx""#)
    #expect(problems.map(\.message) == ["`label` holds a control character: `L [31mx`"])
  }

  @Test func givesCorrectAndIrrelevantResponsesFilesOfTheirOwn() throws {
    let problems = try fixture.problems(replacing: "fast-wrong.json", with: "fast.json")
    #expect(problems.map(\.line) == [18] || problems.map(\.line) == [17])
    #expect(problems.first?.message.contains("are the same file") == true)
  }

  @Test func mayBeginWithAByteOrderMark() throws {
    #expect(try fixture.problems(in: "\u{FEFF}" + StudyFixture.text).isEmpty)
  }

  @Test func readsTabsAndLineEndsInALabelAsSpaces() throws {
    for label in [#""One\tof  \n two""#, "|\n      One of\n      two\n", "One\u{A0}of two"] {
      let study = try fixture.read(replacing: "label: One", with: "label: \(label)")
      #expect(study.models[0].label.replacing("\u{A0}", with: " ") == "One of two")
    }
  }

  @Test func refusesLabelsThatReadersCannotTellApart() throws {
    let problems = try fixture.problems(replacing: "label: One", with: "label: one-instruct")
    #expect(problems.map(\.line) == [8])
    #expect(problems.first?.message.contains("two models are shown as `one-instruct`") == true)
  }

  @Test func maySetEverything() throws {
    let settings = """
      settings:
        {prompting: exact, spectrum: true, extrema: true, cosines: all-pairs, token_shares: true, projections: [o, q]}
      store: a/b.sqlite
      """
    let text = StudyFixture.text.components(separatedBy: "settings:")[0] + settings
    #expect(try fixture.problems(in: text).isEmpty)
    let study = try Study(at: fixture.folder.url.appending(path: "study.yml"))
    #expect(study.settings.prompting == .exact)
    #expect(study.settings.extras.spectrum)
    #expect(study.settings.extras.extrema)
    #expect(study.settings.extras.cosines == .allPairs)
    #expect(study.settings.extras.tokenShares)
    #expect(study.settings.projections == [.q, .o])
    #expect(study.settings.maxLength == 1024)
    #expect(study.store.path.hasSuffix("/a/b.sqlite"))
  }

  @Test(
    arguments: [
      ("float32", nil), ("bfloat16", "weights in bfloat16 are read exactly and computed with in float32"),
      ("flaot32", "unknown dtype `flaot32`; did you mean `float32`?"),
      ("[float32]", "`dtype` must be a text"),
    ] as [(String, String?)]) func computesInOneArithmeticWhateverItIsAskedFor(dtype: String, words: String?)
    throws
  {
    let problems = try fixture.problems(replacing: "samples: 2", with: "dtype: \(dtype)")
    #expect(problems.count == (words == nil ? 0 : 1))
    if let words { #expect(problems.first?.message.contains(words) == true, "\(problems)") }
  }

  @Test func reportsEveryMistakeAtOnceEachWithItsLine() throws {
    let text = """
      name: Small Study
      tittle: A small study
      models:
        - name: one
          path: models/nowhere
          stage: bse
        - name: one
          path: models/base
          stage: base
          partner: one
      tasks:
        - name: sums
          kind: maths
          data:
            none: { correct: data/fast.json, irelevant: data/fast-wrong.json }
            popular-100: { correct: data/slow.json }
      settings:
        max_length: 1
        samples: lots
        spectrum: yes
        projections: [q, x]
      """
    let problems = try fixture.problems(in: text)
    let expected = [
      (1, "such as `small-study`"), (1, "`title` is missing"),
      (2, "unknown key `tittle`; did you mean `title`?"), (5, "there is no folder `models/nowhere`"),
      (6, "unknown stage `bse`; did you mean `base`?"),
      (7, "two models are called `one`, the first in line 4"),
      (10, "a base model has no `partner`"), (13, "unknown kind `maths`; did you mean `math`?"),
      (15, "unknown key `irelevant`; did you mean `irrelevant`?"),
      (18, "`max_length` must be a whole number, 2 to 1048576, not `1`"),
      (19, "`samples` must be a whole number, 1 or more, not `lots`"),
      (20, "`spectrum` must be `true` or `false`, not `yes`"), (21, "unknown projection `x`"),
    ]
    #expect(problems.map(\.line) == expected.map(\.0))
    for (problem, (_, words)) in zip(problems, expected) { #expect(problem.message.contains(words)) }
  }

  @Test(arguments: Self.mistakes)
  func namesTheMistake(_ mistake: Mistake) throws {
    let problems = try fixture.problems(replacing: mistake.find, with: mistake.replacement)
    #expect(problems.map(\.line) == [mistake.line])
    let message = problems.first?.message ?? ""
    #expect(message.contains(mistake.message), "\(message)")
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let find: String
    let replacement: String
    let line: Int
    let message: String
    var testDescription: String { message }

    init(_ find: String, _ replacement: String, _ line: Int, _ message: String) {
      (self.find, self.replacement, self.line, self.message) = (find, replacement, line, message)
    }
  }

  /// A name one byte longer than the longest.
  private static let longName = "a" + String(repeating: "b", count: 64)

  static let mistakes: [Mistake] = [
    Mistake(
      "name: small", "name: \(longName)", 1, "has at most 64 of them, such as `\(longName.dropLast())`"),
    Mistake("partner: one-base", "partner: one-bsae", 11, "`one-bsae`; did you mean `one-base`?"),
    Mistake("partner: one-base", "partner: one-instruct", 11, "`one-instruct` is an instruct model"),
    Mistake("name: one-instruct", "name: one-base", 8, "called `one-base`, the first in line 4"),
    Mistake("stage: base\n", "stage: instruct\n", 11, "must be a base model"),
    Mistake("path: models/base", "path: data/fast.json", 6, "`data/fast.json` is not a checkpoint folder"),
    Mistake("path: models/base", "path: [a]", 6, "`path` must be a text, not a list"),
    Mistake("path: models/base", "path: \"\"", 6, "`path` is empty"),
    Mistake("path: models/base", "path:", 6, "`path` is missing"),
    Mistake("data/slow.json", "data/slo.json", 18, "there is no file `data/slo.json`"),
    Mistake("data/slow.json", "data", 18, "`data` is not a regular file"),
    Mistake("correct: data/slow.json", "irrelevant: data/slow.json", 18, "`correct` is missing"),
    Mistake("detailed:", "unpopular:", 18, "a math task has no style `unpopular`; it has `none`"),
    Mistake("detailed:", "detialed:", 18, "unknown key `detialed`; did you mean `detailed`?"),
    Mistake("{ correct: data/slow.json }", "data/slow.json", 18, "must be a mapping"),
    Mistake("samples: 2", "samples: 0", 21, "`samples` must be a whole number, 1 or more, not `0`"),
    Mistake("samples: 2", "samples: 2.5", 21, "not `2.5`"),
    Mistake("samples: 2", "samples: 99999999999999999999", 21, "`samples` must be a whole number"),
    Mistake("samples: 2", "projections: []", 21, "`projections` is an empty list"),
    Mistake("samples: 2", "projections: [q, q]", 21, "projection `q` stands twice"),
    Mistake("samples: 2", "sample: 2", 21, "unknown key `sample`; did you mean `samples`?"),
    Mistake("title: A small study", "title: A\nstore: ../x.sqlite", 3, "`store` leaves the study's folder"),
    Mistake("label: Sums", "label: Sums\n    label: Sums", 14, "`label` stands twice"),
    Mistake("title: A small study", "title: 'A", 2, "not YAML: "),
  ]

  @Test func namesEmptyLists() throws {
    let problems = try fixture.problems(in: "name: a\ntitle: b\nmodels: []\ntasks:\n")
    #expect(
      problems.map(\.description) == ["line 3: `models` is an empty list", "line 4: `tasks` is missing"])
  }

  @Test(arguments: ["", "# nothing\n", "- a\n", "word"])
  func refusesAnEmptyFileAndOneWithoutAMapping(_ text: String) throws {
    #expect(try fixture.problems(in: text).count == 1)
  }

  @Test func refusesAliasesHoweverFewLinesTheyNeed() throws {
    let bomb = (1..<30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }.joined(separator: "\n")
    let problems = try fixture.problems(in: "a0: &a0 [x]\n\(bomb)\n? [*a29]\n: x\n")
    #expect(problems.map(\.line) == [2])
    #expect(problems.first?.message.contains("write the part out") == true)
  }

  @Test func mayUseTheSignsOfAliasesInProse() throws {
    let text = StudyFixture.text + "\ndescription: \"R&D, *emphasis* & more\"\n"
    #expect(try fixture.problems(in: text).isEmpty)
  }

  @Test(arguments: ["[", "{a: ", "- ", "? "])
  func refusesDeepNesting(_ opening: String) throws {
    #expect(try !fixture.problems(in: String(repeating: opening, count: 100_000)).isEmpty)
  }

  @Test func refusesWhatIsNoReadableStudyFile() throws {
    let folder = fixture.folder
    #expect(throws: StudyError.noStudyInFolder(folder.url.path)) { try Study(at: folder.url) }
    let missing = folder.url.appending(path: "missing.yml")
    #expect(throws: FileError.unreadable(missing.path, .missing)) { try Study(at: missing) }
    let long = try folder.write(String(repeating: "#", count: 2 << 20), to: "long.yml")
    #expect(throws: FileError.unreadable(long.path, .tooLong(limit: 1 << 20))) { try Study(at: long) }
    let latin = try folder.write(Data([0x61, 0xE9]), to: "latin.yml")
    #expect(throws: FileError.unreadable(latin.path, .notUTF8)) { try Study(at: latin) }
  }

  @Test func needsNoModelsAndDataWhereOnlyResultsAreRead() throws {
    let file = try fixture.folder.write(
      StudyFixture.text.replacingOccurrences(of: "models/base", with: "models/gone"), to: "study.yml")
    #expect(throws: FileError.self) { try Study(at: file) }
    #expect(try Study(at: file, checksFiles: false).models.count == 2)
  }
}
