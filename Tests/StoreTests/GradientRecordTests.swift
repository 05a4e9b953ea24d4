import Foundation
import GRDB
import Gradients
import Runs
import Store
import Studies
import StudySupport
import TestSupport
import Testing

/// The numbers of a sample, which are one record of the store.
@Suite struct GradientRecordTests {
  let fixture: StudyFixture
  let opener = FakeOpener()

  init() throws { fixture = try StudyFixture() }

  private func computed(_ settings: String = "samples: 2\n  extrema: true\n  spectrum: true") throws -> Study
  {
    let study = try fixture.read(replacing: "samples: 2", with: settings)
    _ = try Runner(study: study, options: RunOptions(threads: 1), opener: opener, now: { 0 }).run()
    return study
  }

  private func execute(_ sql: String, in study: Study) throws {
    let queue = try DatabaseQueue(path: study.store.path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// Every way in which numbers of gradients are read.
  private func readings(_ study: Study) throws -> [() throws -> Void] {
    let results = try StudyResults(study: study)
    let store = try Store(at: study.store, for: .read)
    let run = try #require(results.current().first?.run)
    let condition = study.conditions[0]
    return [
      { _ = try results.results(model: "one-base", condition: condition) },
      { try store.forEachSample(of: run) { _ in } },
      { _ = try results.spectra(model: "one-base", condition: condition, layer: 0, projection: .q) },
    ]
  }

  /// Where each reading finds the store to be wrong.
  private func places(_ study: Study) throws -> [String?] {
    try readings(study).map { reading in
      do {
        try reading()
        return nil
      } catch StoreError.store(study.store.path, .unlike(let mismatch)) {
        return mismatch.place
      }
    }
  }

  private func place(openingOf study: Study) throws -> String? {
    do {
      _ = try StudyResults(study: study)
      return nil
    } catch StoreError.store(study.store.path, .unlike(let mismatch)) {
      return mismatch.place
    }
  }

  @Test func givesBackEveryNumberToTheBit() throws {
    let study = try computed()
    let results = try StudyResults(study: study)
    let store = try Store(at: study.store, for: .read)
    let item = try #require(results.current().first)
    var samples: [SampleGradients] = []
    try store.forEachSample(of: item.run) { sample in
      if case .computed(let gradients) = sample.outcome { samples.append(gradients) }
    }
    let found = try #require(try results.results(model: item.model.name, condition: item.source.condition))
    #expect(samples.count == 2 && found.samples.count == 2)
    let tokens = Array("Add 1 and 1.\nfast 2".utf8)
    let outcome = FakeEngine(opener: opener, settings: study.settings)
      .outcome(LabelledTokens(ids: tokens.map(Int32.init), start: 13))
    guard case .computed(let expected) = outcome else { throw CancellationError() }
    #expect(samples[1].gradients.map(\.place) == expected.gradients.map(\.place))
    #expect(samples[1].gradients.map(\.summary) == expected.gradients.map(\.summary))
    #expect(samples[1].gradients.map(\.singularValues) == expected.gradients.map(\.singularValues))
    #expect(samples[1].gradients.map(\.extrema) == expected.gradients.map(\.extrema))
    #expect(found.samples[1].summaries == expected.gradients.map(\.summary))
  }

  @Test func isARowForASample() throws {
    let study = try computed()
    let sizes = try StoreQueries.read(study.store) {
      try Row.fetchAll($0, sql: "SELECT DISTINCT length(statistics), length(extrema) FROM gradient")
    }
    let gradients = 2 * study.settings.projections.count
    #expect(
      sizes.map { [$0[0] as Int, $0[1] as Int] } == [
        [gradients * Statistic.columns.count * 8, gradients * 16]
      ])
  }

  @Test(arguments: [
    "UPDATE gradient SET statistics = x''", "UPDATE gradient SET statistics = zeroblob(64)",
    "DELETE FROM gradient",
  ])
  func thatIsShortOrMissingIsNotKnownAndComputedAgain(sql: String) throws {
    let study = try computed()
    let whole = try StudyResults(study: study).results(model: "one-base", condition: study.conditions[0])
    try execute(sql, in: study)
    let results = try StudyResults(study: study)
    let found = try #require(try results.results(model: "one-base", condition: study.conditions[0]))
    #expect(found.table(.effectiveRank, of: .q)?.values.allSatisfy(\.isNaN) == true)
    #expect(try results.coverage(model: "one-base", condition: study.conditions[0])?.incomplete == 2)
    try readings(study).forEach { try $0() }
    let summary = try Runner(study: study, options: RunOptions(threads: 1), opener: opener, now: { 0 }).run()
    #expect(summary.finished == 12)
    let again = try StudyResults(study: study).results(model: "one-base", condition: study.conditions[0])
    // The first of eight numbers is there already where it is zero now.
    let statistic = sql.contains("64") ? Statistic.largest : .nuclearNorm
    #expect(again?.table(statistic, of: .q) == whole?.table(statistic, of: .q))
  }

  @Test(arguments: [
    "statistics = zeroblob(7)", "statistics = zeroblob(65)", "statistics = zeroblob(64 * 7)",
    "statistics = zeroblob(100000)",
  ])
  func ofAnotherLengthThanItsRunHasGradientsSaysThatTheStoreIsDamaged(change: String) throws {
    let study = try computed("samples: 2\n  projections: [q, k, v, o]")
    try execute("UPDATE gradient SET \(change)", in: study)
    #expect(try places(study) == ["gradient.statistics", "gradient.statistics", nil])
  }

  @Test func whoseExtremaOrSpectraHaveAnotherLengthSaysThatTheStoreIsDamaged() throws {
    let study = try computed()
    try execute("UPDATE gradient SET extrema = zeroblob(24)", in: study)
    #expect(try places(study) == [nil, "gradient.extrema", nil])
    try execute(
      "UPDATE gradient SET extrema = NULL; UPDATE spectrum SET singular_values = zeroblob(9)", in: study)
    #expect(try places(study) == [nil, "spectrum.singular_values", "spectrum.singular_values"])
    try execute("UPDATE spectrum SET singular_values = zeroblob(8), layer = layer + 1000000000000", in: study)
    #expect(try places(study) == [nil, "spectrum.layer", nil])
    try execute("UPDATE spectrum SET layer = layer - 1000000000000 + 2", in: study)
    #expect(try places(study) == [nil, "spectrum", nil])
  }

  @Test(arguments: ["0", "-1", "10001", "9223372036854775807"])
  func ofAModelWithNoSuchNumberOfLayersTakesNoMemory(layers: String) throws {
    let study = try computed()
    try execute("UPDATE model SET layer_count = \(layers)", in: study)
    #expect(try place(openingOf: study) == "model.layer_count")
  }

  @Test(arguments: ["q k q", "q x", "x"])
  func ofARunWithProjectionsThatNoneHasSaysThatTheStoreIsDamaged(words: String) throws {
    let study = try computed()
    try execute("UPDATE run SET projections = '\(words)'", in: study)
    #expect(try place(openingOf: study) == "run.projections")
  }
}
