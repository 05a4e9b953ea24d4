import Studies
import StudySupport
import Testing

@Suite struct SamplingTests {
  let fixture: StudyFixture

  init() throws { fixture = try StudyFixture() }

  /// SplitMix64 in Python: seed 7, the keys of 0 to 11 sorted, the first five positions.
  @Test func choosesThePositionsWithTheLeastKeys() {
    #expect(Sampling(count: 5, seed: 7).choice(among: 0..<12) == [1, 5, 7, 8, 10])
    #expect(Sampling(count: 4, seed: 0).choice(among: 0..<1000) == [366, 410, 503, 821])
  }

  @Test func keepsAChoiceWhenMoreAreWantedAndIsWholeWhenThereAreFew() {
    let few = Sampling(count: 20, seed: 3).choice(among: 0..<500)
    let many = Sampling(count: 60, seed: 3).choice(among: 0..<500)
    #expect(few.count == 20 && Set(few).isSubset(of: many) && few == few.sorted())
    #expect(Sampling(count: 20, seed: 3).choice(among: many) == few)
    #expect(Sampling(count: 20, seed: 4).choice(among: 0..<500) != few)
    #expect(Sampling(count: 20, seed: 3).choice(among: 0..<7) == Array(0..<7))
    #expect(Sampling(count: 20, seed: 3).choice(among: 0..<0) == [])
  }

  /// Over many seeds every position is chosen about as often: 2,000 draws of 3 of 10, whose standard deviation is 20.
  @Test func choosesEveryPositionAsOften() {
    var counts = [Int](repeating: 0, count: 10)
    for seed in 0..<2000 {
      for position in Sampling(count: 3, seed: seed).choice(among: 0..<10) { counts[position] += 1 }
    }
    #expect(counts.allSatisfy { abs($0 - 600) < 100 })
  }

  @Test func aStudyAsksForARandomChoiceInPlaceOfTheFirst() throws {
    let study = try fixture.read(replacing: "samples: 2", with: "sampling: { count: 2, seed: 9 }")
    #expect(study.settings.sampling == Sampling(count: 2, seed: 9))
    #expect(
      study.settings.selection(of: 3) == .random(Sampling(count: 2, seed: 9).choice(among: 0..<3), seed: 9))
    #expect(try fixture.read().settings.selection(of: 3) == .first(2))
  }

  @Test(arguments: [
    ("samples: 2\n  sampling: { count: 2, seed: 9 }", "keep one of the two"),
    ("sampling: 3", "must be a mapping"),
    ("sampling: { count: 3 }", "`seed` is missing"), ("sampling: { count: 0, seed: 1 }", "`count` must be"),
    ("sampling: { count: 1, seed: -1 }", "`seed` must be"),
  ])
  func refusesOther(setting: String, problem: String) throws {
    let problems = try fixture.problems(replacing: "samples: 2", with: setting)
    #expect(problems.contains { $0.message.contains(problem) })
  }

  @Test func aFormerChoiceIsNarrowedOnlyByOneOfItsKind() {
    var settings = StudySettings()
    let chosen = SampleSelection.random([1, 4, 6], seed: 2)
    #expect(chosen.narrowed(by: settings) == nil)
    settings.sampling = Sampling(count: 2, seed: 3)
    #expect(chosen.narrowed(by: settings) == nil && SampleSelection.first(9).narrowed(by: settings) == nil)
    settings.sampling = Sampling(count: 5, seed: 2)
    #expect(chosen.narrowed(by: settings) == chosen)
    settings.sampling = nil
    settings.samples = 4
    #expect(SampleSelection.first(9).narrowed(by: settings) == .first(4))
  }
}
