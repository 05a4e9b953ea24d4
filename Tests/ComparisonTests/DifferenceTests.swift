import Analysis
import Comparison
import FigureSupport
import Foundation
import OrderedCollections
import Studies
import Testing

@Suite struct DifferenceTests {
  /// A snapshot of the small study; without its claims where they do not matter, since they take longest.
  private func snapshot(
    claims: Bool = false, _ change: (inout SyntheticStudy) -> Void = { _ in }
  ) throws -> StudySnapshot {
    var synthetic = try SyntheticStudy.small()
    change(&synthetic)
    return try StudySnapshot(synthetic.analysis(details: claims), isRounded: false)
  }

  private func curvesAlone(_ snapshot: StudySnapshot) -> StudySnapshot {
    var alone = StudySnapshot(name: snapshot.name)
    alone.curves = snapshot.curves
    return alone
  }

  private let mad = Quantity(.mad, ["one", "sums", "none", "correct", "nuclear-norm", "q"])

  /// The change of one number, nil where there is none.
  private func change(_ old: Estimate, _ new: Estimate, isRounded: Bool = false) -> NumberChange? {
    var (before, now) = (StudySnapshot(name: "a"), StudySnapshot(name: "a"))
    before.numbers[mad] = old
    now.numbers[mad] = new
    before.isRounded = isRounded
    return StudyDifference(from: before, to: now).numbers.first
  }

  @Test func twoEqualStatesDifferByNothing() throws {
    let difference = StudyDifference(from: try snapshot(), to: try snapshot())
    #expect(difference.isEmpty)
    #expect(!difference.reaches(.any))
    #expect(difference.text == "synthetic: Nothing differs.")
    #expect(difference.markdown == "### synthetic: what changed\n\nNothing differs.\n")
  }

