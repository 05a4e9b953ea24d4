import Foundation
import Published
import Store
import Studies
import StudySupport
import Support
import TestSupport
import Testing

/// Imports whose files are named by a mapping.
@Suite struct ImportMappingTests {
  let folder: TemporaryFolder
  let lines = PublishedLines()

  init() throws { folder = try TemporaryFolder() }

  private static let header = """
    models:
      - { name: step-0, label: Before, stage: base, family: Llama }
      - { name: step-9, stage: instruct, partner: step-0 }
    tasks:
      - { name: sums, label: Sums, kind: math }
    files:

    """

  private func run(_ mapping: String) throws -> ImportSummary {
    let file = try folder.write(mapping, to: "runs/mapping.yml")
    return try ImportJob(places: [], mapping: file, output: folder.file("study")).run()
  }

  @Test func aMappingHasABound() throws {
    let error = try #require(throws: FileError.self) {
      try run(Self.header + String(repeating: "#", count: 1 << 24))
    }
    #expect(error == .unreadable(folder.file("runs/mapping.yml").path, .tooLong(limit: 1 << 24)))
  }

  private func mistakes(_ mapping: String) throws -> [ProblemList.Entry] {
    do {
      _ = try run(mapping)
      return []
    } catch FileError.problems(_, let entries) {
      return entries
    }
  }

  @Test func takesFilesOfAnyNameForWhatTheMappingSays() throws {
    for name in ["fast", "slow", "other", "later"] {
      try folder.write(lines.lines(["a", "b"], name), to: "runs/data/\(name)")
    }
    let summary = try run(
      Self.header + """
          - { path: data/fast, model: step-0, task: sums, style: none }
          - { path: data/slow, model: step-0, task: sums, style: detailed }
          - { path: data/other, model: step-0, task: sums, style: none, relevance: irrelevant }
          - { path: data/later, model: step-9, task: sums, style: none }
        """)
    #expect(summary.samples == 8)
    let study = try Study(at: folder.file("study"), checksFiles: false)
    #expect(study.models.map(\.name) == ["step-0", "step-9"])
    #expect(study.models.map(\.label) == ["Before", "step-9"])
    #expect(study.models.map(\.partner) == [nil, "step-0"])
    #expect(study.tasks.map(\.label) == ["Sums"])
    #expect(
      study.conditions.map { "\($0.style) \($0.relevance)" }
        == ["none correct", "none irrelevant", "detailed correct"])
    let results = try StudyResults(study: study)
    #expect(results.current().filter { $0.model.name == "step-9" }.count == 1)
  }

  @Test func namesEveryMistakeWithItsLine() throws {
    try folder.write(lines.lines(["a"], "a"), to: "runs/a")
    let found = try mistakes(
      Self.header + """
          - { path: a, model: step-1, task: sums, style: none }
          - { path: a, model: step-0, task: summs, style: none }
          - { path: a, model: step-0, task: sums, style: unpopular }
          - { path: missing, model: step-0, task: sums, style: none }
          - { path: a, model: step-0, task: sums }
        """)
    #expect(found.map(\.line) == [7, 8, 9, 10, 11])
    #expect(found[0].message == "unknown model `step-1`; did you mean `step-0`?")
    #expect(found[1].message == "unknown task `summs`; did you mean `sums`?")
    #expect(
      found[2].message
        == "a math task has no style `unpopular`; it has `none`, `simplified`, `detailed`")
    #expect(found[3].message.hasPrefix("there is no file `missing`"))
    #expect(found[4].message == "`style` is missing")
  }

  @Test func refusesModelsThatDoNotFit() throws {
    let found = try mistakes(
      """
      models:
        - { name: a, partner: b }
        - { name: A, stage: instruct }
        - { name: c, stage: instruct, partner: d }
      tasks: [{ name: sums, kind: maths }]
      files: []
      """)
    #expect(found.map(\.line) == [2, 3, 4, 5, 6])
    #expect(found[0].message.hasPrefix("a base model has no `partner`"))
    #expect(found[2].message.hasPrefix("unknown partner `d`"))
  }

  @Test func refusesTwoFilesOfOneCondition() throws {
    try folder.write(lines.lines(["a"], "a"), to: "runs/a")
    try folder.write(lines.lines(["b"], "b"), to: "runs/b")
    #expect {
      try run(
        Self.header + """
            - { path: a, model: step-0, task: sums, style: none }
            - { path: b, model: step-0, task: sums, style: none }
          """)
    } throws: { error in
      guard case PublishedError.importFile(_, .sameCondition) = error else { return false }
      return true
    }
  }
}
