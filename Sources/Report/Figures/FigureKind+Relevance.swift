import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// Whether the curves tell correct from irrelevant responses.
  static let relevance = FigureKind(
    name: "relevance", summary: "the curves of correct and irrelevant responses, by style and projection"
  ) { request, analysis in
    for model in analysis.study.models where request.model == nil || request.model == model.name {
      for task in analysis.study.tasks where request.task == nil || request.task == task.name {
        let figure = RelevanceFigure(model, task, request.statistic, analysis)
        if let figure { return figure.figure }
      }
    }
    return nil
  }
}

/// A row per response style, a column per projection, a line for correct and one for irrelevant responses.
private struct RelevanceFigure {
  /// The two conditions of a style.
  private struct Row {
    let style: ResponseStyle
    let correct: ConditionAnalysis
    let irrelevant: ConditionAnalysis
    var conditions: [ConditionAnalysis] { [correct, irrelevant] }
  }

  private let model: StudyModel
  private let task: StudyTask
  private let statistic: Statistic
  private let rows: [Row]
  private let projections: [Projection]

  init?(_ model: StudyModel, _ task: StudyTask, _ statistic: Statistic, _ analysis: StudyAnalysis) {
    self.model = model
    self.task = task
    self.statistic = statistic
    rows = task.styles.compactMap { style in
      guard let correct = analysis.condition(model: model.name, task: task.name, style: style),
        let irrelevant = analysis.condition(
          model: model.name, task: task.name, style: style, relevance: .irrelevant),
        correct.projections == irrelevant.projections
      else { return nil }
      return Row(style: style, correct: correct, irrelevant: irrelevant)
    }
    guard let first = rows.first else { return nil }
    projections = first.correct.projections
  }

  var figure: StudyFigure {
    StudyFigure(
      id: "relevance-\(model.name)-\(task.name)-\(statistic.rawValue)",
      title: "Correct and irrelevant responses: \(model.label) on \(task.label)", figure: picture,
      layout: .wide,
      panelAspect: 0.72, caption: caption, data: data, overview: differences)
  }

  private var picture: Plotting.Figure {
    let panels = rows.map { row in
      projections.map { projection -> Panel? in
        CurveMarks.panel(
          title: nil, statistic: statistic,
          marks: row.conditions.flatMap { condition in
            condition.curve(statistic, of: projection).map {
              CurveMarks.marks($0, series: condition.condition.relevance.rawValue)
            } ?? []
          })
      }
    }
    return Plotting.Figure(
      panels: panels, columnTitles: projections.map { RichText.literal($0.label) },
      rowTitles: rows.map { RichText.literal($0.style.label) }, sharedX: .all, legend: .top,
      series: [
        Series(Relevance.correct.rawValue, name: Relevance.correct.label, slot: 0),
        Series(Relevance.irrelevant.rawValue, name: Relevance.irrelevant.label, slot: 1),
      ])
  }

  private func difference(_ row: Row, _ projection: Projection) -> RelativeDifference? {
    guard let a = row.correct.curve(statistic, of: projection),
      let b = row.irrelevant.curve(statistic, of: projection)
    else { return nil }
    return RelativeDifference(correct: a.means, irrelevant: b.means)
  }

  private var caption: String {
    let curves = rows.flatMap { row in
      row.conditions.map { condition in
        (
          "\(row.style.label), \(condition.condition.relevance.label.lowercased())",
          projections.compactMap { condition.curve(statistic, of: $0) }
        )
      }
    }
    return [
      "\(statistic.words.heading) of the gradient in each layer when the response answers its instruction and when "
        + "it is that of another: a row for each response style, a column for each projection "
        + "(\(Captions.projections(projections))), each panel on its own scale. The data table gives the relative "
        + "difference RD, the mean over layers of |correct − irrelevant| / |correct|.",
      Captions.meansAndBands, Captions.counts(curves), Captions.leftOut(curves.flatMap(\.1)),
      Captions.unfinished(rows.flatMap(\.conditions)),
    ].compactMap(\.self).joined(separator: " ")
  }

  private var data: DataTable {
    var curves = CurveTable()
    for condition in rows.flatMap(\.conditions) {
      for projection in projections { curves.add(statistic, of: projection, from: condition) }
    }
    return curves.table
  }

  private var differences: DataTable {
    var table = DataTable(
      [.words("style", "RD by response style")] + projections.map { .numbers("rd_\($0.rawValue)", $0.label) })
    for row in rows {
      table.add([.text(row.style.label)] + projections.map { .number(difference(row, $0)?.mean) })
    }
    return table
  }
}
