import Analysis
import Figures
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
      .model("verdict", \.verdict), .prose("tally", \.tally), .flag("has_tally") { !$0.tally.isEmpty },
      .list("cells", \.cells),
    ]
  }

  /// A claim on a model, or on the pair that the model is the instruct part of.
  struct Cell: PageModel {
    let model: String
    let verdict: VerdictModel
    /// Words in place of a verdict, where the claim is shown with another model.
    let note: String?
    let tasks: [TaskVerdict]

    static let fields: [Field<Cell>] = [
      .text("model", \.model), .model("verdict", \.verdict), .text("note", optional: \.note),
      .list("tasks", \.tasks),
    ]
  }

  /// The verdict on a task, with the numbers behind it.
  struct TaskVerdict: PageModel {
    let task: String
    let verdict: VerdictModel
    /// The first test's number under each normalisation, and its like without the level; none where there are many cells.
    let effects: [TaskEffect]

    static let fields: [Field<TaskVerdict>] = [
      .text("task", \.task), .model("verdict", \.verdict), .list("effects", \.effects),
      .flag("has_effects") { !$0.effects.isEmpty },
    ]
  }

  /// A number with its interval, and what it says of the claim.
  struct TaskEffect: PageModel {
    let name: String
    let sign: String
    let text: String

    static let fields: [Field<TaskEffect>] = [
      .text("name", \.name), .text("sign", \.sign), .text("text", \.text),
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
      predicted: "\(first.title): predicted \(first.prediction.words)"
        + (result.claim.tests.count > 2 ? "; a verdict rests on all \(result.claim.tests.count) tests" : ""),
      verdict: VerdictModel(result.verdict), tally: Verdict.tally(result.cells).capitalizedFirst,
      cells: study.models.map { cell(result, on: $0) })
  }

  private func cell(_ result: ClaimResult, on model: StudyModel) -> VerdictMatrix.Cell {
    let cells = cells(of: result, on: model)
    let tasks = study.tasks.compactMap { task -> VerdictMatrix.TaskVerdict? in
      let here = cells.filter { $0.task == task.name }
      let verdict = Verdict.combined(here)
      return verdict.isTested
        ? .init(task: task.label, verdict: VerdictModel(verdict), effects: effects(here)) : nil
    }
    let partner = study.models.first { $0.partner == model.name && !self.cells(of: result, on: $0).isEmpty }
    return VerdictMatrix.Cell(
      model: model.label, verdict: VerdictModel(Verdict.combined(cells)),
      note: cells.isEmpty ? partner.map { "with \($0.label)" } : nil, tasks: tasks)
  }

  /// Cells of a matrix whose numbers can be read at a glance.
  private static let mostNumbers = 24

  private func effects(_ cells: [ClaimCell]) -> [VerdictMatrix.TaskEffect] {
    guard study.models.count * study.tasks.count <= Self.mostNumbers, let first = cells.first else {
      return []
    }
    let ways = [Normalisation.raw, .perLoss].compactMap { effect(first, $0, $0.label.lowercased()) }
    let other = cells.first { $0.test.name == first.test.counterpart }
    return ways + [other.flatMap { effect($0, .raw, "relative") }].compactMap(\.self)
  }

  private func effect(
    _ cell: ClaimCell, _ normalisation: Normalisation, _ name: String
  ) -> VerdictMatrix.TaskEffect? {
    cell.effect(normalisation).map { effect in
      VerdictMatrix.TaskEffect(
        name: name, sign: cell.stance(normalisation)?.sign ?? "", text: effect.words)
    }
  }
}
