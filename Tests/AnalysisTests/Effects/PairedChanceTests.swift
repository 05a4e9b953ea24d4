import Analysis
import Testing

struct PairedChanceTests {
  /// One of three is larger, one equal: (1 + ½) / 3. Crossed pairs do not count.
  @Test func countsWinsOfPairs() {
    let chance = PairedChance(correct: [3, 2, 1], irrelevant: [1, 2, 9], indices: [0, 1, 2])
    #expect(chance.wins == [1, 0.5, 0])
    #expect(chance.resampled(by: Bootstrap(resamples: 10, seed: 1)).value == 0.5)
  }

  /// A gradient of zero has no logarithm and is the smallest.
  @Test func whatIsNotANumberIsSmallest() {
    let chance = PairedChance(correct: [.nan, 1, .nan], irrelevant: [1, .nan, .nan], indices: [0, 1, 2])
    #expect(chance.wins == [0, 1, 0.5])
  }

  /// Ten wins of ten: resampling has no width, but the next may be lost.
  @Test func aClearCutHasAnInterval() throws {
    let chance = PairedChance(
      correct: Array(repeating: 2, count: 10), irrelevant: Array(repeating: 1, count: 10),
      indices: Array(0..<10))
    let interval = try #require(chance.interval)
    #expect(interval.upper == 1 && interval.lower > 0.65 && interval.lower < 0.75)
  }
}
