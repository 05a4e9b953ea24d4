import Analysis
import Studies
import Support
import Testing

struct BootstrapTests {
  /// The first numbers of SplitMix64 from seed 1234567, as its authors' C code prints them.
  @Test func generatorIsThePublishedOne() {
    var generator = SplitMix64(seed: 1_234_567)
    let drawn = (0..<5).map { _ in generator.next() }
    #expect(
      drawn == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test func drawsAsManySamplesAsThereAre() {
    _ = Bootstrap.standard.interval(samples: 17) { weights in
      #expect(weights.count == 17)
      #expect(weights.reduce(0, +) == 17)
      return 0
    }
  }

  @Test func repeatsItself() {
    let values = (0..<40).map { Double(($0 * 37) % 41) }
    let once = interval(of: values, by: .standard)
    #expect(once == interval(of: values, by: .standard))
    #expect(once != interval(of: values, by: Bootstrap(resamples: 1000, seed: 1)))
  }

  /// For a mean the percentile interval must come near the normal one: 4000 resamples leave about 3 % noise in
  /// each end's distance, and 10 % is allowed.
  @Test func agreesWithTheNormalIntervalOfAMean() throws {
    var generator = SplitMix64(seed: 3)
    let values = (0..<400).map { _ in Double.random(in: 0...1, using: &generator) }
    let mean = values.reduce(0, +) / 400
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399
    let reach = 1.96 * (variance / 400).squareRoot()
    let found = try #require(interval(of: values, by: Bootstrap(resamples: 4000, seed: 11)))
    #expect(abs(found.lower - (mean - reach)) < 0.1 * reach)
    #expect(abs(found.upper - (mean + reach)) < 0.1 * reach)
  }

  @Test func isUndefinedForFewerThanTwoSamplesOrAnUndefinedResample() {
    #expect(Bootstrap.standard.interval(samples: 0) { _ in 1 } == nil)
    #expect(Bootstrap.standard.interval(samples: 1) { _ in 1 } == nil)
    #expect(Bootstrap.standard.interval(samples: 3) { _ in nil } == nil)
    #expect(Bootstrap.standard.interval(samples: 3) { $0[0] == 0 ? .nan : 1 } == nil)
  }

  private func interval(of values: [Double], by bootstrap: Bootstrap) -> Interval? {
    bootstrap.interval(samples: values.count) { weights in
      zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / Double(values.count)
    }
  }
}

struct ResampledCurvesTests {
  private func rows(_ count: Int, seed: UInt64) -> [[Double]] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in (0..<4).map { _ in Double.random(in: 1...2, using: &generator) } }
  }

  private func relativeDifference(_ curves: [[Double]]) -> Double? {
    RelativeDifference(correct: curves[0], irrelevant: curves[1])?.mean
  }

  @Test func pairedSamplesLeaveNothingUncertain() throws {
    // Irrelevant curves are 1.5 times the correct ones sample by sample: RD is 0.5 whatever is drawn.
    let correct = rows(30, seed: 1)
    let irrelevant = correct.map { $0.map { 1.5 * $0 } }
    let paired = try #require(
      Bootstrap.standard.interval(ofMeanCurves: [table(correct), table(irrelevant)], relativeDifference))
    #expect(abs(paired.lower - 0.5) < 1e-14 && abs(paired.upper - 0.5) < 1e-14)
    let apart = try #require(
      Bootstrap.standard.interval(
        ofMeanCurves: [table(correct), table(irrelevant, indices: Array(30..<60))], relativeDifference))
    #expect(apart.contains(0.5) && apart.upper - apart.lower > 0.02)
  }

  @Test func agreesWithTheIntervalOfTheMAD() throws {
    let one = table(rows(25, seed: 2).map { row in row.enumerated().map { $1 + Double($0) } })
    let interval = try #require(
      Bootstrap.standard.interval(ofMeanCurves: [one]) { MeanAbsoluteDifference($0[0]).all })
    let known = try #require(MADIntervals(one)?[.all])
    // Sums are divided by the number of samples before the differences here and after them there.
    #expect(abs(interval.lower - known.lower) < 1e-14 && abs(interval.upper - known.upper) < 1e-14)
  }

  @Test func samplesThatAreNotFiniteAreLeftOut() throws {
    var some = rows(12, seed: 3)
    some[4][1] = .nan
    let without = some.indices.filter { $0 != 4 }
    let left = Bootstrap.standard.interval(ofMeanCurves: [table(some)]) { $0[0][1] }
    let right = Bootstrap.standard.interval(
      ofMeanCurves: [table(without.map { some[$0] }, indices: without)]) { $0[0][1] }
    #expect(left != nil && left == right)
  }

  @Test func thereIsNoneOfOneSampleOrOfAnUndefinedNumber() {
    #expect(Bootstrap.standard.interval(ofMeanCurves: [table([[1, 2]])]) { $0[0][0] } == nil)
    #expect(Bootstrap.standard.interval(ofMeanCurves: [table(rows(5, seed: 4))]) { _ in nil } == nil)
    // A resample without a sample of the second table has no second curve.
    let apart = [table(rows(2, seed: 5)), table(rows(2, seed: 6), indices: [2, 3])]
    #expect(Bootstrap.standard.interval(ofMeanCurves: apart) { $0[1][0] } == nil)
  }

  /// Irrelevant gradients that are twice the correct ones, give or take, have an RD of 1; where they are half a per cent larger, of
  /// an error of 4 per cent, RD is noise and has no interval.
  @Test func anRDOfNoiseHasNoInterval() throws {
    let interval = { (ratio: Double) throws -> Interval? in
      let study = try MadeUpStudy { model, condition, index in
        let isCorrect = condition.relevance == .correct
        let level = (isCorrect ? 1 : ratio) * (isCorrect == index.isMultiple(of: 2) ? 1.1 : 0.9)
        return MadeUpStudy.Sample(curves: [MadeUpStudy.curve(level), MadeUpStudy.curve(level)])
      }
      let conditions = Relevance.allCases.map { Condition(task: "sums", style: .none, relevance: $0) }
      let curves = try #require(try ResampledCurves(study.analysis(), model: "base", conditions: conditions))
      return curves.relativeDifference(.nuclearNorm, of: .q)
    }
    let found = try #require(try interval(2))
    #expect(found.contains(1) && found.upper - found.lower < 0.4)
    #expect(try interval(1.005) == nil)
  }
}
