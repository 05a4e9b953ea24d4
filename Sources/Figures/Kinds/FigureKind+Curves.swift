import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// A statistic over layers, for one model and one task.
  package static let curves = FigureKind(
    name: "curves", summary: "a statistic over layers, by projection and response style",
    choices: [.model, .task, .statistic, .projection, .style, .panels, .scale, .depth],
    needs: [.values()],
    placements: [FigurePlacement(.head, 0), FigurePlacement(.cell, 0, statistics: .each, data: .curves)],
    followsSize: false
  ) { selection in
    guard let pair = mostStyles(selection) else { return nil }
    let conditions = selection.conditions(pair).filter { $0.coverage.computed > 0 }
    let curves = FacetedCurves(selection, conditions)
    return try selection.request.panels == .styles
      ? byStyle(pair, curves, selection) : byProjection(pair, curves, selection)
  }

  /// The first model and task that have the most styles to compare, of tasks with the styles that most tasks have.
  private static func mostStyles(_ selection: Selection) -> ModelOnTask? {
    let comparable = Set(selection.comparableTasks.shown.map(\.name))
    let pairs = selection.pairs.filter { comparable.contains($0.task.name) }
    let counts = pairs.map { selection.conditions($0).count { $0.hasCurve(selection.request) } }
    guard let most = counts.max(), most > 0 else { return nil }
    return counts.firstIndex(of: most).map { pairs[$0] }
  }

  /// A panel for each projection, a line for each response style.
  private static func byProjection(
    _ pair: ModelOnTask, _ curves: FacetedCurves, _ selection: Selection
  ) throws -> StudyFigure? {
    var curves = curves
    curves.columns = curves.projections.map { .projection($0) }
    curves.layout = .wrapped
    let (one, several) = selection.request.room == .wide ? (0.45, 0.95) : (0.6, 0.75)
    let panels =
      "a panel for each projection (\(Captions.projections(curves.projections))), each on its own scale, a line for "
      + "each response style"
    return try curves.figure(
      words(pair, selection, id: "", panels: panels),
      panelAspect: curves.projections.count == 1 ? one : several, subject: selection.subject(pair))
  }

  /// A panel for each response style, a line for each projection, as in the papers.
  private static func byStyle(
    _ pair: ModelOnTask, _ curves: FacetedCurves, _ selection: Selection
  ) throws -> StudyFigure? {
    var curves = curves
    curves.columns = curves.conditions.map { .style($0.condition.style) }
    curves.layout = .stacked
    curves.lines = .projections
    curves.series = SubjectSeries.all(curves.projections.map { ($0.rawValue, $0.label) })
    curves.hasBands = curves.projections.count <= 4
    let panels =
      "a panel for each response style, each on its own scale, a line for each projection "
      + "(\(Captions.projections(curves.projections))), as in the papers"
    return try curves.figure(
      words(pair, selection, id: "-by-style", panels: panels),
      panelAspect: selection.request.room == .wide ? 0.8 : 0.36, subject: selection.subject(pair),
      legend: .automatic)
  }

  private static func words(
    _ pair: ModelOnTask, _ selection: Selection, id: String, panels: String
  ) -> FacetedCurves.Description {
    let request = selection.request
    let statistic = request.measured
    return FacetedCurves.Description(
      id:
        "curves-\(pair.id)-\(statistic.rawValue)\(id)\(request.suffix(.projection, .style, .scale, .depth))",
      title: "\(statistic.words.heading) by layer: \(pair.words)",
      introduction:
        "The gradient in each layer, from the embedding up: \(panels). \(statistic.words.meaning)",
      missing: selection.missing(pair))
  }
}
