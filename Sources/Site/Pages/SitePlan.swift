import Analysis
import Figures
import Studies

/// Figures of a study's site and the page on which each stands: where their kinds say.
struct SitePlan: Sendable {
  /// The figure at the head of the overview.
  let key: StudyFigure?
  /// The other figures of the overview.
  let overview: [StudyFigure]
  /// Groups by model name, then in the order of the tasks.
  let models: [String: [Group]]
  /// Groups by task name.
  let tasks: [String: [Group]]

  /// Figures under one heading.
  struct Group: Sendable {
    /// The task on a model's page, the model or pair on a task's page; empty for the page's first group.
    let subject: String
    let title: String
    let figures: [StudyFigure]
  }

  /// - Throws: `StoreError.store` when what a figure shows cannot be read.
  init(_ analysis: StudyAnalysis, statistics: [Statistic]) throws {
    let study = analysis.study
    let planner = Planner(analysis: analysis, statistics: statistics)
    key = try planner.figures(.head).first
    overview = try planner.figures(.overview)
    models = Dictionary(uniqueKeysWithValues: try study.models.map { ($0.name, try planner.groups(for: $0)) })
    tasks = Dictionary(uniqueKeysWithValues: try study.tasks.map { ($0.name, try planner.groups(for: $0)) })
  }

  /// Every figure, some of them more than once.
  var all: [StudyFigure] {
    [key].compactMap(\.self) + overview
      + (models.values.flatMap(\.self) + tasks.values.flatMap(\.self)).flatMap(\.figures)
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

  func groups(for model: StudyModel) throws -> [SitePlan.Group] {
    let tasks = try analysis.study.tasks.map { task in
      SitePlan.Group(
        subject: task.name, title: task.label,
        figures: try figures(.taskOfModel, model: model, task: task))
    }
    return kept(
      [SitePlan.Group(subject: "", title: "Across tasks", figures: try figures(.model, model: model))] + tasks
    )
  }

  func groups(for task: StudyTask) throws -> [SitePlan.Group] {
    let pairs = try ModelPair.all(in: analysis.study).map { pair in
      SitePlan.Group(
        subject: pair.instruct.name, title: "\(pair.base.label) and \(pair.instruct.label)",
        figures: try figures(.pairOfTask, model: pair.instruct, task: task))
    }
    let paired = Set(pairs.filter { !$0.figures.isEmpty }.map(\.subject))
    let models = try analysis.study.models.map { model in
      let isShown =
        paired.contains(model.name)
        || analysis.study.models.contains { $0.partner == model.name && paired.contains($0.name) }
      let alone = isShown ? [] : try figures(.modelWithoutPair, model: model, task: task)
      return SitePlan.Group(
        subject: model.name, title: model.label,
        figures: alone + (try figures(.modelOfTask, model: model, task: task)))
    }
    return kept(
      [SitePlan.Group(subject: "", title: "Across models", figures: try figures(.task, task: task))] + pairs
        + models)
  }

  private func kept(_ groups: [SitePlan.Group]) -> [SitePlan.Group] { groups.filter { !$0.figures.isEmpty } }
}
