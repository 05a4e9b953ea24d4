import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// All models on one task, base beside instruct.
  package static let models = FigureKind(
    name: "models", summary: "the same for all models, base and instruct side by side",
    choices: [.model, .task, .statistic, .projection, .style, .scale, .depth],
    needs: [.values()],
    placements: [FigurePlacement(.claim("base"), 1), FigurePlacement(.pairOfTask, 0)]
  ) { selection in
    for task in selection.tasks {
      if let figure = try ModelsFigure(task, selection)?.figure() { return figure }
    }
    return nil
  }
}

/// Small multiples: for one pair a row per model and a column per projection; for several models one projection, a row
/// per pair, columns base and instruct; without pairs a row per model and a column per projection, or where either is
/// one, a panel for each of the other, in as many rows as the width takes.
private struct ModelsFigure {
  private let selection: Selection
  private let task: StudyTask
  /// Rows that were asked for.
  private let wanted: [ModelRow]
  /// Rows of those models among these that have results.
  private let rows: [ModelRow]
  private let curves: FacetedCurves
  private let projections: [Projection]
  private let layout: Layout

  private enum Layout {
    /// Panels fill the width, each under its own name, because rows or columns would be but one or, on a slide, lower
    /// than their names are long.
    case grid
    /// A row for each projection, a column for each model.
    case projectionRows
    /// A row for each model, a column for each projection.
    case modelRows
    /// A row for each pair, columns base and instruct.
    case pairRows
  }

  init?(_ task: StudyTask, _ selection: Selection) {
    let request = selection.request
    let conditions = { (model: StudyModel) in
      selection.conditions(ModelOnTask(model: model, task: task))
    }
    let wanted = ModelRow.all(in: selection.study)
      .filter { row in request.model == nil || row.models.contains { $0.name == request.model } }
    let rows = wanted.map { $0.keeping { !conditions($0).isEmpty } }.filter { !$0.models.isEmpty }
    var curves = FacetedCurves(selection, rows.flatMap(\.models).flatMap(conditions))
    guard let single = curves.projections.representative else { return nil }
    if !Self.showsAll(curves.projections, of: rows, request) { curves.projections = [single] }
    projections = curves.projections
    layout = Self.layout(rows, projections, request)
    self.selection = selection
    self.task = task
    self.wanted = wanted
    self.rows = rows
    self.curves = curves
  }

  /// Whether there is room for all projections.
  private static func showsAll(
    _ projections: [Projection], of rows: [ModelRow], _ request: FigureRequest
  ) -> Bool {
    if request.isLow, projections.count > 4 { return false }
    return rows.count == 1 || request.room == .wide && !rows.contains(where: \.isPair)
  }

  private static func layout(
    _ rows: [ModelRow], _ projections: [Projection], _ request: FigureRequest
  ) -> Layout {
    let isOne = projections.count == 1
    if request.isLow, rows.count > 2, isOne { return .grid }
    if !rows.contains(where: \.isPair), isOne || rows.count == 1 && request.room == .narrow { return .grid }
    if isOne { return .pairRows }
    return request.room == .narrow ? .projectionRows : .modelRows
  }

  private var models: [StudyModel] { rows.flatMap(\.models) }
  private var hasProjections: Bool { projections.count > 1 }

  func figure() throws -> StudyFigure? {
    // Where columns are stages nothing in the picture says which projection it shows, nor does a grid of projections say
    // which model.
    let subject = FigureSubject(
      selection.study, model: layout == .grid && hasProjections ? models.first : nil, task: task,
      details: hasProjections ? [] : projections.map { "projection \($0.label)" })
    return try arranged.figure(words, panelAspect: aspect, subject: subject)
  }

  private var arranged: FacetedCurves {
    var curves = curves
    let projections = projections.map { FacetedCurves.Facet.projection($0) }
    let models = models.map { FacetedCurves.Facet.model($0) }
    curves.series = CurveMarks.series(selection.request.chosen(task.styles))
    curves.countsEmptyStyles = false
    switch layout {
    case .grid:
      curves.layout = .wrapped
      curves.columns = hasProjections ? projections : models
    case .projectionRows:
      (curves.rows, curves.columns) = (projections, models)
      curves.sharedY = .rows
    case .modelRows:
      (curves.rows, curves.columns) = (models, projections)
      curves.sharedY = rows.count == 1 ? .columns : .none
    case .pairRows:
      curves.rows = rows.map { .models($0.models, title: RichText.literal($0.label)) }
      curves.columns = [
        .models(rows.compactMap(\.base), title: "Base"),
        .models(rows.compactMap(\.instruct), title: "Instruct"),
      ]
      (curves.sharedX, curves.sharedY) = (.rows, .rows)
    }
    return curves
  }

  private var aspect: Double {
    let isGrid = layout == .grid
    if selection.request.room == .narrow {
      return isGrid && max(models.count, projections.count) > 1 ? 0.75 : 0.62
    }
    return hasProjections || isGrid && models.count > 1 ? 0.8 : 0.5
  }

  private var words: FacetedCurves.Description {
    let statistic = selection.request.measured
    let pair = rows.count == 1 ? models.last.map { "-\($0.name)" } ?? "" : ""
    let projection = hasProjections ? "" : projections.map { "-\($0.rawValue)" }.joined()
    let id = "models\(pair)-\(task.name)-\(statistic.rawValue)\(projection)"
    return FacetedCurves.Description(
      id: id + selection.request.suffix(.style, .scale, .depth),
      title: "\(statistic.words.heading) by layer: \(who) on \(task.label)",
      introduction:
        "The gradient in each layer, from the embedding up: \(arrangement). \(statistic.words.meaning)",
      missing: selection.missing(models: wanted.flatMap(\.models), tasks: [task]))
  }

  private var who: String {
    guard rows.count == 1 else { return rows.contains(where: \.isPair) ? "base and instruct" : "all models" }
    return models.map(\.label).joined(separator: " and ")
  }

  private var arrangement: String {
    let letters = Captions.projections(projections)
    return switch layout {
    case .grid where hasProjections: "a panel for each projection (\(letters)), each on its own scale"
    case .grid: "projection \(letters), a panel for each model, each on its own scale"
    case .pairRows: "projection \(letters), a row for each pair; base and instruct share their scale"
    case .projectionRows:
      "a column for each model, a row for each projection (\(letters)); models share their scale"
    case .modelRows where rows.count == 1 && rows[0].isPair:
      "the base model in the upper row, its instruct partner in the lower, on the same scale within a column; a column "
        + "for each projection (\(letters)), each on its own scale"
    case .modelRows:
      "a row for each model, a column for each projection (\(letters)), each panel on its own scale"
    }
  }
}
