import Analysis
import Figures
import Studies
import Support

/// The claims of the papers tested on a study, a row for each test, model or pair of models, and task.
struct ClaimTable {
  private let request: FigureRequest
  private let study: Study
  private let cells: [(claim: PaperClaim, cell: ClaimCell)]

  init(_ request: FigureRequest, _ claims: StudyClaims, of study: Study) {
    self.request = request
    self.study = study
    cells = claims.results.flatMap { result in
      result.cells.filter { cell in
        (request.task.map { $0 == cell.task } ?? true)
          && (request.model.map { cell.subject.models.contains($0) } ?? true)
      }.map { (result.claim, $0) }
    }
  }

  var table: PaperTable {
    var table = Table([
      .words("claim", "Claim"), .words("test", "Test"), .words("model", "Model"), .words("task", "Task"),
      .words("verdict", "Verdict"), .numbers("raw", "Raw"), .numbers("per_loss", "Per loss"),
      .numbers("matched", "Matched"), .numbers("n", "n"), .numbers("p", "p"), .numbers("holm_p", "Holm p"),
    ])
    for (claim, cell) in cells {
      let effects = Normalisation.allCases.map { cell.effect($0) }.map {
        Table.Cell.estimate($0?.value, $0?.interval)
      }
      table.add(
        [
          .name(claim.name, label: "\(claim.number). \(claim.title)"),
          .name(cell.test.name, label: "\(cell.test.title) (\(cell.test.prediction.words))"),
          .name(cell.subject.name, label: label(cell.subject)),
          .name(cell.task, label: study.task(named: cell.task)?.label ?? cell.task),
          .text(cell.verdict.words),
        ] + effects + [
          cell.verdict.isTested ? .count(cell.sampleCount) : .missing, .number(cell.p), .number(cell.holmP),
        ])
    }
    return PaperTable(
      id: "claims\(request.suffix(.model, .task))", caption: caption, table: table,
      compared: "models and tasks of each test", interval: "BCa bootstrap")
  }

  /// The models of a subject as people call them.
  private func label(_ subject: ClaimSubject) -> String {
    let labels = subject.models.map { name in study.model(named: name)?.label ?? name }
    return labels.isEmpty ? "All" : labels.reversed().joined(separator: " / ")
  }

  private var caption: String {
    [
      "The claims of the papers, tested with the nuclear norm, of all projections (geometric mean): effects as the statistic "
        + "is (raw), divided by each sample's loss (per loss), and at equal length of the response and equal loss (matched). "
        + "In brackets after a test: what the claim predicts.",
      "n: the fewest instructions behind an effect. p: of a sign-flip test over instructions, the largest of the effects; "
        + "Holm p: corrected within the claim.",
      "A test is supported or contradicted where the 95 % intervals and the corrected p of all its effects say so, and depends "
        + "on normalisation where they differ.",
      reasons.map { "A dash: undefined. \($0)" },
    ].compactMap(\.self).joined(separator: " ")
  }

  /// The reasons why effects are undefined, the commonest first.
  private var reasons: String? {
    let all = cells.flatMap { item in
      Normalisation.allCases.compactMap { normalisation in
        item.cell.outcomes[normalisation]?.reason.map { "\(normalisation.words): \($0)" }
      }
    }
    let counts = all.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    guard !sorted.isEmpty else { return nil }
    let rest = sorted.count - Self.mostNamed
    return Sentence.closed(
      sorted.prefix(Self.mostNamed).map { "\($0.key) (\(NumberText.whole($0.value)))" }.joined(
        separator: "; ")
        + (rest > 0 ? "; and \(rest) more reasons" : ""))
  }

  private static let mostNamed = 6
}

extension Prediction {
  /// The predicted effects in words: “above 1”.
  var words: String {
    let text = { (value: Double) in NumberText.significant(value, digits: 2) }
    return switch self {
    case .above(let bound): "above \(bound == 1 ? "1" : text(bound))"
    case .below(let bound): "below \(text(bound))"
    case .within(let low, let high): "within \(text(low)) and \(text(high))"
    case .outside(let low, let high): "below \(text(low)) or above \(text(high))"
    }
  }
}

extension Normalisation {
  /// The head of its column.
  var words: String {
    switch self {
    case .raw: "Raw"
    case .perLoss: "Per loss"
    case .matched: "Matched"
    }
  }
}

extension TableKind {
  /// Verdicts on the claims of the papers.
  static let claims = TableKind(
    name: "claims", summary: "the papers' claims, tested: effects, p and a verdict for each model and task",
    choices: [.model, .task],
    needs: [.values()]
  ) { request, analysis, _ in
    ClaimTable(request, try analysis.claims(), of: analysis.study).table
  }
}
