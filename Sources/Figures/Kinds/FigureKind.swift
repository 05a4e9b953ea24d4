import Analysis
import Gradients
import Studies

/// A kind of figure that a study can have: its name, and how it is composed from the analysis.
///
/// Kinds are data: a new one is a value in ``all``, and pages, downloads and the command line follow.
package struct FigureKind: Sendable {
  /// Name on the command line.
  package let name: String
  /// One line of help.
  package let summary: String
  /// Choices that may be made; everything else is the figure's own.
  package let choices: Set<FigureChoice>
  /// Needs of a study beside results, in the order in which a reader is told of what is lacking.
  var needs: [Requirement] = []
  /// Places on the pages of a site.
  package var placements: [FigurePlacement] = []
  /// Data that a study must have been told to keep for it; nil when results alone are enough.
  var keeping: Keeping?
  /// Whether what it shows, its data and caption too, may depend on the room that there is.
  package var followsSize = true
  /// Composes the figure, nil when the study lacks what it shows. Throws when its store cannot be read.
  let compose: @Sendable (Selection) throws -> StudyFigure?

  /// Every kind, in the order of the help.
  package static let all: [FigureKind] = [
    .curves, .models, .mad, .ratio, .relevance, .rank, .spectrum, .cosines, .length, .forest,
    .tokens,
  ]

  /// The kind called `name`.
  ///
  /// - Throws: `FigureError.unknownName`, with the known ones.
  package static func named(_ name: String) throws -> FigureKind {
    if let kind = all.first(where: { $0.name == name }) { return kind }
    throw FigureError.unknownName(kind: "figure", name: name, known: all.map(\.name))
  }

  /// The figure of this kind, nil when the study lacks what it shows: never a picture without a value.
  ///
  /// - Throws: `FigureError.setting` when the study did not keep what the figure shows, `StoreError.store`.
  package func composed(_ request: FigureRequest, _ analysis: StudyAnalysis) throws -> StudyFigure? {
    guard var figure = try compose(Selection(request, of: analysis)), figure.data.hasNumbers else {
      return nil
    }
    figure.kind = name
    figure.options = request.options
    return figure
  }

  /// The figure of this kind that `request` means.
  ///
  /// - Throws: `FigureError.unknownName` when the study has no model, task, projection or response style of that
  ///   name, `.choice` when the kind leaves no such choice, `.nothingComputed` and `.allSkipped` for a study without
  ///   results, `.figure` with the reason when it has none for this, `.setting` when it did not keep what the figure
  ///   shows; `StoreError.store` when the store cannot be read.
  package func figure(_ request: FigureRequest, of analysis: StudyAnalysis) throws -> StudyFigure {
    try request.check(allowed: choices, of: "the figure `\(name)`")
    try request.checkNames(in: analysis.study)
    try analysis.checkResults()
    let selection = Selection(request, of: analysis)
    let wanted = Requirement.Wanted(selection, choices: choices)
    if !wanted.conditions.isEmpty {
      if let figure = try composed(request, analysis) { return figure }
      if let keeping, try !keeping.isKept(selection) {
        throw keeping.error(of: name, isImported: wanted.isImported)
      }
    }
    throw FigureError.figure(name: name, problem: Requirement.lack(needs, wanted))
  }
}

extension FigureKind {
  /// Data that only a study that was told so keeps.
  struct Keeping: Sendable {
    /// Words for what the figure shows of it.
    let shows: String
    /// The line of the study file that has it kept.
    let setting: String
    /// Whether anything of it is there. Throws when the store cannot be read.
    let isKept: @Sendable (Selection) throws -> Bool

    /// Returns the reason why the figure called `name` cannot be drawn.
    fileprivate func error(of name: String, isImported: Bool) -> FigureError {
      isImported
        ? .figure(name: name, problem: "it shows \(shows), which the imported files do not hold.")
        : .setting(figure: name, shows: shows, setting: setting)
    }
  }
}
