import Analysis
import Studies
import Support

/// The page of a claim: the rule, every test on every model and task, and what would overturn it.
struct ClaimPage: PageModel {
  let frame: Frame
  let kicker: String
  let statement: String
  let verdicts: [VerdictModel]
  /// How many tests have each verdict, or why nothing is tested.
  let tally: [PieceModel]
  let overturnedBy: String
  let source: TableSource?
  let sections: [SectionModel]
  let others: OthersModel?

  static let fields: [Field<ClaimPage>] = [
    .model("frame", \.frame), .text("kicker", \.kicker), .prose("statement", \.statement),
    .list("verdicts", \.verdicts), .list("pieces", \.tally), .prose("overturned_by", \.overturnedBy),
    .model("source", optional: \.source), .list("sections", \.sections),
    .model("others", optional: \.others),
  ]
}

extension PageKind {
  /// A page for each claim, or some where its tables are long.
  static let claim = PageKind(
    template: "claim", of: { $0.claims.results.flatMap(ClaimPart.all) }, path: \.path, title: \.title,
    places: { _ in [NavigationPlace(label: "Claims", path: "index.html#verdicts", folder: "claims/")] },
    model: { $0.page(of: $1) })
}

extension PageBuilder {
  /// A page of a claim. The first has its figures and the rule.
  func page(of part: ClaimPart) -> ClaimPage {
    let (result, claim) = (part.result, part.result.claim)
    let figures = part.isFirst ? (plan.claims[claim.name] ?? []).map { self.figures.model($0.id) } : []
    let sections =
      [
        figures.isEmpty ? nil : SectionModel(id: "figures", title: "At a glance", figures: figures)
      ].compactMap(\.self) + part.tests.map { section($0, of: result) }
      + [others(of: result, besides: part)].compactMap(\.self) + (part.isFirst ? [Self.rule] : [])
    return ClaimPage(
      frame: frame(
        part.path, title: part.title, summary: claim.statement,
        contents: sections.map(\.contents)),
      kicker: "Claim \(claim.number) of \(PaperClaim.all.count)", statement: claim.statement,
      verdicts: VerdictModel.all { result.shown($0).verdict },
      tally: PieceModel.all { Self.tally(result.shown($0)) },
      overturnedBy: claim.overturnedBy, source: TableSource("claims"), sections: sections,
      others: OthersModel(
        title: "Other claims", cards: claims.results.filter { $0.claim != claim }.map(card)))
  }

  /// The tests of a claim that are on its other pages, with what they say.
  private func others(of result: ClaimResult, besides part: ClaimPart) -> SectionModel? {
    let tests = result.claim.tests.filter { test in !part.tests.contains { $0.name == test.name } }
    let rows = tests.map { test in
      let cells = result.cells(test: test.name)
      return RowModel(cells: [
        CellModel(test.title, isHeader: true, path: Self.path(of: test, of: result)),
        CellModel(test.prediction.words), Self.verdict(cells), Self.tally(cells),
      ])
    }
    let columns = ["Test", "Predicted", "Verdict", "Rows"].map { ColumnModel(label: $0, isNumeric: false) }
    return rows.isEmpty
      ? nil
      : SectionModel(
        id: "others-of-claim", title: "Tests on other pages",
        tables: [TableModel(columns: columns, rows: rows)])
  }

  private static func tally(_ result: ClaimResult) -> String {
    if case .notTested(let reason) = result.verdict { return "\(reason.capitalizedFirst)." }
    return Verdict.tally(result.cells)
  }

  /// How many cells have each verdict.
  static func tally(_ cells: [ClaimCell]) -> CellModel {
    .shown { view in Verdict.tally(cells.map { $0.shown(view) }).capitalizedFirst }
  }

  private func card(_ result: ClaimResult) -> CardModel {
    CardModel(
      title: result.claim.title, path: Self.path(of: result.claim),
      kicker: "Claim \(result.claim.number)",
      pieces: PieceModel.all { result.shown($0).verdict.words.capitalizedFirst })
  }

