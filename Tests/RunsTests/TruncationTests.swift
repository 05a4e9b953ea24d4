import Foundation
import GRDB
import Published
import Runs
import Store
import Studies
import StudySupport
import Testing

@Suite struct TruncationTests {
  let fixture: StudyFixture
  let opener = FakeOpener()

  init() throws { fixture = try StudyFixture() }

  /// Two lengths of knowledge whose texts are the same up to 40 tokens, one of each byte, and answers of one word.
  private func study(maxLength: Int = 40, _ settings: String = "") throws -> Study {
    let start = String(repeating: "words ", count: 6)
    for (name, answer) in [
      ("short", "yes"), ("medium", start + "and more"), ("long", start + "and then much more"),
    ] {
      try fixture.folder.write(StudyFixture.records(3, answer: answer), to: "data/\(name).json")
    }
    let text =
      StudyFixture.text.components(separatedBy: "tasks:")[0] + """
        tasks:
          - name: topics
            kind: knowledge
            data:
              popular-100: { correct: data/short.json }
              popular-500: { correct: data/medium.json }
              popular-1000: { correct: data/long.json }
        settings:
          max_length: \(maxLength)
        \(settings)
        """
    try fixture.folder.write(text, to: "study.yml")
    return try Study(at: fixture.folder.url)
  }

  private func run(_ study: Study, announce: (WorkPlan) -> Void = { _ in }) throws -> RunSummary {
    try Runner(study: study, options: RunOptions(threads: 1), opener: opener, now: { 0 }).run(
      announce: announce)
  }

