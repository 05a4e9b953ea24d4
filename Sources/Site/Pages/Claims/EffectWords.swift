import Analysis
import Support

extension Effect {
  /// The number with its 95 % interval: “10.3 [9.12, 11.6]”.
  var words: String {
    let number = { (value: Double) in NumberText.significant(value, digits: 3) }
    return number(value) + (interval.map { " [\(number($0.lower)), \(number($0.upper))]" } ?? "")
  }
}

extension Normalisation {
  var words: String {
    switch self {
    case .raw: "raw"
    case .perLoss: "per loss"
    case .matched: "matched"
    }
  }
}

extension Prediction {
  /// The predicted numbers: “above 1”.
  var words: String {
    // Bounds are short numbers: 1, 0.64.
    let number = { (value: Double) in NumberText.plain(value) }
    return switch self {
    case .above(let bound): "above \(number(bound))"
    case .below(let bound): "below \(number(bound))"
    case .within(let least, let most): "between \(number(least)) and \(number(most))"
    case .outside(let least, let most): "below \(number(least)) or above \(number(most))"
    }
  }
}

extension PageBuilder {
  /// The name of a subject.
  func label(of subject: ClaimSubject) -> String {
    let names = subject.models.map { study.model(named: $0)?.label ?? $0 }
    return names.isEmpty ? "All models" : names.reversed().joined(separator: " over ")
  }

  /// The name of the task of a cell.
  func label(ofTask name: String) -> String { study.task(named: name)?.label ?? name }
}
