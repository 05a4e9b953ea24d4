import Analysis
import Figures
import Studies

/// Fast over slow, a row for each model and a column for each task.
struct RatioPaperTable {
  private struct Cell {
    let model: StudyModel
    let task: StudyTask
    /// Fast and slow, nil where there are no results.
    let conditions: [ConditionAnalysis?]
    let ratio: LevelRatio?
  }

  private let request: FigureRequest
  private let models: [StudyModel]
  private let tasks: [StudyTask]
  /// Tasks without both styles.
  private let others: [StudyTask]
  /// Cells by model and task.
  private let cells: [[Cell]]
  private let missing: MissingResults

  init(_ request: FigureRequest, _ analysis: StudyAnalysis) {
    let chosen = request.chosen(analysis.study.tasks)
    let tasks = chosen.filter { $0.styles.contains(.none) && $0.styles.contains(.detailed) }
    self.request = request
    self.tasks = tasks
    others = chosen.filter { task in !tasks.contains { $0.name == task.name } }
    models = request.chosen(analysis.study.models)
    missing = MissingResults(request, analysis, models: models, tasks: tasks) {
      $0.relevance == .correct && [.none, .detailed].contains($0.style)
    }
    cells = models.map { model in
      tasks.map { task in
        Cell(
          model: model, task: task,
          conditions: [ResponseStyle.none, .detailed].map {
            analysis.condition(model: model.name, task: task.name, style: $0)
          },
          ratio: analysis.fastOverSlow(
            request.measured, of: request.projection, model: model.name, task: task.name))
      }
    }
  }

  var table: PaperTable {
    var table = Table([.words("model", "Model")] + tasks.map { .numbers($0.name, $0.label) })
    for (model, cells) in zip(models, cells) {
      table.add(
        [.name(model.name, label: model.label)]
          + cells.map { .estimate($0.ratio?.value, $0.ratio?.interval) })
    }
    return PaperTable(
      id: "ratio-\(request.measured.rawValue)\(request.suffix(.projection, .model, .task))", caption: caption,
      table: table, compared: "models of each task", interval: .outer)
  }

  private var caption: String {
    let all = cells.flatMap(\.self)
    let of = request.projection.map { "projection \($0.phrase)" } ?? "all projections (geometric mean)"
    let parts = [
      "Fast over slow: the level of the \(request.measured.words.name) without a chain of thought over that with a "
        + "detailed one, of \(of), \(Captions.counts(all.compactMap { $0.ratio?.pairCount }, "paired sample")).",
      others.isEmpty
        ? nil : "Without \(others.map(\.label).joined(separator: ", ")), where responses have other styles.",
      Captions.leftOut(
        request.measured, of: request.projection.map { [$0] },
        in: all.flatMap { $0.conditions.compactMap(\.self) }),
      missing.dash(hasUndefined: all.contains { $0.ratio == nil && $0.conditions.allSatisfy(\.hasResults) }),
      Captions.coverage(all.flatMap { $0.conditions.compactMap(\.self) }),
    ]
    return parts.compactMap(\.self).joined(separator: " ")
  }
}
