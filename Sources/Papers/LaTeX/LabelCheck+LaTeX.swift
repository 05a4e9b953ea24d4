import Figures
import Studies

extension LabelCheck {
  /// Checks that LaTeX can set what a table calls its models and tasks, those of `request`.
  ///
  /// - Throws: `FigureError.label` for the first that has a character which LaTeX has none of its own for.
  package static func checkLaTeX(_ request: FigureRequest, of study: Study) throws {
    for entry in entries(request.chosen(study.models), request.chosen(study.tasks)) {
      guard let scalar = LaTeX.unknown(in: entry.label) else { continue }
      let fault = "LaTeX without further packages has no character \(LaTeX.name(of: scalar))"
      throw problem(fault, entry, in: study, place: "set by LaTeX")
    }
  }
}
