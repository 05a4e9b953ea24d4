import Analysis
import Testing

struct RankCorrelationTests {
  @Test func isOneForWhateverRises() throws {
    #expect(RankCorrelation.spearman([1, 2, 3, 10], [1, 8, 27, 1000]) == 1)
    #expect(RankCorrelation.spearman([1, 2, 3, 10], [0, -1, -2, -9]) == -1)
  }

  /// By hand: ranks 1 2 3 4 5 and 2 1 4 3 5, Σd² = 4, ρ = 1 − 6·4/(5·24) = 0.8.
  @Test func agreesWithTheFormulaWithoutTies() throws {
    let rho = try #require(RankCorrelation.spearman([1, 2, 3, 4, 5], [20, 10, 40, 30, 50]))
    #expect(abs(rho - 0.8) < 1e-15)
  }

  /// Ranks 1 2.5 2.5 4 and 1 2 3 4: products of distances from 2.5 add up to 4.5, squares to 4.5 and 5.
  @Test func sharesRanksOfEqualValues() throws {
    let rho = try #require(RankCorrelation.spearman([1, 2, 2, 3], [1, 2, 3, 4]))
    #expect(abs(rho - 4.5 / (4.5 * 5).squareRoot()) < 1e-15)
  }

  @Test func isUndefinedWhereNothingVaries() {
    #expect(RankCorrelation.spearman([], []) == nil)
    #expect(RankCorrelation.spearman([1, 2], [1, 2]) == nil)
    #expect(RankCorrelation.spearman([1, 1, 1], [1, 2, 3]) == nil)
    #expect(RankCorrelation.spearman([1, 2, .nan], [1, 2, 3]) == nil)
    #expect(RankCorrelation.spearman([1, 2, 3], [1, .infinity, 3]) == nil)
  }
}
