/// The judgement of a claim, by the one rule that ``ClaimCell`` and ``Verdict/combined(_:)`` state.
package enum Verdict: Sendable, Equatable, Hashable {
  /// The data are as the claim predicts.
  case supported
  /// The data are what it rules out.
  case contradicted
  /// What the data say changes with the way in which loss, length or level enter.
  case dependsOnNormalisation
  /// The data do not decide.
  case inconclusive
  /// There is nothing to judge by, for a reason in words.
  case notTested(String)

  /// The verdict in words.
  package var words: String {
    switch self {
    case .supported: "supported"
    case .contradicted: "contradicted"
    case .dependsOnNormalisation: "depends on normalisation"
    case .inconclusive: "inconclusive"
    case .notTested: "not tested"
    }
  }

  /// Whether there was anything to judge by.
  package var isTested: Bool { if case .notTested = self { false } else { true } }

  /// The level of the tests, after Holm's correction.
  package static let level = 0.05

  /// The verdict of one test on one subject and task.
  ///
  /// Under a normalisation an effect speaks *for* the claim where the whole 95 % interval lies where the claim predicts it
  /// and p, Holm-corrected within the claim, is at most 0.05; *against* it where none of the interval does and p is as small;
  /// else it is open. The verdict rests on all normalisations under which the effect is defined, raw among them, or it is not
  /// tested: supported where all speak for, contradicted where all speak against, inconclusive where all are open. It depends
  /// on normalisation where one speaks for and another against, where two that speak for it lie on different sides of what is
  /// predicted, and where one decides and another's effect lies on the other side of the prediction's end. Where some are
  /// open and all effects agree, it is inconclusive.
  package static func judged(_ effects: [(stance: Prediction.Stance, isPredicted: Bool)]) -> Verdict {
    guard let first = effects.first else { return .notTested("there is no effect") }
    if effects.allSatisfy({ $0.stance == first.stance }) {
      switch first.stance {
      case .pro: return .supported
      case .contra: return .contradicted
      case .open: return .inconclusive
      }
    }
    let decided = effects.filter { $0.stance != .open }
    let agree =
      decided.allSatisfy { $0.stance == decided[0].stance }
      && effects.allSatisfy { $0.isPredicted == first.isPredicted }
    return agree ? .inconclusive : .dependsOnNormalisation
  }
}
