import Foundation
import GRDB
import Gradients
import Runs
import Store
import Studies
import StudySupport
import Synchronization
import TestSupport
import Testing

@Suite struct RunnerTests {
  let fixture: StudyFixture
  let opener = FakeOpener()

  init() throws {
    fixture = try StudyFixture()
    for name in ["fast", "fast-wrong", "slow"] {
      try fixture.folder.write(StudyFixture.records(7, answer: name), to: "data/\(name).json")
    }
  }

  /// The fixture's study with all its samples: 2 models × 3 conditions × 7.
  private func study(_ settings: String = "") throws -> Study {
    try fixture.read(replacing: "settings:\n  max_length: 64\n  samples: 2", with: settings)
  }

  private func runner(_ study: Study, memory: Int = 100, opener: FakeOpener? = nil) -> Runner {
    Runner(
      study: study, options: RunOptions(threads: 2, memory: memory), opener: opener ?? self.opener,
      now: { 0 })
  }

  /// Everything the store holds, as the reader gives it.
  private func contents(_ study: Study) throws -> [String] {
    let results = try StudyResults(study: study)
    return try study.models.flatMap { model in
      try study.conditions.map { condition in
        let found = try results.results(model: model.name, condition: condition)
        return "\(found.map { "\($0.samples) \($0.skipped)" } ?? "nothing")"
      }
    }
  }

