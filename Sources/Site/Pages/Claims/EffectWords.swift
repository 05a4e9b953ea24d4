import Analysis
import Figures
import Support

extension Effect {
  /// The number with its 95 % interval: “10.3 [9.12, 11.6]”.
  var words: String {
    NumberText.significant(value, digits: 3) + (interval.map { " \($0.words)" } ?? "")
  }
}

extension CellModel {
  /// An effect that may be missing, with its interval and what it says of its claim.
  static func effect(_ effect: Effect?, _ stance: Prediction.Stance? = nil) -> CellModel {
    guard let effect else { return .number(nil) }
    return CellModel(
      (stance.map { "\($0.kind.sign) " } ?? "") + NumberText.significant(effect.value, digits: 3),
      aside: effect.interval.map(\.words) ?? "no interval", isNumeric: true,
      sortKey: effect.value.description)
  }
}

extension Interval {
  /// “[9.12, 11.6]”
  var words: String {
    let ends = [lower, upper].map { NumberText.significant($0, digits: 3) }
    return "[\(ends[0]), \(ends[1])]"
  }
}

extension Prediction.Stance.Kind {
  /// What an effect says of its claim, as a sign.
  var sign: String {
    switch self {
    case .pro: "✓"
    case .contra: "✗"
    case .open: "?"
    }
  }

  /// The same in words.
  var words: String {
    switch self {
    case .pro: "as predicted"
    case .contra: "against the claim"
    case .open: "undecided"
    }
  }
}

extension ClaimCell {
  /// Which responses have the larger gradients, where the effect is a chance and either side may be what is predicted.
  func side(_ normalisation: Normalisation) -> String? {
    guard test.measure.scale == .chance, let effect = effect(normalisation) else { return nil }
    return effect.value < 0.5 ? "irrelevant larger" : "correct larger"
  }
}

extension Measure {
  /// What the number says by its size, where that is no ratio of what the heading names.
  var direction: String? {
    guard scale == .chance else { return nil }
    return
      "The chance that the correct response to an instruction has the larger gradient than the irrelevant one: 0.5 tells "
      + "nothing, and below it irrelevant responses have the larger gradients."
  }
}

extension PageBuilder {
  /// The name of the task of a cell.
  func label(ofTask name: String) -> String { study.task(named: name)?.label ?? name }
}
