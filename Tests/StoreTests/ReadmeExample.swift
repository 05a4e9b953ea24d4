import Runs
import Store
import Studies
import StudySupport
import Testing

/// The example of `Sources/Store/README.md`.
@Suite struct ReadmeExample {
  @Test func readsTheMeansOfAStudy() throws {
    let fixture = try StudyFixture()
    let computed = try fixture.read()
    _ = try Runner(study: computed, options: RunOptions(threads: 1), opener: FakeOpener(), now: { 0 }).run()
    let folder = fixture.folder.url
    // README example
    let study = try Study(at: folder)
    let results = try StudyResults(study: study)
    var means: [String: Double] = [:]
    for (model, _, source, _) in results.current() {
      let found = try results.results(model: model.name, condition: source.condition)
      guard let table = found?.table(.nuclearNorm, of: .q) else { continue }
      means["\(model.name), \(source.condition.words)"] =
        table.values.reduce(0, +) / Double(table.values.count)
    }
    // end of example
    #expect(means.count == 6)
    // Layer 0 has the sum of the tokens and 1.5 more, layer 1 another 10.
    let sum = "Add 0 and 1.\nfast 1".utf8.reduce(0) { $0 + Double($1) }
    #expect(means["one-base, sums, none"] == sum + 1 + 1.5 + 5)
  }
}
