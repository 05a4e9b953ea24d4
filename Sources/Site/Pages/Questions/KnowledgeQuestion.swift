import Analysis
import Figures
import Studies

extension Question {
  /// Whether long responses about knowledge are like slow thinking, and whether unpopular knowledge pulls harder.
  static let knowledge = Question(
    path: "knowledge.html", title: "Knowledge", label: "Knowledge",
    lead:
      "On knowledge, where nothing has to be worked out, do longer responses lower the gradients as slow thinking does, and are "
      + "those of unpopular topics larger than those of popular ones?",
    isTested: { claim, _ in claim.name == "knowledge" }, sections: { $0.knowledgeSections })
}

extension PageBuilder {
  fileprivate var knowledgeSections: [SectionModel] {
    [
      figureSection("figures", "At a glance", plan.claims["knowledge"] ?? []), slopes, lengths,
      knowledgeCells,
    ].compactMap(\.self)
  }

  private var knowledge: [StudyCell] { analysis.cells.filter { $0.task.kind == .knowledge } }

  /// How fast the level falls with the length of responses.
  private var slopes: SectionModel? {
    let rows = knowledge.compactMap { cell -> (heads: [String], outcomes: [Outcomes?])? in
      let found = claims.outcomes(.lengthSlope, of: .model(cell.model.name), task: cell.task.name)
      guard let found, Normalisation.allCases.contains(where: { found[$0]?.effect != nil }) else {
        return nil
      }
      return ([cell.model.label, cell.task.label], [found])
    }
    guard !rows.isEmpty else { return nil }
    return SectionModel(
      id: "slope", title: "The slope against length",
      lead: Self.paragraph(
        "Within popular topics, the slope of the logarithm of the level against that of the labelled tokens, with its 95 % "
          + "interval over topics: 0 does not change with length, −1 halves where length doubles."),
      tables: [numbers(["Model", "Task"], ["Slope"], rows)])
  }

  /// A figure of one model on one task: those of all would be a gallery, and each stands on its own page.
  private var lengths: SectionModel? {
    let figure = knowledge.lazy.compactMap { cell in
      figures(of: cell.model, on: cell.task).first { $0.figure.kind == FigureKind.length.name }
    }.first
    return figure.flatMap { figureSection("length", "Sample by sample, one model on one task", [$0]) }
  }

  /// The lengths and losses of every model on every task of knowledge, with links to their pages.
  private var knowledgeCells: SectionModel? {
    let conditions = knowledge.flatMap { cell in
      analysis.conditions(of: cell).filter { $0.condition.relevance == .correct }.map { (cell, $0) }
    }
    guard !conditions.isEmpty else { return nil }
    let rows = conditions.map { cell, item in
      RowModel(cells: [
        CellModel(
          "\(cell.model.label) on \(cell.task.label)", isHeader: true,
          path: Self.path(of: cell.model, on: cell.task)),
        CellModel(item.condition.style.label), .count(item.coverage.computed), .number(item.meanLabelCount),
        .number(item.meanLoss),
      ])
    }
    var table = TableModel(
      caption: "Correct responses. Tokens and loss, the mean cross-entropy in nats, are means over samples.",
      columns: ["Model and task", "Style"].map { ColumnModel(label: $0, isNumeric: false) }
        + ["n", "Tokens", "Loss"].map { ColumnModel(label: $0, isNumeric: true) },
      rows: rows, isSortable: true)
    table.source = TableSource(path: "data/samples.csv")
    return SectionModel(id: "lengths", title: "Lengths and losses", tables: [table])
  }
}
