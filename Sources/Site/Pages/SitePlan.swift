import Analysis
import Figures
import Studies

/// A figure of a site.
struct PlannedFigure: Sendable {
  let figure: StudyFigure
  /// The choices of normalisation under which pages show it.
  let views: [NormalisationView]
  /// The part of the pages that it stands on.
  let part: FigurePlacement.Part
  /// The file of the data that has its numbers among others; nil where it has one of its own.
  let data: CellDataFile?

  /// Whether it is one of those that the report rests on.
  var isMain: Bool {
    if case .claim = part { true } else { part == .head }
  }

  /// Whether links to the site show it.
  var isCard: Bool { part == .head && views.contains(.all) }

  var id: String { figure.id }

  /// The figure as it stands without its twin, under every choice; nil for what is only shown in the place of another.
  var alone: PlannedFigure? {
    guard views.contains(.all) else { return nil }
    return PlannedFigure(figure: figure, views: NormalisationView.every, part: part, data: data)
  }
}

/// Figures of a study's site and the page on which each stands: where their kinds say.
struct SitePlan: Sendable {
  /// The figure at the head of the overview, in the forms that it has under choices of normalisation.
  let head: [PlannedFigure]
  /// Figures of the page of each claim, by its name.
  let claims: [String: [PlannedFigure]]
  /// Figures of the page of each model, by its name.
  let models: [String: [PlannedFigure]]
  /// Figures of the page of each model on each task.
  let cells: [Cell: [PlannedFigure]]
  /// Groups by task name.
  let tasks: [String: [Group]]
  /// Every figure in the order of the pages, some of them more than once.
  let all: [PlannedFigure]

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
    let figures: [PlannedFigure]
  }

  /// - Throws: `StoreError.store` when what a figure shows cannot be read.
  init(_ analysis: StudyAnalysis, statistics: [Statistic]) throws {
    let study = analysis.study
    let planner = Planner(analysis: analysis, statistics: statistics)
    let head = try planner.figures(.head)
    // A claim that nothing of the study tests has nothing to show.
    let tested = try analysis.claims().results.filter { !$0.cells.isEmpty }.map(\.claim.name)
    let claims = try tested.map { ($0, try planner.figures(.claim($0))) }
    let models = try study.models.map { ($0.name, try planner.figures(.model, model: $0)) }
    let cells = try analysis.cells.map { cell in
      (
        Cell(model: cell.model.name, task: cell.task.name),
        try planner.figures(.cell, model: cell.model, task: cell.task)
      )
    }
    let tasks = try study.tasks.map { ($0.name, try planner.groups(for: $0)) }
    self.head = head
    self.claims = Dictionary(uniqueKeysWithValues: claims)
    self.models = Dictionary(uniqueKeysWithValues: models)
    self.cells = Dictionary(uniqueKeysWithValues: cells)
    self.tasks = Dictionary(uniqueKeysWithValues: tasks)
    all =
      head + claims.flatMap(\.1) + models.flatMap(\.1) + cells.flatMap(\.1)
      + tasks.flatMap(\.1).flatMap(\.figures)
  }
}

/// Composes the figures of pages.
private struct Planner {
  let analysis: StudyAnalysis
  let statistics: [Statistic]

  /// Finds the figures that the kinds have for `part`, from the top; what the study lacks is left out.
  func figures(
    _ part: FigurePlacement.Part, model: StudyModel? = nil, task: StudyTask? = nil
  ) throws -> [PlannedFigure] {
    let placed = FigureKind.all.flatMap { kind in
      kind.placements.filter { $0.part == part }.map { (kind: kind, placement: $0) }
    }
    return try placed.sorted { $0.placement.order < $1.placement.order }.flatMap { kind, placement in
      try placement.requests(model: model, task: task, of: analysis.study, statistics: statistics)
        .flatMap { try figures(kind, $0, on: placement) }
    }
  }

  /// The figure that is asked for. Of a statistic that grows with the loss it stands with its twin, which is divided by it: a reader
  /// who chooses numbers per loss sees that one.
  private func figures(
    _ kind: FigureKind, _ request: FigureRequest, on placement: FigurePlacement
  ) throws -> [PlannedFigure] {
    guard let figure = try kind.composed(request, analysis) else { return [] }
    let data = placement.data.flatMap { CellDataFile($0, model: request.model, task: request.task) }
    func planned(_ figure: StudyFigure, _ views: [NormalisationView]) -> PlannedFigure {
      PlannedFigure(figure: figure, views: views, part: placement.part, data: data)
    }
    let always = [planned(figure, NormalisationView.every)]
    // Where the site shows both of them, each is a figure of its own.
    guard let statistic = request.statistic?.twin, !statistics.contains(statistic) else { return always }
    var other = request
    other.statistic = statistic
    guard let twin = try kind.composed(other, analysis) else { return always }
    let perLoss = NormalisationView.one(.perLoss)
    return [
      planned(figure, NormalisationView.every.filter { $0 != perLoss }), planned(twin, [perLoss]),
    ]
  }

  func groups(for task: StudyTask) throws -> [SitePlan.Group] {
    let all = ModelPair.all(in: analysis.study)
    let pairs = try all.map { pair in
      let found = try figures(.pairOfTask, model: pair.instruct, task: task)
      return SitePlan.Group(
        subject: pair.instruct.name, title: "\(pair.base.label) and \(pair.instruct.label)",
        figures: all.count > Self.mostPairsWithTwins ? found.compactMap(\.alone) : found)
    }
    return kept(
      [SitePlan.Group(subject: "", title: "Across models", figures: try figures(.task, task: task))] + pairs)
  }

  /// Pairs of models up to which the page of a task has both forms of their figures. Of more it would be too heavy to be read, and
  /// pages of each model on the task have the curves per loss.
  private static let mostPairsWithTwins = 3

  private func kept(_ groups: [SitePlan.Group]) -> [SitePlan.Group] { groups.filter { !$0.figures.isEmpty } }
}
