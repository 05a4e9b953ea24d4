import Analysis
import Studies
import Support

/// Tests of claims as rows, with every number under each normalisation: of the table for papers and of downloads.
package enum ClaimRows {
  /// The columns: what names a row, the verdict, then effect, n, p and corrected p under each normalisation.
  package static let columns: [Table.Column] =
    [
      .words("claim", "Claim"), .words("test", "Test"), .words("model", "Model"), .words("task", "Task"),
      .words("verdict", "Verdict"),
    ]
    + Normalisation.allCases.flatMap { normalisation -> [Table.Column] in
      let (name, group) = (normalisation.rawValue.replacing("-", with: "_"), normalisation.label)
      return [
        .numbers(name, "Effect", under: group), .numbers("\(name)_n", "n", under: group),
        .numbers("\(name)_p", "p", under: group), .numbers("\(name)_holm_p", "Holm p", under: group),
      ]
    }

  /// The row of a cell.
  package static func row(_ claim: PaperClaim, _ cell: ClaimCell, of study: Study) -> [Table.Cell] {
    let heads: [Table.Cell] = [
      .name(claim.name, label: "\(claim.number). \(claim.title)"),
      .name(cell.test.name, label: "\(cell.test.title) (\(cell.test.prediction.words))"),
      .name(cell.subject.name, label: cell.subject.label(in: study)),
      .name(cell.task, label: study.task(named: cell.task)?.label ?? cell.task),
      .name(cell.verdict.words, label: cell.verdictWords),
    ]
    return heads + Normalisation.allCases.flatMap { numbers(cell, $0) }
  }

  private static func numbers(_ cell: ClaimCell, _ normalisation: Normalisation) -> [Table.Cell] {
    guard let effect = cell.effect(normalisation) else {
      return [.missing, .missing, .missing, .missing]
    }
    return [
      .estimate(effect.value, effect.interval), .count(effect.sampleCount), .number(effect.p),
      .number(cell.holm[normalisation]),
    ]
  }
}

extension ClaimCell {
  /// The verdict, and whether it rests on the number as it is alone.
  package var verdictWords: String {
    verdict.words + (verdict.isTested && basis == [.raw] ? ", raw alone" : "")
  }
}

extension ClaimSubject {
  /// The models as people call them, the instruct model first.
  package func label(in study: Study) -> String {
    let labels = models.map { name in study.model(named: name)?.label ?? name }
    return labels.isEmpty ? "All" : labels.reversed().joined(separator: " / ")
  }
}

extension Prediction {
  /// The predicted effects in words: “above 1”.
  package var words: String {
    let text = { (value: Double) in NumberText.significant(value, digits: 2) }
    return switch self {
    case .above(let bound): "above \(bound == 1 ? "1" : text(bound))"
    case .below(let bound): "below \(text(bound))"
    case .within(let low, let high): "\(text(low)) to \(text(high))"
    case .outside(let low, let high): "below \(text(low)) or above \(text(high))"
    }
  }
}

extension Normalisation {
  /// Its name at the head of columns and on switches.
  package var label: String {
    switch self {
    case .raw: "Raw"
    case .perLoss: "Per loss"
    case .matched: "Matched"
    }
  }
}
