import Analysis
import Figures
import Studies

/// Figures of a study's site and the page on which each stands: where their kinds say.
struct SitePlan: Sendable {
  /// The figure at the head of the overview.
  let key: StudyFigure?
  /// Figures of the page of each claim, by its name.
  let claims: [String: [StudyFigure]]
  /// Figures of the page of each model, by its name.
  let models: [String: [StudyFigure]]
  /// Figures of the page of each model on each task.
  let cells: [Cell: [StudyFigure]]
  /// Groups by task name.
  let tasks: [String: [Group]]

  /// A model on a task, by their names.
  struct Cell: Hashable, Sendable {
    let model: String
    let task: String
  }

  /// Figures under one heading.
  struct Group: Sendable {
    /// The instruct model of the pair; empty for the page's first group.
    let subject: String
    let title: String
    let figures: [StudyFigure]
  }

  /// - Throws: `StoreError.store` when what a figure shows cannot be read.
  init(_ analysis: StudyAnalysis, statistics: [Statistic]) throws {
    let study = analysis.study
    let planner = Planner(analysis: analysis, statistics: statistics)
    key = try planner.figures(.head).first
    claims = Dictionary(
      uniqueKeysWithValues: try PaperClaim.all.map { ($0.name, try planner.figures(.claim($0.name))) })
    models = Dictionary(
      uniqueKeysWithValues: try study.models.map { ($0.name, try planner.figures(.model, model: $0)) })
    cells = Dictionary(
      uniqueKeysWithValues: try study.models.flatMap { model in
        try study.tasks.map { task in
          (
            Cell(model: model.name, task: task.name),
            try planner.figures(.cell, model: model, task: task)
          )
        }
      })
    tasks = Dictionary(uniqueKeysWithValues: try study.tasks.map { ($0.name, try planner.groups(for: $0)) })
  }

  /// Every figure, some of them more than once.
  var all: [StudyFigure] {
    [key].compactMap(\.self) + claims.values.joined()
      + models.values.joined() + cells.values.joined() + tasks.values.joined().flatMap(\.figures)
  }
}

/// Composes the figures of pages.
private struct Planner {
  let analysis: StudyAnalysis
  let statistics: [Statistic]

  /// Finds the figures that the kinds have for `part`, from the top; what the study lacks is left out.
  func figures(
    _ part: FigurePlacement.Part, model: StudyModel? = nil, task: StudyTask? = nil
  ) throws -> [StudyFigure] {
    let placed = FigureKind.all.flatMap { kind in
      kind.placements.filter { $0.part == part }.map { (kind: kind, placement: $0) }
    }
    return try placed.sorted { $0.placement.order < $1.placement.order }.flatMap { kind, placement in
      try placement.requests(model: model, task: task, of: analysis.study, statistics: statistics)
        .compactMap { try kind.composed($0, analysis) }
    }
  }

  func groups(for task: StudyTask) throws -> [SitePlan.Group] {
    let pairs = try ModelPair.all(in: analysis.study).map { pair in
      SitePlan.Group(
        subject: pair.instruct.name, title: "\(pair.base.label) and \(pair.instruct.label)",
        figures: try figures(.pairOfTask, model: pair.instruct, task: task))
    }
    return kept(
      [SitePlan.Group(subject: "", title: "Across models", figures: try figures(.task, task: task))] + pairs)
  }

  private func kept(_ groups: [SitePlan.Group]) -> [SitePlan.Group] { groups.filter { !$0.figures.isEmpty } }
}
