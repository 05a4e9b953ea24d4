import Analysis
import Testing

struct VerdictTests {
  @Test func predictionsContainWhatTheySay() {
    #expect(Prediction.above(1).contains(1.1) && !Prediction.above(1).contains(1))
    #expect(Prediction.within(0.4, 0.6).contains(0.5) && !Prediction.within(0.4, 0.6).contains(0.7))
    #expect(Prediction.outside(0.4, 0.6).contains(0.7) && !Prediction.outside(0.4, 0.6).contains(0.5))
  }

  @Test func effectsThatPointToDifferentSidesDependOnNormalisation() {
    let (pro, other, contra) = (
      Prediction.Stance.pro(.above), Prediction.Stance.pro(.below), Prediction.Stance.contra
    )
    let judged = { (effects: [(Prediction.Stance, Bool)]) in
      Verdict.judged(effects.map { (stance: $0.0, isPredicted: $0.1) })
    }
    #expect(judged([(pro, true), (pro, true)]) == .supported)
    #expect(judged([(contra, false), (contra, false)]) == .contradicted)
    #expect(judged([(.open, true), (.open, false)]) == .inconclusive)
    #expect(judged([(pro, true), (contra, false)]) == .dependsOnNormalisation)
    #expect(judged([(pro, true), (other, true)]) == .dependsOnNormalisation)
    // One decides and the other does not: what counts is whether it points the same way.
    #expect(judged([(pro, true), (.open, true)]) == .inconclusive)
    #expect(judged([(pro, true), (.open, false)]) == .dependsOnNormalisation)
    #expect(judged([(contra, false), (.open, false), (.open, true)]) == .dependsOnNormalisation)
  }

  /// Names stand in addresses and files: none twice, and every counterpart there.
  @Test func testsHaveNamesOfTheirOwn() {
    let tests = PaperClaim.all.flatMap(\.tests)
    let names = tests.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(tests.compactMap(\.counterpart).allSatisfy(names.contains))
    #expect(PaperClaim.all.map(\.number) == Array(1...6))
  }

  /// Forms of curves of any level and depth are compared: a straight line is one at any depth, to rounding.
  @Test func formsOfCurves() {
    let short = CurveDistance.form(of: [1, 2, 3])
    let long = CurveDistance.form(of: [10, 15, 20, 25, 30])
    #expect(CurveDistance.between(short, long) < 1e-15)
    #expect(abs(CurveDistance.between(short, CurveDistance.form(of: [2, 2])) - 0.25757575) < 1e-6)
  }
}
