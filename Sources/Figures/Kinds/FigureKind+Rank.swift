import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// How many directions carry the gradient, by layer.
  static let rank = FigureKind(
    name: "rank", summary: "effective and stable rank over layers, by response style",
    choices: [.model, .task, .projection, .style, .scale],
    needs: [.values(of: .effectiveRank)]
  ) { selection in
    let (request, analysis) = (selection.request, selection.analysis)
    for model in request.chosen(analysis.study.models) {
      for task in request.chosen(analysis.study.tasks) {
        if let figure = try RankFigure(model, task, request, analysis) { return figure.figure }
      }
    }
    return nil
  }
}

/// A row of panels for each definition of rank, a column for each projection, a line for each response style. Where
/// there is little room the effective rank alone.
private struct RankFigure {
  private let model: StudyModel
  private let task: StudyTask
  private let request: FigureRequest
  private let statistics: [Statistic]
  private let projections: [Projection]
  private let conditions: [ConditionAnalysis]
  private let scale: ValueScale
  private let subject: FigureSubject
  private let missing: String?

  init?(_ model: StudyModel, _ task: StudyTask, _ request: FigureRequest, _ analysis: StudyAnalysis) throws {
    let statistics: [Statistic] =
      request.room == .narrow && request.projection == nil ? [.effectiveRank] : [.effectiveRank, .stableRank]
    self.model = model
    self.task = task
    self.request = request
    self.statistics = statistics
    let conditions = request.chosen(task.styles)
      .compactMap { analysis.condition(model: model.name, task: task.name, style: $0) }
      .filter { $0.coverage.computed > 0 }
    self.conditions = conditions
    let hasRanks = conditions.contains { condition in
      condition.projections.contains { condition.curve(.effectiveRank, of: $0) != nil }
    }
    guard let first = conditions.first, hasRanks else { return nil }
    let projections = request.chosen(first.projections)
    if projections.isEmpty { return nil }
    self.projections = projections
    scale = try ValueScale(
      request.scale,
      values: conditions.flatMap { condition in
        projections.flatMap { projection in
          statistics.flatMap { condition.curve($0, of: projection)?.means ?? [] }
        }
      })
    subject = FigureSubject(analysis.study, model: model, task: task)
    missing = MissingResults(request, analysis, models: [model], tasks: [task]).sentence
  }

  var figure: StudyFigure {
    StudyFigure(
      id: "rank-\(model.name)-\(task.name)\(request.suffix(.projection, .style, .scale))",
      title:
        "\(statistics.count == 1 ? "Effective rank" : "Rank") of the gradient by layer: \(model.label) on \(task.label)",
      figure: picture,
      panelAspect: projections.count == 1 ? 0.5 : 0.75, subject: subject.sentence, words: caption, data: data,
      overview: overview)
  }

  private var picture: Plotting.Figure {
    let series = CurveMarks.series(conditions.map(\.condition.style))
    let panels = statistics.map { statistic in projections.map { panel(statistic, $0) } }
    if statistics.count == 1 || projections.count == 1 {
      return Plotting.Figure(
        subtitle: subject.subtitle, panels: PanelGrid.rows(panels.flatMap(\.self), request.room),
        sharedX: .all,
        sharedY: statistics.count == 1 ? .all : .none, legend: .top, series: series)
    }
    return Plotting.Figure(
      subtitle: subject.subtitle, panels: panels.map { $0.map { $0 } },
      columnTitles: projections.map { RichText.literal($0.label) },
      sharedX: .all, sharedY: .rows, legend: .top, series: series)
  }

  private func panel(_ statistic: Statistic, _ projection: Projection) -> Panel {
    let isGrid = statistics.count > 1 && projections.count > 1
    return CurveMarks.panel(
      title: isGrid ? nil : RichText.literal(projection.label), statistic: statistic, scale: scale,
      marks: conditions.flatMap { condition in
        condition.curve(statistic, of: projection).map {
          CurveMarks.marks(
            $0, series: condition.condition.style.rawValue, isNonNegative: statistic.isNonNegative)
        } ?? []
      }, isFirst: !isGrid || projection == projections.first)
  }

  private var caption: String {
    let curves = conditions.map { condition in
      (
        condition.condition.style.label,
        statistics.flatMap { statistic in projections.compactMap { condition.curve(statistic, of: $0) } }
      )
    }
    let stable =
      statistics.contains(.stableRank)
      ? " Stable rank is the squared Frobenius norm over the squared largest singular value, Σσ² / σ₁²." : ""
    return [
      "How many directions carry the gradient in each layer, a panel for each projection "
        + "(\(Captions.projections(projections))), a line for each response style. Effective rank is "
        + "exp(−Σ p ln p) with p = σ / Σσ (Roy and Vetterli 2007).\(stable)",
      scale.sentence, Captions.meansAndBands(curves.flatMap(\.1)), Captions.counts(curves),
      Captions.leftOut(.effectiveRank, of: projections, in: conditions), missing,
      Captions.coverage(conditions),
    ].compactMap(\.self).joined(separator: " ")
  }

  private var data: Table {
    var rows = CurveTable()
    for condition in conditions {
      for statistic in statistics {
        for projection in projections { rows.addShown(statistic, of: projection, from: condition) }
      }
    }
    return rows.table
  }

  private var overview: Table {
    LayerTable(
      statistics.flatMap { statistic in
        projections.flatMap { projection in
          conditions.compactMap { condition in
            condition.curve(statistic, of: projection).map { curve in
              let style = condition.condition.style
              return LayerTable.Entry(
                name: "\(statistic.rawValue)_\(projection.rawValue)_\(style.rawValue)",
                label: "\(statistic.words.heading), \(projection.label), \(style.label)", curve: curve)
            }
          }
        }
      }
    ).table
  }
}
