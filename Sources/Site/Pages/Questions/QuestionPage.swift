import Analysis
import Figures
import Support

/// A question of the papers that has a page of its own, where all that claims say of it stands together.
struct Question: Sendable {
  let path: String
  let title: String
  /// Its name in the navigation.
  let label: String
  /// The question in a sentence or two.
  let lead: String
  /// Whether a test of a claim is about it.
  let isTested: @Sendable (PaperClaim, ClaimTest) -> Bool
  /// What its page has beside the tests.
  let sections: @Sendable (PageBuilder) -> [SectionModel]
}

/// The page of a question.
struct QuestionPage: PageModel {
  let frame: Frame
  let lead: String
  /// The sentence in the place of all sections where the study has no answer.
  let absence: String?
  let sections: [SectionModel]

  static let fields: [Field<QuestionPage>] = [
    .model("frame", \.frame), .prose("lead", \.lead), .prose("absence", optional: \.absence),
    .flag("has_sections") { !$0.sections.isEmpty }, .list("sections", \.sections),
  ]
}

extension PageKind {
  static let pairs = PageKind(.pairs, template: "pairs")
  static let knowledge = PageKind(.knowledge, template: "knowledge")

  /// The page of a question. It is in the navigation where the study has an answer.
  private init(_ question: Question, template: String) {
    self.init(
      template: template, path: question.path, label: question.label,
      isListed: { $0.absence(of: question) == nil }, model: { $0.page(of: question) })
  }
}

extension PageBuilder {
  /// Why the study has no answer to a question, in a sentence; nil where it has one.
  func absence(of question: Question) -> String? {
    let tested = tests(of: question)
    let cells = tested.flatMap { result, test in result.cells(test: test.name) }
    if cells.contains(where: { !$0.basis.isEmpty }) { return nil }
    let reasons =
      tested.compactMap { result, test in result.absent.first { $0.test == test }?.reason }
      + cells.compactMap { $0.outcomes[.raw]?.reason }
    return "There is nothing to show: \(reasons.first ?? "nothing is computed")."
  }

  fileprivate func page(of question: Question) -> QuestionPage {
    let absence = absence(of: question)
    let tested = tests(of: question)
    var sections: [SectionModel] = []
    if absence == nil {
      sections = [verdicts(of: tested)] + question.sections(self)
      sections += tested.map { section($0.test, of: $0.result) }
    }
    return QuestionPage(
      frame: frame(
        question.path, title: question.title, summary: question.lead, contents: sections.map(\.contents)),
      lead: question.lead, absence: absence, sections: sections)
  }

  /// The tests that are about a question, each with the result of its claim.
  private func tests(of question: Question) -> [(result: ClaimResult, test: ClaimTest)] {
    claims.results.flatMap { result in
      result.claim.tests.filter { question.isTested(result.claim, $0) }.map { (result: result, test: $0) }
    }
  }

  /// What each test says over all subjects and tasks.
  private func verdicts(of tested: [(result: ClaimResult, test: ClaimTest)]) -> SectionModel {
    let rows = tested.map { result, test in
      let cells = result.cells(test: test.name)
      return RowModel(cells: [
        CellModel(test.title, isHeader: true, path: Self.path(of: test, of: result)),
        CellModel(result.claim.title, path: Self.path(of: result.claim)),
        CellModel(test.prediction.words),
        Self.verdict(cells), Self.tally(cells),
      ])
    }
    let columns = ["Test", "Claim", "Predicted", "Verdict", "Rows"]
    var table = TableModel(
      columns: columns.map { ColumnModel(label: $0, isNumeric: false) }, rows: rows)
    table.source = TableSource("claims")
    return SectionModel(
      id: "verdicts", title: "What the papers claim, and what these data say", tables: [table])
  }

  /// Numbers of subjects on tasks, a row for each, and under each normalisation a column for each of `measures`.
  func numbers(
    _ heads: [String], _ columns: [String], _ rows: [(heads: [String], outcomes: [Outcomes?])]
  ) -> TableModel {
    let ways = Normalisation.allCases.filter { way in
      rows.contains { $0.outcomes.contains { $0?[way]?.effect != nil } }
    }
    let numbers = ways.flatMap { way in
      columns.map {
        ColumnModel(
          label: "\($0), \(way.label.lowercased())", isNumeric: true, views: [.all, .one(way)])
      }
    }
    return TableModel(
      columns: heads.map { ColumnModel(label: $0, isNumeric: false) }
        + [ColumnModel(label: "n", isNumeric: true)] + numbers,
      rows: rows.map { row in
        RowModel(
          cells: row.heads.enumerated().map { CellModel($0.element, isHeader: $0.offset == 0) }
            + [Self.count(row.outcomes)] + ways.flatMap { way in Self.effects(row.outcomes, way) })
      }, isSortable: true)
  }

  private static func effects(_ outcomes: [Outcomes?], _ way: Normalisation) -> [CellModel] {
    outcomes.map { outcomes in
      var cell = CellModel.effect(outcomes?[way]?.effect)
      cell.views = [.all, .one(way)]
      return cell
    }
  }

  /// The instructions behind the first number of each, as the reader's choice has it.
  private static func count(_ outcomes: [Outcomes?]) -> CellModel {
    .shown(isNumeric: true) { view in
      let ways: [Normalisation] = if case .one(let way) = view { [way] } else { Normalisation.allCases }
      let counts = outcomes.compactMap { outcomes in
        ways.lazy.compactMap { outcomes?[$0]?.effect?.sampleCount }.first
      }
      let ends = Set([counts.min(), counts.max()].compactMap(\.self)).sorted()
      return ends.isEmpty ? "–" : ends.map(NumberText.whole).joined(separator: " to ")
    }
  }
}
