import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// Whether the curves tell correct from irrelevant responses.
  package static let relevance = FigureKind(
    name: "relevance",
    summary: "correct and irrelevant responses and their difference",
    choices: [.model, .task, .statistic, .projection, .style, .scale, .depth],
    needs: [.relevances, .values()],
    placements: [FigurePlacement(.cell, 2, data: .curves)]
  ) { selection in
    try selection.first { try RelevanceFigure($0, selection).figure() }
  }
}

/// A row of panels for each response style, with a line for correct and one for irrelevant responses, and
/// under it a low row with their relative difference; a column per projection. Where there is little room a
/// column per style, of one projection.
private struct RelevanceFigure {
  /// The two conditions of a style.
  private struct Comparison {
    let style: ResponseStyle
    let correct: ConditionAnalysis
    let irrelevant: ConditionAnalysis
  }

  private let selection: Selection
  private let pair: ModelOnTask
  private let comparisons: [Comparison]
  private let projections: [Projection]
  private var statistic: Statistic { selection.request.measured }

  init(_ pair: ModelOnTask, _ selection: Selection) {
    self.selection = selection
    self.pair = pair
    comparisons = selection.conditions(pair).compactMap { correct in
      let style = correct.condition.style
      guard let irrelevant = selection.condition(pair, style, .irrelevant),
        correct.projections == irrelevant.projections
      else { return nil }
      return Comparison(style: style, correct: correct, irrelevant: irrelevant)
    }
    let all = selection.projections(of: comparisons.map(\.correct))
    let isNarrow = (selection.request.room == .narrow || selection.request.isLow) && comparisons.count > 1
    projections = isNarrow ? all.representative.map { [$0] } ?? [] : all
  }

  /// Whether columns are response styles, rather than projections, which leaves the projection unsaid.
  private var hasStyleColumns: Bool { projections.count == 1 && comparisons.count > 1 }

  func figure() throws -> StudyFigure? {
    var curves = FacetedCurves(selection, comparisons.flatMap { [$0.correct, $0.irrelevant] })
    curves.projections = projections
    let styles = comparisons.map { FacetedCurves.Facet.style($0.style) }
    if !hasStyleColumns { curves.rows = styles }
    curves.columns = hasStyleColumns ? styles : projections.map { .projection($0) }
    curves.lines = .relevances
    curves.series = [Relevance.correct, .irrelevant].map {
      Series($0.rawValue, name: $0.label, slot: $0.slot)
    }
    curves.namesAxisOnce = true
    curves.companion = .init(column: .numbers("rd", "RD")) {
      difference($0.condition.style, $1)?.layers ?? []
    }
    let details = hasStyleColumns ? projections.map { "projection \($0.label)" } : []
    return try curves.figure(
      words(of: curves), panelAspect: projections.count == 1 && comparisons.count == 1 ? 0.45 : 0.62,
      subject: selection.subject(pair, details: details), overview: meanDifferences)
  }

  private func difference(_ style: ResponseStyle, _ projection: Projection) -> RelativeDifference? {
    selection.analysis.relativeDifference(
      statistic, of: projection, model: pair.model.name, task: pair.task.name, style: style)
  }

  private func words(of curves: FacetedCurves) -> FacetedCurves.Description {
    let letters = Captions.projections(projections)
    let panels =
      hasStyleColumns
      ? "projection \(letters), a column for each response style"
      : "a row for each response style, a column for each projection (\(letters))"
    let compared = curves.conditions.flatMap { condition in
      projections.compactMap { condition.curve(statistic, of: $0) }
    }
    return FacetedCurves.Description(
      id:
        "relevance-\(pair.id)-\(statistic.rawValue)\(selection.request.suffix(.projection, .style, .scale, .depth))",
      title: "Correct and irrelevant responses: \(pair.words)",
      introduction:
        "\(statistic.words.heading) of the gradient in each layer when the response answers its instruction and when "
        + "it is that of another: \(panels), each panel on its own scale. Under the curves the relative difference "
        + "RD = |correct − irrelevant| / |correct| of each layer.",
      heights: { "In the curves, \($0.prefix(1).lowercased())\($0.dropFirst())" },
      remark: Captions.zeros(compared),
      missing: selection.missing(pair) { condition in
        pair.task.conditions.contains { $0.style == condition.style && $0.relevance == .irrelevant }
      })
  }

  private var meanDifferences: Table {
    var table = Table(
      [.words("style", "Mean RD by response style")]
        + projections.map { .numbers("rd_\($0.rawValue)", $0.label) })
    for comparison in comparisons {
      let means = projections.map { difference(comparison.style, $0)?.mean }
      table.add([.text(comparison.style.label)] + means.map { .number($0) })
    }
    return table
  }
}
