/// A test of a claim on one subject and one task, with its effects and its verdict.
package struct ClaimCell: Sendable, Equatable {
  package let test: ClaimTest
  package let subject: ClaimSubject
  /// The task's name in the study.
  package let task: String
  /// The effect under each normalisation, or why there is none.
  package let outcomes: Outcomes
  /// p of each effect, Holm-corrected among all effects of the claim under the same normalisation.
  package let holm: [Normalisation: Double]
  /// The verdict, see ``Verdict/judged(_:)``.
  package let verdict: Verdict

  /// Tests `outcomes`, with p as `holm` has it; without an effect under `needed` nothing is tested.
  init(
    _ test: ClaimTest, _ subject: ClaimSubject, task: String, _ outcomes: Outcomes,
    holm: [Normalisation: Double], needing needed: Normalisation = .raw
  ) {
    self.test = test
    self.subject = subject
    self.task = task
    self.outcomes = outcomes
    self.holm = holm
    let effects = Normalisation.allCases.compactMap { normalisation in
      outcomes[normalisation]?.effect.map { effect in
        (
          stance: Self.stance(of: effect, holm: holm[normalisation], test.prediction),
          isPredicted: test.prediction.contains(effect.value)
        )
      }
    }
    verdict =
      outcomes[needed]?.effect == nil
      ? .notTested(outcomes[needed]?.reason ?? "there is no effect") : .judged(effects)
  }

  /// The cell as it would be if there were one normalisation only: its effect, its p, and the verdict by them.
  package func alone(under normalisation: Normalisation) -> ClaimCell {
    ClaimCell(
      test, subject, task: task, outcomes.filter { $0.key == normalisation },
      holm: holm.filter { $0.key == normalisation }, needing: normalisation)
  }

  /// What the effect under a normalisation says of the claim; nil where it is undefined.
  package func stance(_ normalisation: Normalisation) -> Prediction.Stance? {
    effect(normalisation).map { Self.stance(of: $0, holm: holm[normalisation], test.prediction) }
  }

  private static func stance(
    of effect: Effect, holm: Double?, _ prediction: Prediction
  ) -> Prediction.Stance {
    guard let interval = effect.interval, let holm, holm <= Verdict.level else { return .open }
    return prediction.stance(of: interval)
  }

  /// The effect under a normalisation, nil where it is undefined.
  package func effect(_ normalisation: Normalisation) -> Effect? { outcomes[normalisation]?.effect }

  /// The normalisations that the verdict rests on.
  package var basis: [Normalisation] { Normalisation.allCases.filter { effect($0) != nil } }

  /// The largest p over the normalisations that the verdict rests on: that of all of them at once (intersection–union test,
  /// Berger 1982). Nil where one has none.
  package var p: Double? { Self.largest(basis.map { effect($0)?.p }) }

  /// The largest of the corrected p.
  package var holmP: Double? { Self.largest(basis.map { holm[$0] }) }

  /// The instructions behind the raw effect, or behind the first that there is; 0 without an effect. A matched one may rest on
  /// fewer, see ``Effect/sampleCount``.
  package var sampleCount: Int { basis.lazy.compactMap { effect($0)?.sampleCount }.first ?? 0 }

  private static func largest(_ values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    return known.count == values.count ? known.max() : nil
  }
}

extension Verdict {
  /// The verdict of several cells: of a claim on one subject and task, on a whole study, or any other choice.
  ///
  /// 1. Cells that are not tested do not count; where there is no other it is not tested, for the reason of the first.
  /// 2. Where all agree, theirs; but where a test has no cell that is tested, what the others support is inconclusive, since a
  ///    claim holds only where all its tests do.
  /// 3. Depends on normalisation where one of them does, or where a MAD and the relative MAD of the same layers, subject
  ///    and task are supported and contradicted: the level is what the two differ by.
  /// 4. Else inconclusive: the claim does not hold throughout.
  package static func combined(_ cells: [ClaimCell]) -> Verdict {
    let tested = cells.filter(\.verdict.isTested)
    guard let first = tested.first else {
      return cells.first?.verdict ?? .notTested("the study has nothing to test it on")
    }
    if tested.allSatisfy({ $0.verdict == first.verdict }) {
      let isWhole = Set(tested.map(\.test.name)) == Set(cells.map(\.test.name))
      return first.verdict == .supported && !isWhole ? .inconclusive : first.verdict
    }
    let depends = tested.contains { cell in
      cell.verdict == .dependsOnNormalisation || Self.dependsOnLevel(cell, among: tested)
    }
    return depends ? .dependsOnNormalisation : .inconclusive
  }

  /// Whether a cell and its counterpart without the level contradict each other.
  private static func dependsOnLevel(_ cell: ClaimCell, among cells: [ClaimCell]) -> Bool {
    guard let name = cell.test.counterpart,
      let other = cells.first(where: {
        $0.test.name == name && $0.subject == cell.subject && $0.task == cell.task
      })
    else { return false }
    return Set([cell.verdict, other.verdict]) == [.supported, .contradicted]
  }

  /// How many cells have each verdict, in words that hide no direction: “2 supported, 1 inconclusive, 1 not tested”.
  package static func tally(_ cells: [ClaimCell]) -> String {
    let words = [
      Verdict.supported, .contradicted, .dependsOnNormalisation, .inconclusive, .notTested(""),
    ].map(\.words)
    return words.compactMap { word in
      let count = cells.count { $0.verdict.words == word }
      // Two depend where one depends.
      return count > 0 ? "\(count) \(count > 1 ? word.replacing("depends", with: "depend") : word)" : nil
    }.joined(separator: ", ")
  }
}
