import Gradients
import Studies

/// The names that a study gives to choose from.
package struct StudyNames {
  private let study: Study

  package init(_ study: Study) { self.study = study }

  /// - Throws: `FigureError.unknownName` for the first choice of `request` that the study does not have.
  package func check(_ request: FigureRequest) throws {
    try check(request.model, "model", study.models.map(\.name))
    try check(request.task, "task", study.tasks.map(\.name))
    try check(request.projection?.rawValue, "projection", study.settings.projections.map(\.rawValue))
    let tasks = request.chosen(study.tasks)
    let styles = ResponseStyle.allCases.filter { style in tasks.contains { $0.styles.contains(style) } }
    for style in request.styles { try check(style.rawValue, "response style", styles.map(\.rawValue)) }
  }

  private func check(_ name: String?, _ kind: String, _ known: [String]) throws {
    guard let name, !known.contains(name) else { return }
    throw FigureError.unknownName(kind: kind, name: name, known: known)
  }
}
