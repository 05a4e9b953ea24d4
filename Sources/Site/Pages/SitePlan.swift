import Analysis
import Figures
import Studies

/// Which figures a study's site has and on which page each stands.
struct SitePlan: Sendable {
  /// The figure at the head of the overview.
  let key: StudyFigure?
  /// The other figures of the overview.
  let overview: [StudyFigure]
  /// By model name, then in the order of the tasks.
  let models: [String: [Group]]
  /// By task name.
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
    key = try planner.figure(.curves, FigureRequest(statistic: planner.first))
    overview = [
      try planner.figure(.claims, FigureRequest(statistic: planner.first)),
      try planner.figure(.ratio, FigureRequest(statistic: planner.first)),
      try planner.figure(.mad, FigureRequest(statistic: planner.first)),
      try planner.figure(.models, FigureRequest(statistic: planner.first)),
    ].compactMap(\.self)
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

  /// The most important statistic.
  var first: Statistic { statistics.first ?? .nuclearNorm }

  func figure(_ kind: FigureKind, _ request: FigureRequest) throws -> StudyFigure? {
    try kind.composed(request, analysis)
  }

  func groups(for model: StudyModel) throws -> [SitePlan.Group] {
    let mad = try figure(.mad, FigureRequest(model: model.name, statistic: first))
    let tasks = try analysis.study.tasks.map { task in
      let request = { FigureRequest(model: model.name, task: task.name, statistic: $0) }
      var byStyle = request(first)
      byStyle.panels = .styles
      let figures =
        try statistics.map { try figure(.curves, request($0)) }
        + [figure(.curves, byStyle), figure(.relevance, request(first))] + details(model, task)
      return SitePlan.Group(subject: task.name, title: task.label, figures: figures.compactMap(\.self))
    }
    return kept(
      [SitePlan.Group(subject: "", title: "Across tasks", figures: [mad].compactMap(\.self))] + tasks)
  }

  /// What only some studies have: response lengths that differ by design, spectra, cosines, token shares.
  private func details(_ model: StudyModel, _ task: StudyTask) throws -> [StudyFigure?] {
    let extras = analysis.study.settings.extras
    let kinds: [(kind: FigureKind, isKept: Bool)] = [
      (.length, task.kind == .knowledge), (.spectrum, extras.spectrum),
      (.cosines, extras.cosines != .none),
      (.tokens, extras.tokenShares),
    ]
    return try kinds.filter(\.isKept).map { kind, _ in
      do {
        return try figure(kind, FigureRequest(model: model.name, task: task.name))
      } catch is SiteError {
        // Imported results may lack what the settings ask for.
        return nil
      }
    }
  }

  func groups(for task: StudyTask) throws -> [SitePlan.Group] {
    let mad = try figure(.mad, FigureRequest(task: task.name, statistic: first))
    let pairs = try ModelPair.all(in: analysis.study).map { pair in
      let figures = try statistics.map {
        try figure(.models, FigureRequest(model: pair.instruct.name, task: task.name, statistic: $0))
      }
      return SitePlan.Group(
        subject: pair.instruct.name, title: "\(pair.base.label) and \(pair.instruct.label)",
        figures: figures.compactMap(\.self))
    }
    let paired = Set(pairs.filter { !$0.figures.isEmpty }.map(\.subject))
    let models = try analysis.study.models.map { model in
      let request = FigureRequest(model: model.name, task: task.name, statistic: first)
      let isShown =
        paired.contains(model.name)
        || analysis.study.models.contains { $0.partner == model.name && paired.contains($0.name) }
      let figures = [isShown ? nil : try figure(.curves, request), try figure(.relevance, request)]
      return SitePlan.Group(subject: model.name, title: model.label, figures: figures.compactMap(\.self))
    }
    return kept(
      [SitePlan.Group(subject: "", title: "Across models", figures: [mad].compactMap(\.self))] + pairs
        + models)
  }

  private func kept(_ groups: [SitePlan.Group]) -> [SitePlan.Group] { groups.filter { !$0.figures.isEmpty } }
}
