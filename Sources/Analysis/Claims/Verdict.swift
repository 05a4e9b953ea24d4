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
  /// else it is open. The verdict rests on all normalisations under which the effect is defined, raw among them, or it is not tested: supported where all speak
  /// for, contradicted where all speak against, inconclusive where all are open. Where they differ, or lie on different
  /// sides of what is predicted, it depends on normalisation.
  static func judged(_ effects: [(effect: Effect, holm: Double?)], by prediction: Prediction) -> Verdict {
    let stances = effects.map { item -> Prediction.Stance in
      guard let interval = item.effect.interval, let holm = item.holm, holm <= level else { return .open }
      return prediction.stance(of: interval)
    }
    guard let first = stances.first else { return .notTested("there is no effect") }
    guard stances.allSatisfy({ $0 == first }) else { return .dependsOnNormalisation }
    switch first {
    case .pro: return .supported
    case .contra: return .contradicted
    case .open: return .inconclusive
    }
  }
}