  private func coverage(_ study: Study, _ condition: Int, model: String = "one-base") throws -> Coverage {
    try #require(
      try StudyResults(study: study).coverage(model: model, condition: study.conditions[condition]))
  }

  private func forget(_ study: Study) throws {
    let queue = try DatabaseQueue(path: study.store.path)
    try queue.write { try $0.execute(sql: "UPDATE result SET cut_count = NULL WHERE token_count = 40") }
    try queue.close()
  }

  @Test func everyConditionCountsItsCutSamples() throws {
    let study = try study()
    let summary = try run(study)
    #expect(
      summary.truncation.cut == 12 && summary.truncation.samples == 18 && summary.truncation.unknown == 0)
    #expect(summary.text.contains("cut 12 of 18 samples to the longest length"))
    #expect(summary.json.contains(#""cut":12,"cut_unknown":0,"#))
    let (fast, slow) = (try coverage(study, 0), try coverage(study, 1))
    #expect(fast.cut == 0 && !fast.isAllCut && slow.cut == 3 && slow.isAllCut)
  }

  @Test func warnsOfConditionsThatAreAllCutAndOfThoseThatAreEqual() throws {
    let study = try study()
    var plan: WorkPlan?
    let summary = try run(study) { plan = $0 }
    let texts = summary.truncation.warnings.map(\.description)
    #expect(texts.count == 6)
    #expect(texts[0].hasPrefix("One, topics, popular-500: every response is cut (3 samples, max_length 40)"))
    #expect(texts[2].hasPrefix("One, topics, popular-1000: equals topics, popular-500 after cutting"))
    // They are known before the work, and still when there is none.
    #expect(plan?.warnings == summary.truncation.warnings)
    #expect(plan?.text.contains("6 cut to the longest length") == true)
    #expect(try run(study).truncation == summary.truncation)
  }

  @Test func saysNothingWhereEveryTextFits() throws {
    let summary = try run(study(maxLength: 200))
    #expect(
      summary.truncation.cut == 0 && summary.truncation.warnings.isEmpty && !summary.text.contains("cut"))
  }

  @Test func conditionsThatDifferSomewhereAreNotEqual() throws {
    let study = try study()
    let last = #"{"instruction": "Add 2 and 1.", "output": "yes"}"#
    let records = StudyFixture.records(2, answer: String(repeating: "words ", count: 9)).dropLast(3)
    try fixture.folder.write(records + ",\n" + last + "]", to: "data/long.json")
    let warnings = try run(study).truncation.warnings.map(\.description)
    #expect(warnings.count == 2 && warnings.allSatisfy { $0.contains("popular-500: every response") })
  }

  @Test func aRunFindsOutWhatAFormerStoreDoesNotKnow() throws {
    let study = try study()
    _ = try run(study)
    try forget(study)
    let unknown = try coverage(study, 1)
    #expect(unknown.cutUnknown == 3 && unknown.cut == 0)
    let summary = try run(study)
    #expect(summary.finished == 0 && summary.truncation.cut == 12 && summary.truncation.unknown == 0)
  }

  @Test func mergingTakesAndGivesWhatOnlyOneStoreKnows() throws {
    let study = try study()
    _ = try run(study)
    let whole = fixture.folder.file("whole.sqlite")
    try FileManager.default.copyItem(at: study.store, to: whole)
    try forget(study)
    let former = fixture.folder.file("former.sqlite")
    try FileManager.default.copyItem(at: study.store, to: former)
    _ = try MergeJob(study: study, stores: [whole]).run()
    #expect(try coverage(study, 2).cut == 3)
    #expect(try MergeJob(study: study, stores: [former]).run().added == 0)
    #expect(try coverage(study, 2).cut == 3)
  }

  @Test func exportsAndImportsKeepTheCounts() throws {
    let study = try study()
    _ = try run(study)
    let output = fixture.folder.file("out")
    _ = try ExportJob(study: study, output: output, formats: [.csv, .layerGradient]).run()
    let table = try String(contentsOf: output.appending(path: "samples.csv"), encoding: .utf8).split(
      separator: "\n")
    #expect(table[0].hasSuffix("tokens,labelled_tokens,cut_tokens,loss,skipped"))
    let cut = table.filter { $0.contains("one-base") }.map { $0.split(separator: ",")[9] }
    #expect(cut == ["0", "0", "0", "19", "19", "19", "29", "29", "29"])
    let imported = fixture.folder.file("imported")
    _ = try ImportJob(places: [output.appending(path: "layer-gradient")], output: imported).run()
    let again = try Study(at: imported, checksFiles: false)
    for condition in again.conditions.indices {
      let found = try coverage(again, condition, model: again.models[0].name)
      #expect(found.cutUnknown == 0 && found.cut == (condition == 0 ? 0 : 3))
    }
  }

  @Test func computeCountsTheSamplesOfItsFile() throws {
    let study = try study()
    let job = ComputeJob(
      checkpoint: study.models[0].folder, data: study.tasks[0].sources[1].file,
      output: fixture.folder.file("lines.jsonl"), settings: study.settings)
    for finished in [3, 0] {
      let summary = try job.run(options: RunOptions(threads: 1), opener: opener, now: { 0 })
      #expect(summary.finished == finished && summary.truncation.cut == 3)
      #expect(
        summary.truncation.warnings.map(\.description).first?.hasPrefix("medium.json: every response") == true
      )
    }
  }

  @Test func aRandomChoiceIsTheSameInAllConditionsAndMoreOfItGoesOn() throws {
    for name in ["short", "medium", "long"] {
      try fixture.folder.write(StudyFixture.records(40, answer: name), to: "data/\(name).json")
    }
    func study(_ count: Int, seed: Int) throws -> Study {
      let text = try String(contentsOf: fixture.folder.file("study.yml"), encoding: .utf8)
        .components(separatedBy: "settings:")[0]
      try fixture.folder.write(
        text + "settings:\n  sampling: { count: \(count), seed: \(seed) }\n", to: "study.yml")
      return try Study(at: fixture.folder.url)
    }
    _ = try self.study()
    for name in ["short", "medium", "long"] {
      try fixture.folder.write(StudyFixture.records(40, answer: name), to: "data/\(name).json")
    }
    let few = try study(5, seed: 1)
    #expect(try run(few).finished == 30)
    func indices(_ study: Study) throws -> [[Int]] {
      let results = try StudyResults(study: study)
      return try study.conditions.map {
        try results.results(model: "one-base", condition: $0)?.samples.map(\.index) ?? []
      }
    }
    let expected = Sampling(count: 5, seed: 1).choice(among: 0..<40)
    #expect(try indices(few) == [expected, expected, expected])
    #expect(try run(study(8, seed: 1)).finished == 18)
    #expect(try indices(study(5, seed: 1)) == [expected, expected, expected])
    let other = try study(5, seed: 2)
    let before = try StudyResults(study: few).source(model: "one-base", condition: few.conditions[0])
    _ = try run(other)
    let choice = Sampling(count: 5, seed: 2).choice(among: 0..<40)
    #expect(try indices(other) == [choice, choice, choice])
    let after = try StudyResults(study: other).source(model: "one-base", condition: other.conditions[0])
    #expect(before != nil && before != after)
    let count = try StoreQueries.read(other.store) {
      try Int.fetchOne($0, sql: "SELECT count(DISTINCT sample_index) FROM statistic WHERE model = 'one-base'")
    }
    #expect(count == 5)
    // Without the data the choice that the store has stands, and that of another seed counts as missing.
    try FileManager.default.removeItem(at: fixture.folder.file("data"))
    #expect(try indices(Study(at: fixture.folder.url, checksFiles: false)) == [choice, choice, choice])
    let text = try String(contentsOf: fixture.folder.file("study.yml"), encoding: .utf8)
    try fixture.folder.write(text.replacingOccurrences(of: "seed: 2", with: "seed: 3"), to: "study.yml")
    let unknown = try StudyResults(study: Study(at: fixture.folder.url, checksFiles: false))
    #expect(
      unknown.current().isEmpty
        && unknown.outdated == [.settings(model: "one-base"), .settings(model: "one-instruct")])
  }
}
