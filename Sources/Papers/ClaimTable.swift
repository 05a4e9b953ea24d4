import Analysis
import Figures
import Studies
import Support

/// The claims of the papers tested on a study, a row for each test, model or pair of models, and task.
struct ClaimTable {
  private let request: FigureRequest
  private let study: Study
  private let results: [ClaimResult]
  private let rows: [(claim: PaperClaim, cell: ClaimCell)]

  init(_ request: FigureRequest, _ claims: StudyClaims, of study: Study) {
    self.request = request
    self.study = study
    results = claims.results
    rows = claims.results.flatMap { result in
      result.cells.filter { cell in
        (request.task.map { $0 == cell.task } ?? true)
          && (request.model.map { cell.subject.models.contains($0) } ?? true)
      }.map { (result.claim, $0) }
    }
  }

  var table: PaperTable {
    var table = Table(
      [
        .words("claim", "Claim"), .words("test", "Test"), .words("model", "Model"), .words("task", "Task"),
        .words("verdict", "Verdict"),
      ] + Normalisation.allCases.flatMap(Self.columns))
    for (claim, cell) in rows {
      table.add(heads(claim, cell) + Normalisation.allCases.flatMap { Self.numbers(cell, $0) })
    }
    return PaperTable(
      id: "claims\(request.suffix(.model, .task))", caption: caption, table: table, innerHead: "Number",
      compared: "numbers of a normalisation",
      interval: "the hull of percentile and studentised bootstrap; of an AUC Wilson's")
  }

  private static func columns(_ normalisation: Normalisation) -> [Table.Column] {
    let (name, group) = (normalisation.rawValue.replacing("-", with: "_"), normalisation.words)
    return [
      .numbers(name, "Effect", under: group), .numbers("\(name)_n", "n", under: group),
      .numbers("\(name)_p", "p", under: group), .numbers("\(name)_holm_p", "Holm p", under: group),
    ]
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

  private func heads(_ claim: PaperClaim, _ cell: ClaimCell) -> [Table.Cell] {
    let isRawAlone = cell.verdict.isTested && cell.basis == [.raw]
    return [
      .name(claim.name, label: "\(claim.number). \(claim.title)"),
      .name(cell.test.name, label: "\(cell.test.title) (\(cell.test.prediction.words))"),
      .name(cell.subject.name, label: label(cell.subject)),
      .name(cell.task, label: study.task(named: cell.task)?.label ?? cell.task),
      .name(cell.verdict.words, label: cell.verdict.words + (isRawAlone ? ", raw alone" : "")),
    ]
  }

  /// The models of a subject as people call them.
  private func label(_ subject: ClaimSubject) -> String {
    let labels = subject.models.map { name in study.model(named: name)?.label ?? name }
    return labels.isEmpty ? "All" : labels.reversed().joined(separator: " / ")
  }
}

/// The words under the table.
extension ClaimTable {
  private var caption: String {
    let isNoisy = rows.contains { row in
      Normalisation.allCases.contains { (row.cell.effect($0)?.noise?.share ?? 0) > Noise.mostShare }
    }
    return [
      "The claims of the papers, tested with the nuclear norm of all projections (geometric mean): effects as the statistic "
        + "is (raw), divided by each sample's loss (per loss), and at equal length of the response and equal loss (matched). "
        + "In brackets after a test: what the claim predicts. AUC: the chance that the correct response to an instruction "
        + "has the larger gradient.",
      "n: instructions, or topics. p: of a sign-flip test over them. Holm p: corrected among all tests of the claim under "
        + "the same normalisation.",
      "A test is supported or contradicted where the 95 % interval and the corrected p of every effect say so; it depends on "
        + "normalisation where they differ, and is inconclusive where none says anything.",
      isNoisy
        ? "An effect without an interval: more than a fifth of it is sampling noise, or it is of one sample."
        : nil,
      reasons.map { "A dash: undefined. \($0)" }, absent,
    ].compactMap(\.self).joined(separator: " ")
  }

  /// The reasons why effects are undefined, the commonest first.
  private var reasons: String? {
    let all = rows.flatMap { row in
      Normalisation.allCases.compactMap { normalisation -> (normalisation: Normalisation, reason: String)? in
        row.cell.outcomes[normalisation]?.reason.map { (normalisation, $0) }
      }
    }
    let grouped = Dictionary(grouping: all, by: \.reason).map { reason, places in
      let names = Normalisation.allCases.filter { name in places.contains { $0.normalisation == name } }
      return (
        words: "\(names.map { $0.words.lowercased() }.joined(separator: ", ")): \(reason)",
        count: places.count
      )
    }.sorted { ($1.count, $0.words) < ($0.count, $1.words) }
    guard !grouped.isEmpty else { return nil }
    let rest = grouped.count - Self.mostNamed
    let words = grouped.prefix(Self.mostNamed).map(\.words).joined(separator: "; ")
    let first = words.prefix(1).uppercased() + words.dropFirst()
    return Sentence.closed(first + (rest > 0 ? "; and \(NumberText.count(rest, "more reason"))" : ""))
  }

  /// The tests without a row.
  private var absent: String? {
    let all = results.flatMap { result in result.absent.map { (claim: result.claim, absent: $0) } }
    let grouped = Dictionary(grouping: all) { $0.absent.reason }.map { reason, items in
      (
        words: "\(items.map(\.absent.test.title).joined(separator: "; ")) (\(reason))",
        first: items[0].claim.number
      )
    }.sorted { ($0.first, $0.words) < ($1.first, $1.words) }
    return grouped.isEmpty ? nil : "Without a row: \(grouped.map(\.words).joined(separator: "; "))."
  }

  private static var mostNamed: Int { 6 }
}

extension Prediction {
  /// The predicted effects in words: “above 1”.
  fileprivate var words: String {
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
  /// The head of its columns.
  fileprivate var words: String {
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
