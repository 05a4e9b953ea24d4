import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// All models on one task, base beside instruct.
  package static let models = FigureKind(
    name: "models", summary: "the same for all models, base and instruct side by side",
    choices: [.model, .task, .statistic, .projection, .style, .scale],
    needs: [.values()]
  ) { selection in
    let (request, analysis) = (selection.request, selection.analysis)
    for task in request.chosen(analysis.study.tasks) {
      if let figure = try ModelsFigure(task, request, analysis) { return figure.figure }
    }
    return nil
  }
}

/// Small multiples: for one pair a row per model and a column per projection; for several models one projection, a row
/// per pair, columns base and instruct; without pairs a row per model and a column per projection, or where either is
/// one, a panel for each of the other, in as many rows as the width takes.
private struct ModelsFigure {
  private let rows: [ModelRow]
  private let task: StudyTask
  private let statistic: Statistic
  private let projections: [Projection]
  private let styles: [ResponseStyle]
  private let request: FigureRequest
  private let analysis: StudyAnalysis
  private let scale: ValueScale
  private let missing: String?
  /// Whether panels fill the width, each under its own name, because rows or columns would be but one
  /// or, on a slide, lower than their names are long.
  private let isGrid: Bool

  init?(_ task: StudyTask, _ request: FigureRequest, _ analysis: StudyAnalysis) throws {
    let styles = request.chosen(task.styles)
    let hasResults = { (model: StudyModel) in
      styles.contains { analysis.condition(model: model.name, task: task.name, style: $0) != nil }
    }
    let wanted = ModelRow.all(in: analysis.study)
      .filter { row in request.model == nil || row.models.contains { $0.name == request.model } }
    let rows = wanted.map { $0.keeping(hasResults) }.filter { !$0.models.isEmpty }
    self.rows = rows
    missing =
      MissingResults(request, analysis, models: wanted.flatMap(\.models), tasks: [task]).sentence
    self.task = task
    self.styles = styles
    statistic = request.measured
    self.request = request
    self.analysis = analysis
    let available = request.chosen(
      rows.first?.models.first.flatMap { model in
        styles.lazy.compactMap { analysis.condition(model: model.name, task: task.name, style: $0) }.first
      }?.projections ?? [])
    guard let first = available.first else { return nil }
    let showsAll = rows.count == 1 || !rows.contains(where: \.isPair)
    let isCrowded = request.isLow && available.count > 4
    let projections =
      (showsAll && request.room == .wide || rows.count == 1) && !isCrowded
      ? available : [available.contains(.v) ? .v : first]
    self.projections = projections
    let statistic = request.measured
    // On a slide the names of many rows are longer than the rows are high.
    let isCrowdedPage = request.isLow && rows.count > 2 && projections.count == 1
    isGrid =
      isCrowdedPage
      || !rows.contains(where: \.isPair)
        && (projections.count == 1 || rows.count == 1 && request.room == .narrow)
    let curves = rows.flatMap(\.models).flatMap { model in
      styles.compactMap { analysis.condition(model: model.name, task: task.name, style: $0) }
    }.flatMap { condition in projections.compactMap { condition.curve(statistic, of: $0) } }
    if curves.isEmpty { return nil }
    scale = try ValueScale(request.scale, values: curves.flatMap(\.means))
  }

  /// Where columns are stages nothing in the picture says which projection it shows, nor does a grid of projections say
  /// which model.
  private var subject: FigureSubject {
    FigureSubject(
      analysis.study, model: isGrid && hasProjections ? models.first : nil, task: task,
      details: hasProjections ? [] : projections.map { "projection \($0.label)" })
  }

  private var models: [StudyModel] { rows.flatMap(\.models) }
  /// Whether columns are projections, rather than stages.
  private var hasProjections: Bool { projections.count > 1 }

  var figure: StudyFigure {
    StudyFigure(
      id: id, title: "\(statistic.words.heading) by layer: \(who) on \(task.label)", figure: picture,
      panelAspect: aspect, subject: subject.sentence, words: caption, data: data,
      overview: overview, isBreakable: true)
  }

  private var who: String {
    guard rows.count == 1 else { return rows.contains(where: \.isPair) ? "base and instruct" : "all models" }
    return models.map(\.label).joined(separator: " and ")
  }

  private var aspect: Double {
    if request.room == .narrow { return isGrid && max(models.count, projections.count) > 1 ? 0.75 : 0.62 }
    return hasProjections || isGrid && models.count > 1 ? 0.8 : 0.5
  }

