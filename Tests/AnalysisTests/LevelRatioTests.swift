import Analysis
import Studies
import Testing

struct LevelRatioTests {
  /// Levels: fast 2 and 4, slow 1 and 2, so 6 over 3.
  @Test func comparesLevels() throws {
    let ratio = try #require(LevelRatio([table([[1, 3], [4, 4]])], over: [table([[1, 1], [2, 2]])]))
    #expect(abs(ratio.value - 2) < 1e-15)
    #expect(ratio.pairCount == 2)
  }

  /// 8 and 2 have the geometric mean 4.
  @Test func takesTheGeometricMeanOverProjections() throws {
    let ratio = try #require(
      LevelRatio([table([[8]]), table([[20]])], over: [table([[1]]), table([[10]])]))
    #expect(abs(ratio.value - 4) < 1e-14)
    #expect(ratio.interval == nil)
  }

  @Test func countsOnlySamplesThatBothHave() throws {
    let fast = table([[1], [2], [900], [.nan]], indices: [0, 3, 4, 7])
    let slow = table([[2], [4], [900], [5]], indices: [0, 3, 5, 7])
    let ratio = try #require(LevelRatio([fast], over: [slow]))
    #expect(abs(ratio.value - 0.5) < 1e-15)
    #expect(ratio.pairCount == 2)
  }

  @Test func isReciprocalWhenTurnedRound() throws {
    var generator = SplitMix64(seed: 5)
    let rows = { (scale: Double) in
      (0..<30).map { _ in (0..<4).map { _ in scale * Double.random(in: 0.5...2, using: &generator) } }
    }
    let (first, second) = (rows(3), rows(1))
    let forward = try #require(LevelRatio([table(first)], over: [table(second)]))
    let backward = try #require(LevelRatio([table(second)], over: [table(first)]))
    #expect(abs(forward.value * backward.value - 1) < 1e-14)
    let interval = try #require(forward.interval)
    #expect(interval.contains(forward.value))
    #expect(interval.lower > 2 && interval.upper < 4)
  }

  @Test func isUndefinedWithoutPairsOrPositiveLevels() {
    let some = table([[1, 2]])
    #expect(LevelRatio([], over: []) == nil)
    #expect(LevelRatio([some], over: []) == nil)
    #expect(LevelRatio([some], over: [table([[1, 2]], indices: [9])]) == nil)
    #expect(LevelRatio([some], over: [table([[1, 2, 3]])]) == nil)
    #expect(LevelRatio([some], over: [table([[0, 0]])]) == nil)
    #expect(LevelRatio([some], over: [table([[-1, -2]])]) == nil)
    #expect(LevelRatio([some], over: [table([])]) == nil)
    #expect(LevelRatio([table([[]])], over: [table([[]])]) == nil)
  }
}
