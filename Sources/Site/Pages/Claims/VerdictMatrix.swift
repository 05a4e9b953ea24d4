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
    let verdicts: [VerdictModel]
    /// How many tests have each verdict.
    let tally: [PieceModel]
    let cells: [Cell]

    static let fields: [Field<Row>] = [
      .text("title", \.title), .text("path", \.path), .prose("predicted", \.predicted),
      .list("verdicts", \.verdicts), .list("pieces", \.tally), .list("cells", \.cells),
    ]
  }

  /// A claim on a model, or on the pair that the model is the instruct part of.
  struct Cell: PageModel {
    let model: String
    let verdicts: [VerdictModel]
    /// Words in place of a verdict, where the claim is shown with another model.
    let note: String?
    let tasks: [TaskVerdict]

    static let fields: [Field<Cell>] = [
      .text("model", \.model), .list("verdicts", \.verdicts), .text("note", optional: \.note),
      .list("tasks", \.tasks),
    ]
  }

  /// The verdict on a task, with the numbers behind it.
  struct TaskVerdict: PageModel {
    let task: String
    let verdicts: [VerdictModel]
    /// The first test's number under each normalisation, and its like without the level; none where there are many cells.
    let effects: [TaskEffect]

    static let fields: [Field<TaskVerdict>] = [
      .text("task", \.task), .list("verdicts", \.verdicts), .list("effects", \.effects),
      .flag("has_effects") { !$0.effects.isEmpty },
    ]
  }

  /// A number with its interval, and what it says of the claim.
  struct TaskEffect: PageModel {
    let name: String
    let sign: String
    let text: String
    /// The classes of the choices of normalisation under which it is shown.
    let views: String?

    static let fields: [Field<TaskEffect>] = [
      .text("name", \.name), .text("sign", \.sign), .text("text", \.text),
      .text("views", optional: \.views),
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
      let tasks = study.tasks.map { task in Self.verdict(cells.filter { $0.task == task.name }) }
      let claim = CellModel(result.claim.title, isHeader: true, path: Self.path(of: result.claim))
      return RowModel(cells: [claim] + tasks)
    }
    guard !rows.isEmpty else { return nil }
    let columns = ["Claim"] + study.tasks.map(\.label)
    return SectionModel(
      id: "verdicts", title: "The claims here",
      tables: [TableModel(columns: columns.map { ColumnModel(label: $0, isNumeric: false) }, rows: rows)])
  }

  /// The verdict of every claim on one task, by model.
  func verdicts(of task: StudyTask) -> SectionModel? {
    let rows = claims.results.compactMap { result -> RowModel? in
      let cells = result.cells(task: task.name)
      let models = study.models.map { model in
        cells.filter { $0.subject.models.last == model.name }
      }
      guard models.joined().contains(where: \.verdict.isTested) else { return nil }
      let claim = CellModel(result.claim.title, isHeader: true, path: Self.path(of: result.claim))
      return RowModel(cells: [claim] + models.map(Self.verdict))
    }
    guard !rows.isEmpty else { return nil }
    let columns = ["Claim"] + study.models.map(\.label)
    return SectionModel(
      id: "verdicts", title: "The claims here",
      tables: [TableModel(columns: columns.map { ColumnModel(label: $0, isNumeric: false) }, rows: rows)])
  }

  /// The verdict of several cells, a dash where none is tested.
  static func verdict(_ cells: [ClaimCell]) -> CellModel {
    .shown { view in
      let verdict = VerdictModel(Verdict.combined(cells.map { $0.shown(view) }))
      return verdict.kind == "not-tested" ? verdict.sign : "\(verdict.sign) \(verdict.word)"
    }
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
        + (result.claim.tests.count > 2 ? "; a verdict rests on all \(result.claim.tests.count) tests" : "")
        + lacking(result.cells(test: first.name)),
      verdicts: VerdictModel.all { result.shown($0).verdict },
      tally: PieceModel.all { Verdict.tally(result.shown($0).cells).capitalizedFirst },
      cells: study.models.map { cell(result, on: $0) })
  }

  /// Says which normalisation no cell of a test has a number under, and why its first has none.
  private func lacking(_ cells: [ClaimCell]) -> String {
    let tested = cells.filter(\.verdict.isTested)
    let ways = Normalisation.allCases.filter { way in !tested.contains { $0.effect(way) != nil } }
    guard let way = ways.first, let reason = tested.lazy.compactMap({ $0.outcomes[way]?.reason }).first
    else { return "" }
    return "; no number \(way.label.lowercased()): \(reason)"
  }

  private func cell(_ result: ClaimResult, on model: StudyModel) -> VerdictMatrix.Cell {
    let cells = cells(of: result, on: model)
    let tasks = study.tasks.compactMap { task -> VerdictMatrix.TaskVerdict? in
      let here = cells.filter { $0.task == task.name }
      guard Verdict.combined(here).isTested else { return nil }
      return .init(task: task.label, verdicts: Self.verdicts(here), effects: effects(here))
    }
    let partner = study.models.first { $0.partner == model.name && !self.cells(of: result, on: $0).isEmpty }
    return VerdictMatrix.Cell(
      model: model.label, verdicts: Self.verdicts(cells),
      note: cells.isEmpty ? partner.map { "with \($0.label)" } : nil, tasks: tasks)
  }

  private static func verdicts(_ cells: [ClaimCell]) -> [VerdictModel] {
    VerdictModel.all { view in Verdict.combined(cells.map { $0.shown(view) }) }
  }

  /// Cells of a matrix whose numbers can be read at a glance.
  private static let mostNumbers = 24

  private func effects(_ cells: [ClaimCell]) -> [VerdictMatrix.TaskEffect] {
    guard study.models.count * study.tasks.count <= Self.mostNumbers, let first = cells.first else {
      return []
    }
    // What only those see who ask for it takes no room from the others.
    let ways = Normalisation.allCases.compactMap { way in
      effect(first, way, way.label.lowercased(), under: way == .matched ? [.one(way)] : [.all, .one(way)])
    }
    let other = cells.first { $0.test.name == first.test.counterpart }
    let relative = Normalisation.allCases.compactMap { way in
      other.flatMap { effect($0, way, "relative", under: way == .raw ? [.all, .one(way)] : [.one(way)]) }
    }
    let known = ways + relative + deciding(cells, besides: [first, other].compactMap(\.self))
    return known.isEmpty ? standIn(cells) : known
  }

  /// The first number that there is, named in full, where the first test has none.
  private func standIn(_ cells: [ClaimCell]) -> [VerdictMatrix.TaskEffect] {
    guard let cell = cells.first(where: \.verdict.isTested),
      let way = Normalisation.allCases.first(where: { cell.effect($0) != nil })
    else { return [] }
    return [effect(cell, way, "\(cell.test.title), \(way.label.lowercased())", under: [.all, .one(way)])]
      .compactMap(\.self)
  }

  /// The test that a verdict rests on, where those that are shown speak for the claim and the verdict does not.
  private func deciding(_ cells: [ClaimCell], besides shown: [ClaimCell]) -> [VerdictMatrix.TaskEffect] {
    guard shown.allSatisfy({ $0.verdict == .supported }),
      let cell = cells.first(where: { $0.verdict.isTested && $0.verdict != .supported }),
      let way = cell.basis.first(where: { cell.stance($0)?.kind != .pro })
    else { return [] }
    let name = "\(cell.test.title), \(way.label.lowercased())"
    return [effect(cell, way, name, under: [.all])].compactMap(\.self)
  }

  private func effect(
    _ cell: ClaimCell, _ normalisation: Normalisation, _ name: String, under views: [NormalisationView]
  ) -> VerdictMatrix.TaskEffect? {
    cell.effect(normalisation).map { effect in
      VerdictMatrix.TaskEffect(
        name: name, sign: cell.stance(normalisation)?.kind.sign ?? "",
        text: [effect.words, cell.side(normalisation)].compactMap(\.self).joined(separator: " "),
        views: NormalisationView.classes(views))
    }
  }
}
