import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// How unevenly gradients spread over layers, from fast to slow.
  package static let mad = FigureKind(
    name: "mad", summary: "MAD of the curves from no to detailed chain of thought",
    choices: [.model, .task, .statistic, .projection, .style, .scale],
    needs: [.values(), .layers("MAD is taken"), .styles],
    placements: [FigurePlacement(.overview, 2), FigurePlacement(.model, 0), FigurePlacement(.task, 0)]
  ) { request, analysis in
    try MADFigure(request, analysis)?.figure
  }
}