  @Test func aNumberIsJudgedByTheIntervalsOfBothSides() {
    let wide = Estimate(1, Interval(0.5, 1.5), sampleCount: 9)
    let narrow = Estimate(1.4, Interval(1.3, 1.5), sampleCount: 90)
    #expect(change(wide, wide) == nil)
    #expect(change(wide, narrow)?.extent == .within)
    #expect(change(narrow, wide)?.extent == .within)
    #expect(change(wide, Estimate(2, Interval(1.4, 2.6), sampleCount: 9))?.extent == .beyond)
    #expect(change(wide, Estimate(2, nil, sampleCount: 1))?.extent == .beyond)
    #expect(change(wide, Estimate(1.1, nil, sampleCount: 1))?.extent == .within)
    #expect(
      change(Estimate(1, nil, sampleCount: 1), Estimate(2, nil, sampleCount: 1))?.extent == .unjudged)
  }

  @Test func whatRoundingExplainsDoesNotCount() {
    let (old, new) = (Estimate(1, nil, sampleCount: 9), Estimate(1.001, nil, sampleCount: 9))
    #expect(change(old, new) != nil)
    #expect(change(old, new, isRounded: true) == nil)
    #expect(change(old, Estimate(1.01, nil, sampleCount: 9), isRounded: true) != nil)
  }

  @Test func aStyleWithLargerGradientsMovesItsNumbersAndNoOthers() throws {
    let difference = StudyDifference(
      from: try snapshot(),
      to: try snapshot {
        $0.gain = { model, condition in model.stage == .base && condition.style == .none ? 3 : 1 }
      })
    let curves = difference.curvesBeyond.filter { $0.quantity.name(of: "statistic") == "nuclear-norm" }
    #expect(!curves.isEmpty)
    #expect(
      difference.curves.allSatisfy {
        $0.quantity.name(of: "model") == "tiny-base" && $0.quantity.name(of: "style") == "none"
      })
    #expect(curves.allSatisfy { $0.layersBeyond == [0, 1, 2] })
    #expect(difference.counts.isEmpty && difference.conditions.isEmpty && difference.models.isEmpty)
    #expect(difference.text.contains("(+200 %)"))
    #expect(difference.reaches(.interval))
  }

  @Test func whatAppearsAndGoesIsNamed() throws {
    let small = try snapshot()
    let more = try snapshot { study in
      study.tasks.append("sums")
      study.isBegun = { _, condition in condition.style != .simplified }
      study.samples = 9
    }
    let difference = StudyDifference(from: small, to: more)
    #expect(difference.tasks.appeared == ["sums"] && difference.tasks.gone.isEmpty)
    #expect(difference.conditions.gone.count == 4)
    #expect(difference.counts.first?.old.computed == 7 && difference.counts.first?.new.computed == 8)
    #expect(difference.text.contains("Task appeared: sums"))
    #expect(difference.text.contains("Condition is gone: tiny-base, word-problems, simplified, irrelevant"))
    #expect(difference.tests.appeared.allSatisfy { $0.name(of: "task") == "sums" })
    #expect(!difference.tests.appeared.isEmpty)
  }

  /// Also where a base model has other layers than its partner.
  @Test func curvesOfOtherDepthAreNotCompared() throws {
    let other = try snapshot(claims: true) {
      $0.depths = ["tiny-base": 5]
      $0.isBegun = { _, condition in condition.relevance == .correct && condition.style != .simplified }
    }
    let difference = StudyDifference(from: curvesAlone(try snapshot()), to: curvesAlone(other))
    let change = try #require(difference.curves.first)
    #expect(change.extent == .unjudged && change.mostMovedLayer == nil)
    #expect(difference.text.contains("3 layers → 5 layers (not compared)"))
  }

  /// A gate that a verdict passes by going would be none.
  @Test func aVerdictThatGoesIsAChangeOfVerdictsAndOneThatComesIsNot() {
    var (less, more) = (StudySnapshot(name: "a"), StudySnapshot(name: "a"))
    more.verdicts[Quantity(.verdict, ["c", "t", "m", "s"])] = "supported"
    less.conditions = [:]
    #expect(StudyDifference(from: more, to: less).reaches(.verdict))
    #expect(!StudyDifference(from: less, to: more).reaches(.interval))
    more.verdicts = [:]
    more.conditions[Quantity(.condition, ["m", "s", "none", "correct"])] =
      SampleCounts(computed: 1, skipped: 0, missing: 0)
    #expect(!StudyDifference(from: more, to: less).reaches(.verdict))
    #expect(StudyDifference(from: more, to: less).reaches(.interval))
  }

  @Test func verdictsThatChangeComeFirst() throws {
    let difference = StudyDifference(
      from: try snapshot(claims: true),
      to: try snapshot(claims: true) { $0.gain = { _, condition in condition.style == .none ? 0.01 : 1 } })
    let level = difference.verdicts.first { $0.quantity.name(of: "test") == "level" }
    #expect(level?.old == "supported" && level?.new == "contradicted")
    #expect(difference.reaches(.verdict))
    #expect(
      difference.markdown.contains(
        "**Verdicts that changed**\n\n| Test | Old | New |\n| --- | --- | --- |\n| strength/level: "
          + "tiny-base, word-problems | supported | contradicted |\n"))
  }

  /// A comment that GitHub would refuse is of no use.
  @Test func theMarkdownKeepsToItsLimit() throws {
    var (old, new) = (StudySnapshot(name: "a"), StudySnapshot(name: "a"))
    for number in 0..<5000 {
      let names = ["model-\(number)", "<b>|", "none", "correct", "nuclear-norm", "q"]
      old.numbers[Quantity(.mad, names)] = Estimate(1, Interval(0.9, 1.1), sampleCount: 9)
      new.numbers[Quantity(.mad, names)] = Estimate(
        number.isMultiple(of: 2) ? 2 : 1.01, Interval(0.9, 2.1), sampleCount: 9)
      old.conditions[Quantity(.condition, Array(names.prefix(4)))] = SampleCounts(
        computed: 1, skipped: 0, missing: 0)
      old.verdicts[Quantity(.verdict, ["c", "t", "m\(number)", "s"])] = "supported"
      new.verdicts[Quantity(.verdict, ["c", "t", "m\(number)", "s"])] = "inconclusive"
    }
    let text = StudyDifference(from: old, to: new).markdown
    #expect(text.utf16.count < 65_536)
    #expect(text.contains(#"\<b\>\|"#) && !text.contains("<b>"))
    #expect(text.contains("more; `strata diff --format json` has all."))
    #expect(
      text.components(separatedBy: "<details>").count == text.components(separatedBy: "</details>").count)
  }

  @Test func theJSONHasEverything() throws {
    let difference = StudyDifference(
      from: try snapshot(), to: try snapshot { $0.gain = { _, _ in 2 } })
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(difference.json.utf8)) as? [String: Any])
    #expect(root["differs"] as? Bool == true)
    let curves = try #require(root["changed_curves"] as? [[String: Any]])
    #expect(curves.count == difference.curves.count)
    #expect(curves.first?["layers_beyond"] as? [Int] == difference.curves.first?.layersBeyond)
    #expect((root["changed_numbers"] as? [[String: Any]])?.count == difference.numbers.count)
  }

  @Test func changedCurvesAreDrawnOldBesideNew() throws {
    let difference = StudyDifference(
      from: try snapshot(),
      to: try snapshot { $0.gain = { _, condition in condition.style == .none ? 2 : 1 } })
    let pictures = try DifferenceFigures(difference, .nuclearNorm).pictures
    #expect(
      pictures.map(\.name) == [
        "curves-tiny-base-word-problems-nuclear-norm",
        "curves-tiny-base-word-problems-nuclear-norm-irrelevant",
        "curves-tiny-instruct-word-problems-nuclear-norm",
        "curves-tiny-instruct-word-problems-nuclear-norm-irrelevant",
      ])
    let figure = try #require(pictures.first?.figure)
    #expect(figure.columnTitles == ["Old", "New"] && figure.panels.count == 4)
    #expect(figure.series.map(\.key) == ["none"])
    _ = try figure.render(as: .svg(idPrefix: "a-"))
    #expect(
      try DifferenceFigures(StudyDifference(from: snapshot(), to: snapshot()), .nuclearNorm).pictures.isEmpty)
  }
}
