import Gradients
import Studies
import Testing

/// The table of statistics.
@Suite struct StatisticTests {
  @Test func namesAndTheirOrderStay() {
    #expect(
      Statistic.allCases.map(\.rawValue) == [
        "nuclear-norm", "sigma1", "sigma1-ratio", "frobenius-norm", "effective-rank", "stable-rank", "s-min",
        "mean", "nuclear-norm-per-loss", "sigma1-per-loss", "frobenius-norm-per-loss", "s-min-per-loss",
        "mean-per-loss",
      ])
    for statistic in Statistic.allCases { #expect(Statistic(rawValue: statistic.rawValue) == statistic) }
    #expect(Statistic(rawValue: "rank") == nil)
    #expect(Statistic.allCases.filter(\.isSigned).map(\.rawValue) == ["mean", "mean-per-loss"])
  }

  @Test func columnsHoldEveryStoredNumberOnceTheNewestLast() {
    let summary = SpectrumSummary(
      nuclearNorm: 1, largest: 2, smallest: 3, frobeniusNorm: 4, effectiveRank: 5, mean: 6)
    let columns = Statistic.columns
    #expect(
      columns.map(\.name) == [
        "nuclear_norm", "largest", "frobenius_norm", "smallest", "mean", "effective_rank",
      ])
    #expect(columns.map { $0.value(in: summary) } == [1, 2, 4, 3, 6, 5])
    var copy = SpectrumSummary.unknown
    for column in columns { column.set(column.value(in: summary), in: &copy) }
    #expect(copy == summary)
  }

  @Test func valuesFollowFromASummaryAndALoss() {
    let summary = SpectrumSummary(
      nuclearNorm: 8, largest: 2, smallest: 1, frobeniusNorm: 4, effectiveRank: 5, mean: -6)
    let values = Statistic.allCases.map { $0.value(of: summary, loss: 2) }
    #expect(values == [8, 2, 0.25, 4, 5, 4, 1, -6, 4, 1, 2, 0.5, -3])
    #expect(Statistic.nuclearNormPerLoss.value(of: summary, loss: 0) == 0)
  }

  /// What follows from numbers of which one is not finite is not finite; it is never 0, which would count.
  @Test(arguments: [Double.infinity, -.infinity, .nan])
  func whatFollowsFromNonFiniteNumbersIsNotFinite(_ bad: Double) {
    func derived(_ summary: SpectrumSummary) -> [Double] {
      [Statistic.largestRatio, .stableRank].map { $0.value(of: summary, loss: 1) }
    }
    let known = SpectrumSummary(nuclearNorm: 8, largest: 2, frobeniusNorm: 4)
    #expect(derived(known) == [0.25, 4])
    let cases = [
      (SpectrumSummary(nuclearNorm: bad, largest: 2, frobeniusNorm: 4), [false, true]),
      (SpectrumSummary(nuclearNorm: 8, largest: bad, frobeniusNorm: 4), [false, false]),
      (SpectrumSummary(nuclearNorm: 8, largest: 2, frobeniusNorm: bad), [true, false]),
      (SpectrumSummary(nuclearNorm: 0, largest: bad, frobeniusNorm: 4), [false, false]),
      (SpectrumSummary(nuclearNorm: 0, largest: 0, frobeniusNorm: bad), [true, false]),
      (SpectrumSummary(nuclearNorm: bad, largest: bad, frobeniusNorm: bad), [false, false]),
    ]
    for (summary, expected) in cases { #expect(derived(summary).map(\.isFinite) == expected, "\(summary)") }
    for statistic in Statistic.allCases where statistic.rawValue.hasSuffix("per-loss") {
      let summary = SpectrumSummary(
        nuclearNorm: 8, largest: 2, smallest: 1, frobeniusNorm: 4, effectiveRank: 5, mean: -6)
      #expect(!statistic.value(of: summary, loss: bad).isFinite)
      let other = SpectrumSummary(
        nuclearNorm: bad, largest: bad, smallest: bad, frobeniusNorm: bad, effectiveRank: bad, mean: bad)
      for loss in [2, 0, bad] { #expect(!statistic.value(of: other, loss: loss).isFinite, "\(loss)") }
    }
  }

  @Test func twinsSayThatTheyAreDividedByTheLoss() {
    #expect(Statistic.nuclearNormPerLoss.words.name == "nuclear norm per loss")
    #expect(Statistic.nuclearNormPerLoss.words.axis == "Nuclear norm ‖∇W‖_{∗} / loss")
    #expect(Statistic.nuclearNormPerLoss.startsAtZero && !Statistic.nuclearNormPerLoss.growsWithGradient)
  }
}
