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
    var table = Table(ClaimRows.columns)
    for (claim, cell) in rows { table.add(ClaimRows.row(claim, cell, of: study)) }
    return PaperTable(
      id: "claims\(request.suffix(.model, .task))", caption: caption, table: table, innerHead: "Number",
      compared: "numbers of a normalisation",
      interval: .claims)
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
      overall,
      isNoisy
        ? "An effect without an interval: more than a fifth of it is sampling noise, or it is of one sample."
        : nil,
      reasons.map { "A dash: undefined. \($0)" }, absent,
    ].compactMap(\.self).joined(separator: " ")
  }

  /// The verdict of each claim over its rows, with how many of these say what.
  private var overall: String {
    let verdicts = results.map { result in
      let cells = rows.filter { $0.claim == result.claim }.map(\.cell)
      let verdict = cells.count == result.cells.count ? result.verdict : Verdict.combined(cells)
      let tally = cells.isEmpty ? "no row" : Verdict.tally(cells)
      return "\(result.claim.number) \(verdict.words) (\(tally))"
    }
    return
      "The claims over all their rows: \(verdicts.joined(separator: "; ")). A claim whose tested rows are not of one "
      + "verdict depends on normalisation where one of them does, or where MAD and relative MAD contradict each other, and is "
      + "inconclusive otherwise, or where one of its tests has no row that is tested."
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
        words: "\(names.map { $0.label.lowercased() }.joined(separator: ", ")): \(reason)",
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