  @Test func computesEverySampleAndStoresWhatTheEngineGave() throws {
    let study = try study("settings: {projections: [v, q], spectrum: true}")
    let summary = try runner(study).run()
    #expect(summary.finished == 42)
    #expect(summary.found == 0)
    #expect(summary.missing == 0)
    #expect(summary.skipped.isEmpty)
    #expect(!summary.wasCancelled)

    let results = try StudyResults(study: study)
    let condition = study.conditions[1]
    let found = try #require(try results.results(model: "one-instruct", condition: condition))
    let text = "> Add 4 and 1.\nfast-wrong 5"
    let tokens = LabelledTokens(ids: text.utf8.map(Int32.init), start: 15)
    guard case .computed(let expected) = FakeEngine(opener: opener, settings: study.settings).outcome(tokens)
    else { return #expect(Bool(false)) }
    #expect(found.samples.map(\.index) == [0, 1, 2, 3, 4, 5, 6])
    #expect(found.samples[4].loss == expected.loss)
    #expect(found.samples[4].tokenCount == text.utf8.count)
    #expect(found.samples[4].labelCount == text.utf8.count - 15)
    #expect(found.samples[4].summaries == expected.gradients.map(\.summary))
    #expect(found.layerCount == 2)
    let table = try #require(found.table(.largest, of: .v))
    #expect(Array(table.row(4)) == [expected.gradients[1], expected.gradients[3]].map(\.summary.largest))
    #expect(found.table(.largest, of: .k) == nil)

    let spectra = try results.spectra(model: "one-instruct", condition: condition, layer: 1, projection: .v)
    #expect(spectra.map(\.index) == [0, 1, 2, 3, 4, 5, 6])
    #expect(spectra[4].values == expected.gradients[3].singularValues)
    let facts = try #require(results.facts(of: "one-base"))
    #expect(facts.family == "Fake")
    #expect(facts.parameterCount == 1000)
    #expect(try results.coverage(model: "one-base", condition: condition)?.isComplete == true)
  }

  @Test func leavesAStoreThatAnswersQuestionsByHand() throws {
    let study = try study("settings: {samples: 5}")
    _ = try runner(study).run()
    let found = try #require(
      try StudyResults(study: study).results(model: "one-base", condition: study.conditions[2]))
    let table = try #require(found.table(.nuclearNorm, of: .k))
    let mean = (0..<5).reduce(0) { $0 + (table.row($1).last ?? 0) } / 5
    let row = try StoreQueries.read(study.store) { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT count(*), avg(nuclear_norm) FROM statistic WHERE model = 'one-base' AND style = 'detailed'
          AND projection = 'k' AND layer = 1
          """)
    }
    #expect(row?[0] == 5)
    // Sums of five doubles in another order.
    #expect(abs((row?[1] ?? 0) / mean - 1) < 1e-14)
  }

  @Test func doesNothingWhenNothingIsMissing() throws {
    let study = try study()
    _ = try runner(study).run()
    let before = try Data(contentsOf: study.store)
    let summary = try runner(study).run()
    #expect(summary.finished == 0)
    #expect(summary.found == 42)
    #expect(opener.computedCount == 42)
    #expect(try Data(contentsOf: study.store).count == before.count)
  }

  @Test(arguments: [30, 60, 1_000_000])
  func givesTheSameResultsInWhateverBatches(memory: Int) throws {
    let study = try study()
    _ = try runner(study, memory: memory).run()
    let found = try contents(study)
    try FileManager.default.removeItem(at: study.store)
    _ = try runner(study).run()
    #expect(try contents(study) == found)
  }

  @Test(arguments: [1, 2, 5, 9, 14])
  func thatIsStoppedAnywhereGoesOnWhereItStopped(stopAfter batches: Int) throws {
    let study = try study()
    let reports = Mutex(0)
    let stopped = try runner(study).run(isCancelled: { reports.withLock { $0 } > batches }) { _ in
      reports.withLock { $0 += 1 }
    }
    #expect(stopped.wasCancelled)
    #expect(stopped.missing > 0)
    #expect(stopped.finished == opener.computedCount)
    #expect(stopped.finished + stopped.missing == 42)
    let resumed = try runner(study).run()
    #expect(resumed.found == stopped.finished)
    #expect(resumed.missing == 0)
    #expect(opener.computedCount == 42)
    let found = try contents(study)
    try FileManager.default.removeItem(at: study.store)
    _ = try runner(study).run()
    #expect(try contents(study) == found)
  }

  @Test func isRefusedWhileAnotherRunOfTheStudyIsUnderWayAndLeavesNoLockBehind() throws {
    let study = try study()
    var inner: StoreError?
    _ = try runner(study).run(report: { _ in
      guard inner == nil else { return }
      do { _ = try runner(study).run() } catch { inner = error as? StoreError }
    })
    #expect(inner == .store(study.store.path, .inUse))
    #expect(!FileManager.default.fileExists(atPath: study.store.path + ".lock"))
    #expect(opener.computedCount == 42)
  }

  @Test func neverMixesResultsOfOtherSettingsAndFindsTheOldOnesAgain() throws {
    let long = try study()
    _ = try runner(long).run()
    let short = try study("settings: {max_length: 20}")
    #expect(try contents(short) == Array(repeating: "nothing", count: 6))
    #expect(try StudyResults(study: short).coverage(model: "one-base", condition: short.conditions[0]) == nil)
    #expect(try runner(short).run().finished == 42)
    let again = try study()
    #expect(try runner(again).run().found == 42)
    #expect(opener.computedCount == 84)
  }

  @Test func computesOnlyTheSamplesThatAStudyAsksForBeyondTheOldOnes() throws {
    let few = try study("settings: {samples: 3}")
    #expect(try runner(few).run().finished == 18)
    let many = try study("settings: {samples: 5}")
    #expect(try runner(many).run().finished == 12)
    #expect(try runner(few).run().found == 18)
    let results = try StudyResults(study: few)
    let condition = few.conditions[0]
    #expect(try results.results(model: "one-base", condition: condition)?.samples.map(\.index) == [0, 1, 2])
    #expect(try results.coverage(model: "one-base", condition: condition)?.expected == 3)
  }

  @Test func computesAConditionAgainWhenItsDataChange() throws {
    let study = try study()
    _ = try runner(study).run()
    try fixture.folder.write(StudyFixture.records(7, answer: "slower"), to: "data/slow.json")
    #expect(try runner(study).run().finished == 14)
  }

  @Test func storesSkippedSamplesWithTheirReasonsAndCountsThem() throws {
    let opener = FakeOpener(skips: ["slow 3"])
    let study = try study("settings: {max_length: 15}")
    let summary = try runner(study, opener: opener).run()
    // "Add 0 and 1.\n" has 13 bytes: the base models' responses keep two, of the chat prompt's none is left.
    #expect(summary.skipped == [.noLabels: 21])
    let whole = try self.study()
    let second = try runner(whole, opener: opener).run()
    #expect(second.skipped == [.nonFiniteLoss: 2])
    let results = try StudyResults(study: whole)
    let found = try #require(try results.results(model: "one-base", condition: whole.conditions[2]))
    #expect(found.skipped == [SkippedSample(index: 2, reason: .nonFiniteLoss)])
    #expect(found.samples.map(\.index) == [0, 1, 3, 4, 5, 6])
    #expect(try runner(whole, opener: opener).run().skipped == [.nonFiniteLoss: 2])
  }

  @Test func reportsSamplesRateAndTimeLeftByTheClockItIsGiven() throws {
    let study = try study()
    let seconds = Mutex(0.0)
    let clock: @Sendable () -> Double = { seconds.withLock { $0 } }
    let options = RunOptions(threads: 7, memory: 1_000_000)
    var reports: [RunProgress] = []
    let runner = Runner(study: study, options: options, opener: opener, now: clock)
    let summary = try runner.run(report: { progress in
      reports.append(progress)
      seconds.withLock { $0 += 1 }
    })
    #expect(reports.count == 12)
    #expect(reports[0].tokensPerSecond == nil)
    #expect(reports[0].secondsLeft == nil)
    #expect(reports[0].activity == "One, sums, none")
    #expect(reports.map(\.samplesDone) == [0, 7, 7, 14, 14, 21, 21, 28, 28, 35, 35, 42])
    #expect(reports.allSatisfy { $0.samplesTotal == 42 })
    #expect(reports[1].tokensPerSecond == Double(7 * "Add 0 and 1.\nfast 1".utf8.count))
    #expect(reports.last?.secondsLeft == 0)
    #expect(summary.seconds == 12)
  }

  @Test func canBeAskedForItsProgressWithinABatch() throws {
    let study = try study()
    let seconds = Mutex(0.0)
    let meter = ProgressMeter(now: { seconds.withLock { $0 } })
    let within = Mutex<[RunProgress]>([])
    let opener = FakeOpener(whileComputing: {
      seconds.withLock { $0 += 2 }
      if let progress = meter.progress { within.withLock { $0.append(progress) } }
    })
    #expect(meter.progress == nil)
    let options = RunOptions(threads: 7, memory: 1_000_000)
    _ = try Runner(study: study, options: options, opener: opener, now: { 0 }).run(meter: meter)
    let reports = within.withLock { $0 }
    // Half of the first of six batches.
    #expect(reports.map(\.samplesDone) == [0, 7, 14, 21, 28, 35])
    let tokens = Double(7 * "Add 0 and 1.\nfast 1".utf8.count)
    #expect(reports[0].tokensPerSecond == tokens / 2 / 2)
    #expect(reports[0].share > 0.05 && reports[0].share < 0.1)
    let left = try #require(reports[0].secondsLeft)
    #expect(abs(left - 2 * (1 - reports[0].share) / reports[0].share) < 1e-9)
    #expect(zip(reports, reports.dropFirst()).allSatisfy { $0.share < $1.share })
    #expect(meter.progress?.share == 1)
  }

  @Test func announcesItsWorkOnceAndNothingWhenNothingIsMissing() throws {
    let study = try study()
    var plans: [WorkPlan] = []
    _ = try runner(study, memory: 60).run(announce: { plans.append($0) })
    #expect(plans.count == 1)
    let plan = try #require(plans.first)
    #expect(plan.models.map(\.label) == ["One", "one-instruct"])
    #expect(plan.models.map(\.conditions) == [3, 3] && plan.models.map(\.samples) == [21, 21])
    #expect(plan.models.allSatisfy { $0.memory <= 60 && $0.batches > 3 })
    let tokens = plan.models.reduce(0) { $0 + $1.tokens }
    #expect(
      plan.text.hasPrefix(
        "42 samples to compute, \(tokens) tokens; 2 threads, at most 60 bytes of memory\n  One: "))
    _ = try runner(study).run(announce: { plans.append($0) })
    #expect(plans.count == 1)
  }

  @Test func tellsTheNotesOfCheckpointsBelowTheirModelsAndKeepsThoseOfTheLastRun() throws {
    let study = try study()
    func notes(_ model: String) throws -> [String]? { try StudyResults(study: study).facts(of: model)?.notes }
    var text = ""
    let first = FakeOpener(notes: ["A key <b>is not read."])
    _ = try runner(study, opener: first).run(announce: { text = $0.text })
    let lines = text.split(separator: "\n")
    #expect(lines[1].hasPrefix("  One: ") && lines[3].hasPrefix("  one-instruct: "))
    #expect(lines.indices.filter { lines[$0] == "    A key <b>is not read." } == [2, 4])
    #expect(try notes("One") == nil && notes("one-base") == first.notes)
    // Nothing is left to compute, and what is known of a checkpoint is noted all the same.
    let second = FakeOpener(notes: ["First.", "Second."])
    #expect(try runner(study, opener: second).run().finished == 0)
    #expect(try notes("one-base") == second.notes && notes("one-instruct") == second.notes)
  }

  @Test func refusesASampleThatDoesNotFitAndNamesWhatWould() throws {
    let study = try study()
    let error = try #require(throws: RunError.self) { try runner(study, memory: 20).run() }
    guard case .memory(let model, let tokens, let needed, let allowed) = error else { return }
    #expect(model == "One" && allowed == 20 && needed == tokens && needed > 20)
    #expect(error.description.contains("Give it --memory \(needed) where"))
    #expect(opener.computedCount == 0)
    #expect(try runner(study, memory: 2 * needed).run().missing == 0)
  }

  @Test func refusesIdsBeyondTheEmbeddingBeforeAnythingIsComputed() throws {
    let study = try study()
    let opener = FakeOpener(vocabularySize: 100)
    let file = study.tasks[0].sources[0].file.path
    let expected = StudyError.idBeyondEmbedding(file, index: 0, id: 100, rows: 100, family: "Fake")
    #expect(throws: expected) { try runner(study, opener: opener).run() }
    #expect(opener.computedCount == 0)
  }

  @Test func leavesNoStoreBehindWhenTheDataAreWrong() throws {
    let study = try study()
    try fixture.folder.write("[]", to: "data/slow.json")
    #expect(throws: StudyError.self) { try runner(study).run() }
    #expect(!FileManager.default.fileExists(atPath: study.store.path))
  }

  @Test func thatFillsTheDiskKeepsEveryFinishedBatch() throws {
    let study = try study("settings: {token_shares: true, projections: [q, k, v, o, gate, up, down]}")
    try Store(at: study.store, for: .write).close()
    let pages = try Data(contentsOf: study.store).count / 32_768
    let runner = Runner(
      study: study, options: RunOptions(threads: 1, memory: 30), opener: opener, now: { 0 }
    ) { try Store(at: $0, for: .write, patience: 1, pageLimit: pages + 1) }
    #expect(throws: StoreError.store(study.store.path, .full)) { try runner.run() }
    let computed = opener.computedCount
    #expect(computed > 1 && computed < 42)
    // All but the batch in flight, of one sample, is there; the rest is computed now.
    let summary = try self.runner(study).run()
    #expect(summary.found == computed - 1)
    #expect(summary.missing == 0)
  }

  /// A runner whose store cannot be written. Tests may be run by root, whom no rights of files keep from writing, so the
  /// refusal of a disk that is read-only stands in for it.
  private func readOnly(_ study: Study) -> Runner {
    Runner(study: study, options: RunOptions(threads: 1), opener: opener, now: { 0 }) {
      throw StoreError.store($0.path, .readOnly)
    }
  }

  @Test func needsNoStoreThatCanBeWrittenWhenNothingIsMissing() throws {
    let study = try study()
    _ = try runner(study).run()
    let before = try Data(contentsOf: study.store)
    let summary = try readOnly(study).run()
    #expect(summary.found == 42 && summary.finished == 0 && summary.missing == 0)
    #expect(opener.computedCount == 42)
    #expect(try Data(contentsOf: study.store) == before)
  }

  @Test func saysWhatIsMissingWhereTheStoreCannotBeWritten() throws {
    let long = try study()
    #expect(throws: StoreError.store(long.store.path, .readOnly)) { try readOnly(long).run() }
    let short = try study("settings: {samples: 5}")
    _ = try runner(short).run()
    let error = StoreError.store(long.store.path, .readOnlyUnfinished(missing: 12))
    #expect(throws: error) { try readOnly(long).run() }
    #expect("\(error)".contains("12 samples are still to be computed"))
    // Nothing to compute, but what the study shows is noted in the store.
    let shorter = try study("settings: {samples: 4}")
    #expect(throws: StoreError.store(long.store.path, .readOnlyUnfinished(missing: 0))) {
      try readOnly(shorter).run()
    }
  }
}
