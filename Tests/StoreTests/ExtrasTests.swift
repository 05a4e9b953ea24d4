import Foundation
import GRDB
import Gradients
import Runs
import Store
import Studies
import StudySupport
import TestSupport
import Testing

/// What a study may keep of every gradient beside its summary.
@Suite struct ExtrasTests {
  let fixture: StudyFixture
  let opener = FakeOpener()

  init() throws { fixture = try StudyFixture() }

  private func study(_ settings: String) throws -> Study {
    try fixture.read(replacing: "samples: 2", with: settings)
  }

  private func run(_ study: Study) throws -> RunSummary {
    try Runner(
      study: study, options: RunOptions(threads: 2, memory: 100), opener: opener, now: { 0 }
    ).run()
  }

  /// What the engine makes of the record at `index` of the first condition.
  private func expected(_ index: Int, _ study: Study) throws -> (tokens: [UInt8], gradients: SampleGradients)
  {
    let tokens = Array("Add \(index) and 1.\nfast \(index + 1)".utf8)
    let sample = LabelledTokens(ids: tokens.map(Int32.init), start: 13)
    let outcome = FakeEngine(opener: opener, settings: study.settings).outcome(sample)
    guard case .computed(let gradients) = outcome else { throw CancellationError() }
    return (tokens, gradients)
  }

  @Test func areNotKeptUnlessAskedFor() throws {
    let study = try study("samples: 2")
    _ = try run(study)
    let results = try StudyResults(study: study)
    let condition = study.conditions[0]
    #expect(try results.cosines(model: "one-base", condition: condition)?.samples.isEmpty == true)
    #expect(try results.tokenShareSamples(model: "one-base", condition: condition) == [])
    #expect(try results.tokenShares(model: "one-base", condition: condition, sample: 0) == nil)
    #expect(try results.spectra(model: "one-base", condition: condition, layer: 0, projection: .q) == [])
  }

  @Test func comeBackFromTheStoreAsTheEngineGaveThem() throws {
    let study = try study("cosines: all-pairs\n  token_shares: true\n  spectrum: true\n  extrema: true")
    _ = try run(study)
    let results = try StudyResults(study: study)
    let condition = study.conditions[0]
    let cosines = try #require(try results.cosines(model: "one-base", condition: condition))
    #expect(cosines.samples.map(\.index) == [0, 1, 2])
    let (tokens, gradients) = try expected(1, study)
    #expect(cosines.samples[1] == SampleCosines(index: 1, layerCount: 2, cosines: gradients.cosines))
    let sum = Double(tokens.reduce(0) { $0 + Int($1) })
    #expect(cosines.samples[1].between(.o, layers: 1, 0) == -3 / sum)
    #expect(cosines.samples[1].between(.o, layers: 1, 1) == 1)
    #expect(cosines.samples[1].inside(.k, .v, layer: 1) == 1 / sum)
    #expect(cosines.samples[1].inside(.q, .o, layer: 1) == nil)
    #expect(cosines.adjacent(.q)?.layerCount == 1)
    #expect(cosines.inside(.q, .o) == nil)

    #expect(try results.tokenShareSamples(model: "one-base", condition: condition) == [0, 1, 2])
    let shares = try #require(
      try results.tokenShares(model: "one-base", condition: condition, sample: 1))
    #expect(shares.tokens.map { Array($0.utf8) } == tokens.map { [$0] })
    #expect(shares.start == 13)
    #expect(shares.values == gradients.gradients.flatMap { $0.tokenShares ?? [] })
    #expect(shares.shares(layer: 1, projection: .v).map(Array.init) == gradients.gradients[6].tokenShares)
    #expect(try results.tokenShares(model: "one-base", condition: condition, sample: 3) == nil)
  }

  @Test func thatAStudyAsksForLaterAreComputedIntoResultsOfTheirOwn() throws {
    let plain = try study("samples: 3")
    #expect(try run(plain).finished == 18)
    let asking = try study("cosines: adjacent")
    #expect(
      try StudyResults(study: asking).cosines(model: "one-base", condition: asking.conditions[0]) == nil)
    #expect(try run(asking).finished == 18)
    let cosines = try StudyResults(study: asking).cosines(model: "one-base", condition: asking.conditions[0])
    #expect(cosines?.samples.count == 3)
  }

  @Test func thatAStudyDoesNotAskForAnyMoreAreNoReasonToComputeAgain() throws {
    #expect(try run(study("cosines: all-pairs\n  spectrum: true")).finished == 18)
    let adjacent = try study("cosines: adjacent")
    // The store serves it as it is ...
    #expect(
      try StudyResults(study: adjacent).coverage(model: "one-base", condition: adjacent.conditions[0]) != nil)
    // ... and a run finds nothing to do.
    #expect(try run(adjacent).found == 18)
    #expect(try run(study("samples: 2")).found == 12)
    #expect(opener.computedCount == 18)
    // What it does not hold is computed, and so is a sample that it lacks.
    #expect(try run(study("extrema: true")).finished == 18)
  }

  @Test func ofHalfAStudyDoNotStandForTheWhole() throws {
    #expect(try run(study("samples: 2\n  spectrum: true")).finished == 12)
    #expect(try run(study("samples: 3")).finished == 18)
  }

  @Test func thatAreDamagedSaySo() throws {
    let study = try study("cosines: all-pairs\n  token_shares: true")
    _ = try run(study)
    let queue = try DatabaseQueue(path: study.store.path)
    try queue.write { database in
      try database.execute(sql: "UPDATE cosine SET cosines = x'0011'")
      try database.execute(sql: "UPDATE token_share SET tokens = '[1]' WHERE result % 2 = 0")
      try database.execute(sql: "UPDATE token_share SET shares = x'00112233' WHERE result % 2 = 1")
    }
    try queue.close()
    let results = try StudyResults(study: study)
    let condition = study.conditions[0]
    func place(_ reading: () throws -> Void) throws -> String? {
      do {
        try reading()
        return nil
      } catch StoreError.store(study.store.path, .unlike(let mismatch)) {
        return mismatch.place
      }
    }
    #expect(
      try place { _ = try results.cosines(model: "one-base", condition: condition) } == "cosine.cosines")
    let places = try (0..<2).map { index in
      try place { _ = try results.tokenShares(model: "one-base", condition: condition, sample: index) }
    }
    #expect(Set(places) == ["token_share.tokens", "token_share.shares"])
  }
}