  private var id: String {
    let pair = rows.count == 1 ? models.last.map { "-\($0.name)" } ?? "" : ""
    let projection = hasProjections ? "" : projections.map { "-\($0.rawValue)" }.joined()
    return "models\(pair)-\(task.name)-\(statistic.rawValue)\(projection)\(request.suffix(.style, .scale))"
  }

  private var picture: Plotting.Figure {
    let series = CurveMarks.series(styles)
    let columns = projections.map { RichText.literal($0.label) }
    if isGrid {
      return Plotting.Figure(
        subtitle: subject.subtitle, panels: PanelGrid.rows(grid, request.room),
        sharedX: .all, legend: .top, series: series)
    }
    if hasProjections, request.room == .narrow {
      return Plotting.Figure(
        subtitle: subject.subtitle,
        panels: projections.map { projection in models.map { panel($0, projection) } },
        columnTitles: models.map { RichText.literal($0.label) }, rowTitles: columns, sharedX: .all,
        sharedY: .rows, legend: .top, series: series)
    }
    if hasProjections {
      return Plotting.Figure(
        subtitle: subject.subtitle,
        panels: models.map { model in projections.map { panel(model, $0) } }, columnTitles: columns,
        rowTitles: models.map { RichText.literal($0.label) }, sharedX: .all,
        sharedY: rows.count == 1 ? .columns : .none, legend: .top, series: series)
    }
    return Plotting.Figure(
      subtitle: subject.subtitle,
      panels: rows.map { row in [row.base, row.instruct].map { $0.map { panel($0, projections[0]) } } },
      columnTitles: ["Base", "Instruct"], rowTitles: rows.map { RichText.literal($0.label) },
      sharedX: .rows, sharedY: .rows, legend: .top, series: series)
  }

  /// The panels of a grid under the name of what there are several of.
  private var grid: [Panel] {
    models.flatMap { model in
      projections.map { panel(model, $0, title: RichText.literal(hasProjections ? $0.label : model.label)) }
    }
  }

  private func panel(_ model: StudyModel, _ projection: Projection, title: String? = nil) -> Panel {
    CurveMarks.panel(
      title: title, statistic: statistic, scale: scale,
      marks: conditions(model).flatMap { condition in
        condition.curve(statistic, of: projection).map {
          CurveMarks.marks(
            $0, series: condition.condition.style.rawValue, isNonNegative: statistic.isNonNegative)
        } ?? []
      })
  }

  private func conditions(_ model: StudyModel) -> [ConditionAnalysis] {
    styles.compactMap { analysis.condition(model: model.name, task: task.name, style: $0) }
  }

  private var caption: String {
    let all = models.flatMap(conditions)
    let curves = styles.map { style in
      (
        style.label,
        all.filter { $0.condition.style == style }.flatMap { condition in
          projections.compactMap { condition.curve(statistic, of: $0) }
        }
      )
    }.filter { !$0.1.isEmpty }
    return [
      "The gradient in each layer, from the embedding up: \(arrangement).",
      statistic.words.meaning, scale.sentence,
      Captions.meansAndBands(curves.flatMap(\.1), isNonNegative: statistic.isNonNegative),
      Captions.counts(curves), Captions.leftOut(statistic, of: projections, in: all), missing,
      Captions.coverage(all),
    ].compactMap(\.self).joined(separator: " ")
  }

  private var arrangement: String {
    let letters = Captions.projections(projections)
    if isGrid {
      return hasProjections
        ? "a panel for each projection (\(letters)), each on its own scale"
        : "projection \(letters), a panel for each model, each on its own scale"
    }
    if !hasProjections {
      return
        "projection \(letters), a row for each pair; base and instruct share their scale"
    }
    if request.room == .narrow {
      return "a column for each model, a row for each projection (\(letters)); models share their scale"
    }
    return rows.count == 1 && rows[0].isPair
      ? "the base model in the upper row, its instruct partner in the lower, on the same scale within a column; a column "
        + "for each projection (\(letters)), each on its own scale"
      : "a row for each model, a column for each projection (\(letters)), each panel on its own scale"
  }

  private var data: Table {
    var rows = CurveTable()
    for condition in models.flatMap(conditions) {
      for projection in projections { rows.addShown(statistic, of: projection, from: condition) }
    }
    return rows.table
  }

  private var overview: Table {
    LayerTable(
      models.flatMap { model in
        conditions(model).flatMap { condition in
          projections.compactMap { projection in
            condition.curve(statistic, of: projection).map { curve in
              let style = condition.condition.style
              return LayerTable.Entry(
                name: "\(model.name)_\(style.rawValue)_\(projection.rawValue)",
                label: "\(model.label), \(style.label), \(projection.label)", curve: curve)
            }
          }
        }
      }
    ).table
  }
}
