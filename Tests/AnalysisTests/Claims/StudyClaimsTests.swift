import Analysis
import Foundation
import Studies
import Testing

/// The claims on studies whose truth is set.
struct StudyClaimsTests {
  /// Fast responses pull `factor` times harder than slow ones, at `losses` times their loss; irrelevant slow ones twice as
  /// hard as correct ones. Knowledge has the same level throughout, but unpopular topics thrice.
  private func study(factor: Double, losses: Double, lengths: (fast: Int, slow: Int) = (3, 100)) throws
    -> MadeUpStudy
  {
    try MadeUpStudy { model, condition, index in
      let noise = { (part: String) in MadeUpStudy.noise("\(model) \(condition.words) \(index) \(part)") }
      let isFast = condition.style == .none
      let level: Double =
        switch condition.style {
        case .none: factor
        case .detailed: condition.relevance == .correct ? 1 : 2
        case .unpopular: 3
        default: 1
        }
      let length = isFast ? lengths.fast : lengths.slow
      return MadeUpStudy.Sample(
        curves: ["q", "v"].map { MadeUpStudy.curve(level * noise($0)) },
        loss: (isFast ? losses : 1) * noise("loss"), length: length + index % 7)
    }
  }

  private func cell(_ claims: StudyClaims, _ claim: String, _ test: String, model: String = "base") throws
    -> ClaimCell
  {
    try #require(
      claims.result(claim)?.cells(test: test).first {
        $0.subject.models.contains(model) || $0.subject == .all
      })
  }

  @Test func whatHoldsRawAndPerLossIsSupported() throws {
    let claims = try study(factor: 4, losses: 2).claims()
    let strength = try cell(claims, "strength", "level")
    #expect(strength.verdict == .supported)
    // A tenth of noise in 24 responses leaves a few hundredths.
    #expect(abs(try #require(strength.effect(.raw)).value - 4) < 0.2)
    #expect(abs(try #require(strength.effect(.perLoss)).value - 2) < 0.2)
    #expect(strength.outcomes[.matched]?.reason?.hasPrefix("no overlap of labelled tokens") == true)
    #expect(strength.basis == [.raw, .perLoss])
    #expect(strength.stance(.raw) == .pro(.above) && strength.stance(.matched) == nil)
    #expect(strength.sampleCount == 24)
    // MAD is larger by the level, relative MAD alike: the claim does not hold throughout.
    let uneven = try #require(claims.result("unevenness"))
    #expect(try cell(claims, "unevenness", "mad-all").verdict == .supported)
    #expect(uneven.verdict == .inconclusive)
    #expect(Verdict.combined(uneven.cells(test: "mad-all")) == .supported)
    #expect(Verdict.tally(uneven.cells(test: "mad-all")) == "2 supported")
    #expect(claims.result("strength")?.verdict == .supported)
  }

  @Test func whatTurnsRoundPerLossDependsOnNormalisation() throws {
    let claims = try study(factor: 4, losses: 16).claims()
    #expect(try cell(claims, "strength", "level").verdict == .dependsOnNormalisation)
    #expect(claims.result("strength")?.verdict == .dependsOnNormalisation)
    // Either normalisation alone would decide, each in its way, with its own n and p.
    #expect(claims.result("strength")?.alone(under: .raw).verdict == .supported)
    #expect(claims.result("strength")?.alone(under: .perLoss).verdict == .contradicted)
    let level = try cell(claims, "strength", "level")
    let alone = level.alone(under: .perLoss)
    #expect(alone.basis == [.perLoss] && alone.effect(.raw) == nil)
    #expect(alone.holmP == level.holm[.perLoss] && alone.sampleCount == 24)
    #expect(level.alone(under: .matched).verdict == .notTested(level.outcomes[.matched]?.reason ?? ""))
    // MAD follows the level, relative MAD does not.
    #expect(try cell(claims, "unevenness", "mad-all").verdict == .dependsOnNormalisation)
    #expect(try cell(claims, "unevenness", "relative-mad-all").verdict == .inconclusive)
  }

  @Test func whatIsTurnedRoundIsContradictedAndWhatIsEqualInconclusive() throws {
    let lower = try study(factor: 0.25, losses: 1).claims()
    #expect(try cell(lower, "strength", "level").verdict == .contradicted)
    let equal = try study(factor: 1, losses: 1, lengths: (20, 20)).claims()
    #expect(try cell(equal, "strength", "level").verdict == .inconclusive)
    #expect(try cell(equal, "strength", "level").basis == Normalisation.allCases)
  }

  @Test func relevanceIsToldBySlowResponsesAlone() throws {
    let claims = try study(factor: 4, losses: 2).claims()
    let slow = try cell(claims, "relevance", "auc-slow")
    #expect(slow.effect(.raw)?.value == 0)
    #expect(slow.verdict == .supported)
    let fast = try #require(claims.outcomes(.auc(.none), of: .model("base"), task: "sums")?[.raw]?.effect)
    #expect(fast.interval?.contains(0.5) == true)
    #expect(try cell(claims, "relevance", "rd").verdict == .supported)
    // RD of curves of which one is twice the other.
    let difference = try #require(
      claims.outcomes(.relativeDifference(.detailed), of: .model("base"), task: "sums")?[.raw]?.effect)
    #expect(abs(difference.value - 1) < 0.1)
    #expect(difference.interval?.contains(1) == true)
  }

  @Test func lengthOfKnowledgeIsNoSlowThinkingAndUnpopularPullsHarder() throws {
    let claims = try study(factor: 4, losses: 2).claims()
    let knowledge = try #require(claims.result("knowledge"))
    #expect(knowledge.cells.count == 10)
    #expect(knowledge.verdict == .supported)
    let unpopular = try cell(claims, "knowledge", "unpopular-popular-500")
    #expect(abs(try #require(unpopular.effect(.raw)).value - 3) < 0.2)
    // Topics are not paired: all 48 are drawn.
    #expect(unpopular.effect(.raw)?.sampleCount == 48)
  }

  /// The level falls with the square root of the length, exactly: a slope of −0.5, to rounding.
  @Test func slopeOfAPowerLaw() throws {
    let study = try MadeUpStudy { _, condition, index in
      let words = Double(condition.style.rawValue.dropFirst(8)) ?? 100
      let length = Int(words) + index
      return MadeUpStudy.Sample(
        curves: [1, 1].map { MadeUpStudy.curve($0 / Double(length).squareRoot()) }, length: length)
    }
    let claims = try study.claims()
    let slope = try #require(claims.outcomes(.lengthSlope, of: .model("base"), task: "facts")?[.raw]?.effect)
    #expect(abs(slope.value + 0.5) < 1e-12)
    #expect(slope.sampleCount == 24)
    #expect(try cell(claims, "knowledge", "length-1000").verdict == .contradicted)
  }

  @Test func baseAgainstInstruct() throws {
    // Fast over slow: 2 in the base model, 6 in its partner.
    let study = try MadeUpStudy { model, condition, index in
      let factor = condition.style == .none ? (model == "base" ? 2.0 : 6) : 1
      return MadeUpStudy.Sample(
        curves: ["q", "v"].map {
          MadeUpStudy.curve(factor * MadeUpStudy.noise("\(model) \(condition.words) \(index) \($0)"))
        })
    }
    let claims = try study.claims()
    let level = try cell(claims, "base", "level-interaction")
    #expect(level.subject == .pair(base: "base", instruct: "instruct"))
    #expect(abs(try #require(level.effect(.raw)).value - 3) < 0.2)
    #expect(level.verdict == .supported)
    #expect(claims.result("base")?.verdict == .supported)
  }

  @Test func geometryNeedsCosinesAndFamilies() throws {
    var study = try study(factor: 4, losses: 2)
    let without = try cell(study.claims(), "geometry", "cosine-slow")
    #expect(
      without.verdict
        == .notTested("the study keeps no cosines (`cosines: adjacent` in its settings does)"))
    study.cosine = { $0.style == .none ? 0.5 : 0.02 }
    let claims = try study.claims()
    // Signs alternate, and sizes are averaged.
    #expect(abs(try #require(cell(claims, "geometry", "cosine-fast").effect(.raw)).value - 0.5) < 1e-12)
    #expect(try cell(claims, "geometry", "cosine-fast").verdict == .contradicted)
    #expect(try cell(claims, "geometry", "cosine-slow").verdict == .supported)
    #expect(
      try cell(claims, "geometry", "families").verdict
        == .notTested("it takes two families, one of them with two models"))
  }

  /// A claim holds where all its tests do: what one supports is open while another is not tested.
  @Test func aPartThatIsNotTestedLeavesAClaimOpen() throws {
    let study = try MadeUpStudy { _, condition, index in
      let factor = condition.style == .none ? 1.0 : 40
      return MadeUpStudy.Sample(
        curves: ["q", "v"].map {
          MadeUpStudy.curve(factor * MadeUpStudy.noise("\(condition.words) \(index) \($0)"))
        })
    }
    let geometry = try #require(study.claims().result("geometry"))
    #expect(Verdict.combined(geometry.cells(test: "rank")) == .supported)
    #expect(!geometry.cells(test: "cosine-slow").contains { $0.verdict.isTested })
    #expect(geometry.verdict == .inconclusive)
    #expect(Verdict.tally(geometry.cells) == "2 supported, 5 not tested")
  }

  /// The order in which samples come, and the threads that reduce them, change no bit; nor does a power of two on all
  /// gradients change a raw ratio, an RD or an AUC.
  @Test func orderAndScaleChangeNothing() throws {
    var study = try study(factor: 4, losses: 2)
    let claims = try study.claims()
    #expect(try study.claims() == claims)
    study.isReversed = true
    #expect(try study.claims() == claims)
    study.scale = 1 / 1024
    let scaled = try study.claims()
    for (first, second) in zip(claims.results.flatMap(\.cells), scaled.results.flatMap(\.cells)) {
      let (a, b) = (first.effect(.raw), second.effect(.raw))
      // Logarithms of other numbers round in other ways.
      #expect((a == nil) == (b == nil))
      if let a, let b {
        #expect(abs(a.value - b.value) <= 1e-12 * abs(a.value), "\(first.test.name)")
        #expect(a.p == b.p, "\(first.test.name)")
      }
    }
  }

  @Test func missingConditionsAreNotTestedAndSaidSo() throws {
    let study = try MadeUpStudy { _, condition, _ in
      condition.style == .detailed ? nil : MadeUpStudy.Sample(curves: [1, 1].map(MadeUpStudy.curve))
    }
    let claims = try study.claims()
    #expect(
      claims.result("strength")?.verdict == .notTested("no results for responses of style none or detailed"))
  }

  /// One sample has an effect, but nothing to judge it by.
  @Test func aSingleSampleIsInconclusive() throws {
    var study = try study(factor: 4, losses: 2)
    study.samples = 1
    let cell = try cell(study.claims(), "strength", "level")
    #expect(cell.effect(.raw)?.interval == nil && cell.effect(.raw)?.p == nil)
    #expect(cell.verdict == .inconclusive)
  }
}
