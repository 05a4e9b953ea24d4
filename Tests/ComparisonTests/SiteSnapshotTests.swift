import Comparison
import FigureSupport
import Foundation
import Site
import Testing

@Suite struct SiteSnapshotTests {
  private func site(in synthetic: SyntheticStudy, details: Bool = true) throws -> URL {
    let folder = synthetic.folder.file("_site")
    _ = try SiteBuilder(synthetic.analysis(details: details), program: "Strata").build(into: folder)
    return folder
  }

  /// Downloads hold numbers to nine digits, so a site says what its study says.
  @Test func aSiteIsAsItsStudy() throws {
    var synthetic = try SyntheticStudy.small()
    synthetic.isBegun = { model, condition in model.stage == .base && condition.style != .simplified }
    let folder = try site(in: synthetic)
    let found = try StudySnapshot(siteAt: folder)
    let expected = try StudySnapshot(synthetic.analysis(details: true), isRounded: false)
    #expect(found.conditions == expected.conditions)
    #expect(found.verdicts == expected.verdicts)
    #expect(found.numbers.keys == expected.numbers.keys && !found.numbers.isEmpty)
    // A site has the curves of its own statistics alone.
    let statistics = Set(found.curves.keys.map { $0.name(of: "statistic") })
    #expect(statistics == ["nuclear-norm", "nuclear-norm-per-loss"])
    // The order of statistics is the site's.
    let asked = expected.curves.filter { statistics.contains($0.key.name(of: "statistic")) }
    #expect(Set(found.curves.keys) == Set(asked.keys) && !asked.isEmpty)
    #expect(try ComparedPlace(folder) == .site(folder))
    #expect(StudyDifference(from: found, to: expected).isEmpty)
    #expect(StudyDifference(from: expected, to: found).isEmpty)
    #expect(StudyDifference(from: found, to: found).isEmpty)
    // What nine digits tell apart is a change.
    var changed = expected
    let (quantity, estimate) = try #require(expected.numbers.first { $0.value.value != 0 })
    changed.numbers[quantity] = Estimate(
      estimate.value * 1.00001, estimate.interval, sampleCount: estimate.sampleCount)
    #expect(StudyDifference(from: found, to: changed).numbers.count == 1)
  }

  @Test func aSiteWhoseDownloadsWereChangedIsRefused() throws {
    let synthetic = try SyntheticStudy.small()
    let folder = try site(in: synthetic, details: false)
    let file = folder.appending(path: "data/mad.json.gz")
    try (try Data(contentsOf: file) + Data(" ".utf8)).write(to: file)
    defer { withExtendedLifetime(synthetic) {} }
    let error = #expect(throws: ComparisonError.self) { try StudySnapshot(siteAt: folder) }
    #expect(error?.description.contains("data/mad.json.gz was changed after the build") == true)
    try FileManager.default.removeItem(at: file)
    #expect(throws: ComparisonError.site(folder: folder.path, problem: "data/mad.json.gz cannot be read")) {
      try StudySnapshot(siteAt: folder)
    }
  }

  @Test func otherPlacesAreRefusedWithWhatToGive() throws {
    let synthetic = try SyntheticStudy.small()
    let file = try synthetic.folder.write("a", to: "notes.txt")
    #expect(throws: ComparisonError.notAStudy(file.path)) { try ComparedPlace(file) }
    #expect(throws: (any Error).self) { try ComparedPlace(synthetic.folder.file("nowhere")) }
    let store = try synthetic.folder.write("", to: "elsewhere/other.sqlite.zst")
    #expect(try ComparedPlace(store) == .store(store, study: nil))
    #expect(throws: ComparisonError.noStudy(store: store.path)) {
      try ComparedPlace.snapshots(.store(store, study: nil), .store(store, study: nil), warn: { _ in })
    }
  }
}
