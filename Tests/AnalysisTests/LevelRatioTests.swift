import Analysis
import Store
import Studies
import Support
import Testing

struct LevelRatioTests {
  private func levels(_ tables: SampleTable...) -> SampleLevels { SampleLevels(tables) }

  /// Levels: fast 2 and 4, slow 1 and 2, so 6 over 3.
  @Test func comparesLevels() throws {
    let fast = levels(table([[1, 3], [4, 4]]))
    let slow = levels(table([[1, 1], [2, 2]]))
    let ratio = try #require(LevelRatio(fast, over: slow))
    #expect(abs(ratio.value - 2) < 1e-15)
    #expect(ratio.pairCount == 2)
  }

  /// 8 and 2 have the geometric mean 4.
  @Test func takesTheGeometricMeanOverProjections() throws {
    let first = levels(table([[8]]), table([[20]]))
    let second = levels(table([[1]]), table([[10]]))
    let ratio = try #require(LevelRatio(first, over: second))
    #expect(abs(ratio.value - 4) < 1e-14)
    #expect(ratio.interval == nil)
    // exp and log of the geometric mean round.
    let alone = try #require(LevelRatio(first.projection(at: 0), over: second.projection(at: 0)))
    #expect(abs(alone.value - 8) < 1e-14)
  }

  @Test func countsOnlySamplesThatBothHave() throws {
    let fast = levels(table([[1], [2], [900], [.nan]], indices: [0, 3, 4, 7]))
    let slow = levels(table([[2], [4], [900], [5]], indices: [0, 3, 5, 7]))
    let ratio = try #require(LevelRatio(fast, over: slow))
    #expect(abs(ratio.value - 0.5) < 1e-15)
    #expect(ratio.pairCount == 2)
  }

  @Test func leavesOutASampleThatIsNotFiniteInSomeProjection() {
    let found = levels(table([[1], [2], [3]]), table([[4], [.infinity], [6]]))
    #expect(found.sampleIndices == [0, 2])
    #expect(found.values == [[1, 3], [4, 6]])
  }

  @Test func keepsForOneProjectionWhatIsNotFiniteInAnother() throws {
    let both = levels(table([[1], [2], [3]]), table([[.nan], [.nan], [.nan]]))
    #expect(both.sampleIndices.isEmpty)
    let first = both.projection(at: 0)
    #expect(first.sampleIndices == [0, 1, 2])
    #expect(try #require(LevelRatio(first, over: first)).pairCount == 3)
    #expect(try #require(both.mean(at: 0)).value == 2)
    #expect(both.mean(at: 1) == nil)
  }

  @Test func isReciprocalWhenTurnedRound() throws {
    var generator = SplitMix64(seed: 5)
    let rows = { (scale: Double) in
      (0..<30).map { _ in (0..<4).map { _ in scale * Double.random(in: 0.5...2, using: &generator) } }
    }
    let (first, second) = (levels(table(rows(3))), levels(table(rows(1))))
    let forward = try #require(LevelRatio(first, over: second))
    let backward = try #require(LevelRatio(second, over: first))
    #expect(abs(forward.value * backward.value - 1) < 1e-14)
    let interval = try #require(forward.interval)
    #expect(interval.contains(forward.value))
    #expect(interval.lower > 2 && interval.upper < 4)
  }

  @Test func isUndefinedWithoutPairsOrPositiveLevels() {
    let some = levels(table([[1, 2]]))
    let none = SampleLevels([])
    #expect(LevelRatio(none, over: none) == nil)
    #expect(LevelRatio(some, over: none) == nil)
    #expect(LevelRatio(some, over: levels(table([[1, 2]], indices: [9]))) == nil)
    #expect(LevelRatio(some, over: levels(table([[0, 0]]))) == nil)
    #expect(LevelRatio(some, over: levels(table([[-1, -2]]))) == nil)
    #expect(LevelRatio(some, over: levels(table([]))) == nil)
    #expect(LevelRatio(levels(table([[]])), over: levels(table([[]]))) == nil)
  }
}
