import Analysis
import Studies
import Support

/// The table of claims × models at the head of the overview.
struct VerdictMatrix: PageModel {
  /// The models, by their labels.
  let models: [Words]
  let rows: [Row]
  let meanings: [VerdictMeaning]

  static let fields: [Field<VerdictMatrix>] = [
    .list("models", \.models), .list("rows", \.rows), .list("meanings", \.meanings),
  ]

  /// A claim.
  struct Row: PageModel {
    let title: String
    let path: String
    /// The number of the first test and what is predicted of it.
    let predicted: String
    let verdict: VerdictModel
    let tally: String
    let cells: [Cell]

    static let fields: [Field<Row>] = [
      .text("title", \.title), .text("path", \.path), .prose("predicted", \.predicted),
      .model("verdict", \.verdict), .prose("tally", \.tally), .list("cells", \.cells),
    ]
  }

  /// A claim on a model, or on the pair that the model is the instruct part of.
  struct Cell: PageModel {
    let verdict: VerdictModel
    /// A verdict for each task.
    let tasks: [TaskVerdict]
    /// The number of the first test, raw and per loss.
    let effects: [EffectRange]

    static let fields: [Field<Cell>] = [
      .model("verdict", \.verdict), .list("tasks", \.tasks), .list("effects", \.effects),
      .flag("is_tested") { $0.verdict.kind != "not-tested" },
    ]
  }

  /// The verdict on a task.
  struct TaskVerdict: PageModel {
    let task: String
    let verdict: VerdictModel
    /// Whether there is room for the task's name.
    let namesTask: Bool

    static let fields: [Field<TaskVerdict>] = [
      .text("task", \.task), .model("verdict", \.verdict), .flag("names_task", \.namesTask),
    ]
  }

  /// The smallest and the largest effect over tasks under one normalisation, each with its interval.
  struct EffectRange: PageModel {
    let normalisation: String
    let least: String
    /// Nil where there is one task.
    let most: String?

    static let fields: [Field<EffectRange>] = [
      .text("normalisation", \.normalisation), .text("least", \.least), .text("most", optional: \.most),
    ]
  }
}

extension PageBuilder {
  /// The verdict of every claim on every model.
  var verdicts: VerdictMatrix {
    VerdictMatrix(
      models: study.models.map { Words(text: $0.label) }, rows: claims.results.map(row),
      meanings: VerdictMeaning.all)
  }

  /// The verdict of every claim on one model, by task.
  func verdicts(of model: StudyModel) -> SectionModel? {
    let rows = claims.results.compactMap { result -> RowModel? in
      let cells = self.cells(of: result, on: model)
      guard cells.contains(where: \.verdict.isTested) else { return nil }
      let tasks = study.tasks.map { task -> CellModel in
        let verdict = VerdictModel(Verdict.combined(cells.filter { $0.task == task.name }))
        return CellModel(verdict.kind == "not-tested" ? verdict.sign : "\(verdict.sign) \(verdict.word)")
      }
      let claim = CellModel(result.claim.title, isHeader: true, path: Self.path(of: result.claim))
      return RowModel(cells: [claim] + tasks)
    }
    guard !rows.isEmpty else { return nil }
    let columns = ["Claim"] + study.tasks.map(\.label)
    return SectionModel(
      id: "verdicts", title: "The claims here",
      tables: [TableModel(columns: columns.map { ColumnModel(label: $0, isNumeric: false) }, rows: rows)])
  }

  /// The cells of a claim that belong to a model: its own, and those of the pair that it is the instruct part of.
  private func cells(of result: ClaimResult, on model: StudyModel) -> [ClaimCell] {
    result.cells.filter { $0.subject.models.last == model.name }
  }

  private func row(_ result: ClaimResult) -> VerdictMatrix.Row {
    let first = result.claim.tests[0]
    return VerdictMatrix.Row(
      title: result.claim.title, path: Self.path(of: result.claim),
      predicted: "\(first.title): predicted \(first.prediction.words)",
      verdict: VerdictModel(result.verdict), tally: Verdict.tally(result.cells),
      cells: study.models.map { cell(result, on: $0) })
  }

  private func cell(_ result: ClaimResult, on model: StudyModel) -> VerdictMatrix.Cell {
    let cells = cells(of: result, on: model)
    let tasks = study.tasks.compactMap { task -> VerdictMatrix.TaskVerdict? in
      let verdict = Verdict.combined(cells.filter { $0.task == task.name })
      guard verdict.isTested else { return nil }
      return .init(
        task: task.label, verdict: VerdictModel(verdict), namesTask: study.tasks.count <= Self.mostNamed)
    }
    let first = cells.first?.test
    let measured = cells.filter { $0.test == first }
    return VerdictMatrix.Cell(
      verdict: VerdictModel(Verdict.combined(cells)), tasks: tasks,
      effects: [.raw, .perLoss].compactMap { range(of: measured, $0) })
  }

  /// Tasks whose names fit in a cell.
  private static let mostNamed = 7

  private func range(of cells: [ClaimCell], _ normalisation: Normalisation) -> VerdictMatrix.EffectRange? {
    let effects = cells.compactMap { $0.effect(normalisation) }.sorted { $0.value < $1.value }
    guard let least = effects.first, let most = effects.last else { return nil }
    return VerdictMatrix.EffectRange(
      normalisation: normalisation.words, least: least.words,
      most: effects.count > 1 ? most.words : nil)
  }
}
