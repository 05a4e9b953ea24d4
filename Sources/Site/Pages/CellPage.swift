import Analysis
import Figures
import Studies
import Support

/// A model on a task.
struct StudyCell: Sendable {
  let model: StudyModel
  let task: StudyTask

  var title: String { "\(model.label) on \(task.label)" }
}

extension PageKind {
  /// A page for each model on each task. The pages of models and tasks list them.
  static let cell = PageKind(
    template: "model-on-task", of: \.analysis.cells, path: { PageBuilder.path(of: $0.model, on: $0.task) },
    title: { $0.title }, places: { _ in [] },
    model: { $0.page(of: $1) })
}

extension StudyAnalysis {
  /// Every model on every task.
  var cells: [StudyCell] {
    study.models.flatMap { model in study.tasks.map { StudyCell(model: model, task: $0) } }
  }

  /// The conditions of a model on a task.
  func conditions(of cell: StudyCell) -> [ConditionAnalysis] {
    conditions.filter { $0.model == cell.model.name && $0.condition.task == cell.task.name }
  }
}

extension PageBuilder {

  /// The figures of the page of a model on a task.
  func figures(of model: StudyModel, on task: StudyTask) -> [PlannedFigure] {
    plan.cells[SitePlan.Cell(model: model.name, task: task.name)] ?? []
  }

  /// The page of a model on a task.
  func page(of cell: StudyCell) -> SubjectPage {
    let (model, task) = (cell.model, cell.task)
    let conditions = analysis.conditions(of: cell)
    let sections = [
      figureSection("figures", "Figures", figures(of: model, on: task)), verdicts(of: model, on: task),
      mad(conditions, naming: .task, TableSource("mad", model: model.name, task: task.name)),
      samples(conditions, naming: .task),
    ].compactMap(\.self)
    return SubjectPage(
      frame: frame(
        Self.path(of: model, on: task), title: cell.title,
        summary: "Gradients of \(cell.title), layer by layer.",
        contents: sections.map(\.contents)
          + (responses.sets(of: cell).isEmpty ? [] : [ContentsItem(id: "responses", label: "Responses")])),
      kicker: "\(model.stage.label) model, \(task.kind.label.lowercased()) task",
      lead: "Responses with \(WordList.and(task.styles.map(\.phrase))).", notice: notice(conditions),
      facts: facts(conditions), sections: sections, responses: responses.sets(of: cell),
      others: OthersModel(title: "The model and the task", cards: [card(model), card(task)]))
  }

  private func facts(_ conditions: [ConditionAnalysis]) -> [FactModel] {
    [
      FactModel("Samples", NumberText.whole(conditions.map(\.coverage.computed).reduce(0, +))),
      FactModel("Skipped", NumberText.whole(conditions.map(\.coverage.skippedCount).reduce(0, +))),
      cutFact(conditions),
    ]
  }

  /// What the claims say here, a row for each test.
  private func verdicts(of model: StudyModel, on task: StudyTask) -> SectionModel? {
    let rows = claims.results.flatMap { result in
      result.cells.filter { cell in
        cell.task == task.name && cell.subject.models.last == model.name && !cell.basis.isEmpty
      }.map { cell in
        RowModel(
          cells: [
            CellModel(
              cell.test.title, isHeader: true, path: Self.path(of: cell.test, of: result))
          ] + numbers(of: cell))
      }
    }
    guard !rows.isEmpty else { return nil }
    let columns = [ColumnModel(label: "Test", isNumeric: false)] + Self.numberColumns
    var table = TableModel(columns: columns, rows: rows, isSortable: true)
    table.source = TableSource("claims", model: model.name, task: task.name)
    return SectionModel(id: "verdicts", title: "The claims here", tables: [table])
  }

  private func card(_ model: StudyModel) -> CardModel {
    let text = analysis.facts[model.name].map { facts in
      ["\(facts.family), \(NumberText.count(facts.layerCount, "layer"))"]
        + (facts.parameterCount.map { ["\(Self.amount($0)) parameters"] } ?? [])
    }
    return CardModel(
      title: model.label, path: Self.path(of: model), kicker: model.stage.label,
      text: text?.joined(separator: ", ") ?? "Nothing computed yet")
  }

  private func card(_ task: StudyTask) -> CardModel {
    CardModel(
      title: task.label, path: Self.path(of: task), kicker: task.kind.label,
      text: task.styles.map(\.label).joined(separator: ", "))
  }

  /// A card that leads to the page of a model on a task, named by what the page that it stands on is not about.
  func card(_ model: StudyModel, on task: StudyTask, _ name: RowName) -> CardModel {
    let words = analysis.fastOverSlow(statistic, model: model.name, task: task.name).map { ratio in
      PieceModel.all { fastOverSlow(ratio, of: model, on: task, $0) }
    }
    return CardModel(
      title: name == .task ? task.label : model.label, path: Self.path(of: model, on: task),
      kicker: name == .task ? task.kind.label : model.stage.label,
      pieces: words ?? [PieceModel(task.styles.map(\.label).joined(separator: ", "))])
  }

  /// The ratio of levels in words. Claims, which have it per loss and matched, are about the nuclear norm.
  private func fastOverSlow(
    _ raw: LevelRatio, of model: StudyModel, on task: StudyTask, _ view: NormalisationView
  ) -> String {
    guard case .one(let way) = view, way != .raw, statistic == .nuclearNorm else {
      return "Fast over slow, raw: \(NumberText.significant(raw.value, digits: 3))"
        + (raw.interval.map { " \($0.words)" } ?? "")
    }
    let outcomes = claims.outcomes(
      .level(.none, over: .detailed), of: .model(model.name), task: task.name)
    return "Fast over slow, \(way.label.lowercased()): \(outcomes?[way]?.effect?.words ?? "no number")"
  }
}
