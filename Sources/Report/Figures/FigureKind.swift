import Analysis
import Studies

/// A kind of figure that a study can have: its name, and how it is composed from the analysis.
///
/// Kinds are data: a new one is a value in ``all``, and pages, downloads and the command line follow.
public struct FigureKind: Sendable {
  /// What the command line calls it.
  public let name: String
  /// One line of help.
  public let summary: String
  /// Composes the figure, nil when the study lacks what it shows.
  let compose: @Sendable (FigureRequest, StudyAnalysis) -> StudyFigure?

  /// Every kind, in the order of the help.
  public static let all: [FigureKind] = [.curves, .models, .mad, .relevance]

  /// The kind called `name`.
  ///
  /// - Throws: `ReportError.figure` naming the known ones.
  public static func named(_ name: String) throws -> FigureKind {
    if let kind = all.first(where: { $0.name == name }) { return kind }
    let known = all.map { "`\($0.name)`" }.joined(separator: ", ")
    throw ReportError.figure(name: name, problem: "there is no figure of that name; known are \(known)")
  }

  /// The figure of this kind that `request` means.
  ///
  /// - Throws: `ReportError.figure` when the study has no results for it, or no model or task of that name.
  public func figure(_ request: FigureRequest, of analysis: StudyAnalysis) throws -> StudyFigure {
    let study = analysis.study
    if let model = request.model, study.model(named: model) == nil {
      throw ReportError.figure(
        name: name,
        problem:
          "the study has no model `\(model)`; it has \(study.models.map(\.name).joined(separator: ", "))")
    }
    if let task = request.task, study.task(named: task) == nil {
      throw ReportError.figure(
        name: name,
        problem: "the study has no task `\(task)`; it has \(study.tasks.map(\.name).joined(separator: ", "))")
    }
    guard let figure = compose(request, analysis) else {
      throw ReportError.figure(name: name, problem: "the study has no results that it could show")
    }
    return figure
  }
}
