import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// Number of directions that carry the gradient, by layer.
  static let rank = FigureKind(
    name: "rank", summary: "effective and stable rank over layers, by response style",
    choices: [.model, .task, .projection, .style, .scale, .depth],
    needs: [.values(of: .effectiveRank)]
  ) { selection in
    try selection.first { try rank($0, selection) }
  }

  /// A row of panels for each definition of rank, a column for each projection, a line for each response style. Where
  /// there is little room the effective rank alone.
  private static func rank(_ pair: ModelOnTask, _ selection: Selection) throws -> StudyFigure? {
    let request = selection.request
    let isCompact = request.room == .narrow && request.projection == nil
    var curves = FacetedCurves(selection, selection.conditions(pair).filter { $0.coverage.computed > 0 })
    curves.statistics = isCompact ? [.effectiveRank] : [.effectiveRank, .stableRank]
    curves.rows = curves.statistics.map { .statistic($0) }
    curves.columns = curves.projections.map { .projection($0) }
    let isOneProjection = curves.projections.count == 1
    if isCompact || isOneProjection {
      curves.layout = .wrapped
      curves.sharedY = isCompact ? .all : .none
    } else {
      curves.sharedY = .rows
      curves.namesAxisOnce = true
    }
    let words = FacetedCurves.Description(
      id: "rank-\(pair.id)\(request.suffix(.projection, .style, .scale, .depth))",
      title: "\(isCompact ? "Effective rank" : "Rank") of the gradient by layer: \(pair.words)",
      introduction: introduction(curves), missing: selection.missing(pair))
    return try curves.figure(
      words, panelAspect: isOneProjection ? 0.5 : 0.75, subject: selection.subject(pair))
  }

  private static func introduction(_ curves: FacetedCurves) -> String {
    let stable =
      curves.statistics.contains(.stableRank)
      ? " Stable rank is the squared Frobenius norm over the squared largest singular value, Σσ² / σ₁²." : ""
    return "How many directions carry the gradient in each layer, a panel for each projection "
      + "(\(Captions.projections(curves.projections))), a line for each response style. Effective rank is "
      + "exp(−Σ p ln p) with p = σ / Σσ (Roy and Vetterli 2007).\(stable)"
  }
}
