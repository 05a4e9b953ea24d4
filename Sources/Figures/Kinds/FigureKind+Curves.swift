import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// A statistic over layers, for one model and one task.
  package static let curves = FigureKind(
    name: "curves", summary: "a statistic over layers, by projection and response style",
    choices: [.model, .task, .statistic, .projection, .style, .panels, .scale],
    needs: [.values()],
    followsSize: false
  ) { selection in
    let (request, analysis) = (selection.request, selection.analysis)
    guard let (model, task) = CurvesFigure.choice(request, analysis) else { return nil }
    return try CurvesFigure(model, task, request, analysis)?.figure
  }
}

/// The curves of all response styles and projections of one model on one task.
private struct CurvesFigure {
  private let request: FigureRequest
  private let model: StudyModel
  private let task: StudyTask
  private let statistic: Statistic
  /// Those with results, from fast to slow.
  private let conditions: [ConditionAnalysis]
  private let projections: [Projection]
  private let scale: ValueScale
  private let subject: FigureSubject
  private let missing: String?

  /// The first model and task, of those asked for, that have the most styles to compare; of tasks with the styles
  /// that most tasks have.
  static func choice(_ request: FigureRequest, _ analysis: StudyAnalysis) -> (StudyModel, StudyTask)? {
    var best: (pair: (StudyModel, StudyTask), count: Int)?
    for model in request.chosen(analysis.study.models) {
      for task in ComparableTasks(request, among: analysis.study.tasks).shown {
        let count = request.chosen(task.styles).count {
          analysis.condition(model: model.name, task: task.name, style: $0)?.hasCurve(request) ?? false
        }
        if count > best?.count ?? 0 { best = ((model, task), count) }
      }
    }
    return best?.pair
  }

  init?(_ model: StudyModel, _ task: StudyTask, _ request: FigureRequest, _ analysis: StudyAnalysis) throws {
    let statistic = request.measured
    self.request = request
    self.model = model
    self.task = task
    self.statistic = statistic
    conditions = request.chosen(task.styles)
      .compactMap { analysis.condition(model: model.name, task: task.name, style: $0) }
      .filter { $0.coverage.computed > 0 }
    guard let first = conditions.first, conditions.contains(where: { $0.hasCurve(request) }) else {
      return nil
    }
    let projections = request.chosen(first.projections)
    if projections.isEmpty { return nil }
    self.projections = projections
    scale = try ValueScale(
      request.scale,
      values: conditions.flatMap { condition in
        projections.flatMap { condition.curve(statistic, of: $0)?.means ?? [] }
      })
    subject = FigureSubject(analysis.study, model: model, task: task)
    missing = MissingResults(request, analysis, models: [model], tasks: [task]).sentence
  }

  private var isByProjection: Bool { request.panels != .styles }

  var figure: StudyFigure {
    StudyFigure(
      id: id, title: "\(statistic.words.heading) by layer: \(model.label) on \(task.label)",
      figure: isByProjection ? panelsByProjection : panelsByStyle,
      panelAspect: aspect, subject: subject.sentence, words: caption, data: data,
      overview: overview, isBreakable: true)
  }

  private var aspect: Double {
    switch (isByProjection, request.room) {
    case (true, .wide): projections.count == 1 ? 0.45 : 0.95
    case (true, .narrow): projections.count == 1 ? 0.6 : 0.75
    case (false, .wide): 0.8
    case (false, .narrow): 0.36
    }
  }

  private var id: String {
    "curves-\(model.name)-\(task.name)-\(statistic.rawValue)" + (isByProjection ? "" : "-by-style")
      + request.suffix(.projection, .style, .scale)
  }

  private var panelsByProjection: Plotting.Figure {
    let panels = projections.map { projection in
      CurveMarks.panel(
        title: RichText.literal(projection.label), statistic: statistic, scale: scale,
        marks: conditions.flatMap { condition in
          condition.curve(statistic, of: projection).map {
            CurveMarks.marks(
              $0, series: condition.condition.style.rawValue, isNonNegative: statistic.isNonNegative)
          } ?? []
        })
    }
    return Plotting.Figure(
      subtitle: subject.subtitle, panels: PanelGrid.rows(panels, request.room), sharedX: .all, legend: .top,
      series: CurveMarks.series(conditions.map(\.condition.style)))
  }

  private var panelsByStyle: Plotting.Figure {
    let panels = conditions.map { condition in
      CurveMarks.panel(
        title: RichText.literal(condition.condition.style.label), statistic: statistic, scale: scale,
        marks: projections.flatMap { projection in
          condition.curve(statistic, of: projection).map {
            CurveMarks.marks(
              $0, series: projection.rawValue, isNonNegative: statistic.isNonNegative, hasBand: hasBands)
          } ?? []
        })
    }
    return Plotting.Figure(
      subtitle: subject.subtitle, panels: PanelGrid.stack(panels, request.room), sharedX: .all,
      legend: .automatic,
      series: projections.map { Series($0.rawValue, name: RichText.literal($0.label)) })
  }

  /// Bands of many lines in one panel hide each other and the lines.
  private var hasBands: Bool { isByProjection || projections.count <= 4 }

  private var caption: String {
    let letters = Captions.projections(projections)
    let panels =
      isByProjection
      ? "a panel for each projection (\(letters)), each on its own scale, a line for each response style"
      : "a panel for each response style, each on its own scale, a line for each projection (\(letters)), as in the papers"
    let curves = conditions.map { condition in
      (condition.condition.style.label, projections.compactMap { condition.curve(statistic, of: $0) })
    }
    return [
      "The gradient in each layer, from the embedding up: \(panels).",
      statistic.words.meaning, scale.sentence,
      hasBands
        ? Captions.meansAndBands(curves.flatMap(\.1), isNonNegative: statistic.isNonNegative)
        : "Lines are means over samples; their intervals are left out where so many lines share a panel.",
      Captions.counts(curves), Captions.leftOut(statistic, of: projections, in: conditions), missing,
      Captions.coverage(conditions),
    ].compactMap(\.self).joined(separator: " ")
  }

  private var data: Table {
    var rows = CurveTable()
    for condition in conditions {
      for projection in projections { rows.addShown(statistic, of: projection, from: condition) }
    }
    return rows.table
  }

  private var overview: Table {
    LayerTable(
      projections.flatMap { projection in
        conditions.compactMap { condition in
          condition.curve(statistic, of: projection).map { curve in
            let style = condition.condition.style
            return LayerTable.Entry(
              name: "\(projection.rawValue)_\(style.rawValue)", label: "\(projection.label), \(style.label)",
              curve: curve)
          }
        }
      }
    ).table
  }
}
