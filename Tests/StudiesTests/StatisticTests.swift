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

  @Test func twinsSayThatTheyAreDividedByTheLoss() {
    #expect(Statistic.nuclearNormPerLoss.words.name == "nuclear norm per loss")
    #expect(Statistic.nuclearNormPerLoss.words.axis == "Nuclear norm ‖∇W‖_{∗} / loss")
    #expect(Statistic.nuclearNormPerLoss.startsAtZero && !Statistic.nuclearNormPerLoss.growsWithGradient)
  }
}