  /// A test with its numbers on every subject and task.
  func section(_ test: ClaimTest, of result: ClaimResult) -> SectionModel {
    let cells = result.cells(test: test.name)
    let absence = result.absent.first { $0.test.name == test.name }.map { "Not tested: \($0.reason)." }
    let lead = ["Predicted: \(test.prediction.words).", absence, test.measure.direction, undefined(cells)]
      .compactMap(\.self).joined(separator: " ")
    let rows = cells.filter { !$0.basis.isEmpty }.map(row)
    return SectionModel(
      id: test.name, title: test.title, lead: Self.paragraph(lead),
      tables: rows.isEmpty ? [] : [TableModel(columns: Self.columns, rows: rows, isSortable: true)])
  }

  private static let columns =
    [ColumnModel(label: "Model", isNumeric: false), ColumnModel(label: "Task", isNumeric: false)]
    + numberColumns

  /// The columns of ``numbers(of:)``.
  static let numberColumns: [ColumnModel] =
    [ColumnModel(label: "n", isNumeric: true)]
    + Normalisation.allCases.map {
      ColumnModel(label: $0.label, isNumeric: true, views: [.all, .one($0)])
    }
    + [
      ColumnModel(label: "Largest p (Holm)", isNumeric: true),
      ColumnModel(label: "Verdict", isNumeric: false),
    ]

  private func row(_ cell: ClaimCell) -> RowModel {
    RowModel(
      cells: [
        CellModel(cell.subject.label(in: study), isHeader: true), CellModel(label(ofTask: cell.task)),
      ] + numbers(of: cell))
  }

  /// The n of a cell, its effects, its p and its verdict.
  func numbers(of cell: ClaimCell) -> [CellModel] {
    let count = CellModel.shown(isNumeric: true, sortKey: String(cell.sampleCount)) { view in
      // Where there is no effect its own column says so.
      let count = cell.shown(view).sampleCount
      return NumberText.whole(count > 0 ? count : cell.sampleCount)
    }
    let effects = Normalisation.allCases.map { normalisation in
      var number = CellModel.effect(cell.effect(normalisation), cell.stance(normalisation))
      number.views = [.all, .one(normalisation)]
      return number
    }
    let chance = CellModel.shown(isNumeric: true, sortKey: cell.holmP?.description) { view in
      cell.shown(view).holmP.map { NumberText.significant($0, digits: 2) } ?? "–"
    }
    let verdict = CellModel.shown { view in
      let words = view == .all ? cell.verdictWords : cell.shown(view).verdict.words
      return "\(VerdictModel(cell.shown(view).verdict).sign) \(words)"
    }
    return [count] + effects + [chance, verdict]
  }

  /// Says under which normalisations there is no number, and why in the first row that lacks it.
  private func undefined(_ cells: [ClaimCell]) -> String {
    Normalisation.allCases.compactMap { normalisation in
      let lacking = cells.compactMap { cell in
        cell.outcomes[normalisation]?.reason.map { (cell: cell, reason: $0) }
      }
      guard let first = lacking.first else { return nil }
      let place = "\(first.cell.subject.label(in: study)) on \(label(ofTask: first.cell.task))"
      return "\(normalisation.label) there is no number in \(lacking.count) of "
        + "\(NumberText.count(cells.count, "row")); \(place): \(first.reason)."
    }.joined(separator: " ")
  }

  /// The one rule by which all verdicts are made.
  private static var rule: SectionModel {
    let text = """
      Each effect is measured raw, with every sample's statistic divided by its loss, and at equal length and loss of the \
      responses. Under a normalisation it speaks for the claim (✓) where the whole 95 % interval lies where the claim predicts \
      it and the p of a two-sided sign-flip test, Holm-corrected among the effects of the claim under that normalisation, is at most \(Verdict.level); against it \
      (✗) where none of the interval does and p is as small; else it is open. A row is supported where all normalisations under \
      which there is a number speak for the claim, contradicted where all speak against it. It depends on normalisation where \
      one speaks for and another against it, where two lie on different sides of what is predicted, and where one decides and \
      another's effect lies on the other side of the prediction's end; else it is inconclusive. Several rows have the verdict \
      that all of them have; where they differ it depends on normalisation if one of them does, and is inconclusive else. A \
      claim of which a test has no row is at best inconclusive. Thresholds are conventions: an AUC tells responses apart from \
      0.64 on (Cohen's d of 0.5), a fall to four fifths counts as like that of slow thinking, and a mean cosine below 0.1 as \
      nearly orthogonal.
      """
    return SectionModel(id: "rule", title: "The rule", lead: paragraph(text))
  }
}
