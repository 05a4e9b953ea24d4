import Analysis
import Gradients
import Studies

/// A model on a task, of which many figures show one.
struct ModelOnTask: Sendable {
  let model: StudyModel
  let task: StudyTask

  var words: String { "\(model.label) on \(task.label)" }
  /// The two names as words of an id.
  var id: String { "\(model.name)-\(task.name)" }
}

/// The part of a study that a request selects: the same models, tasks, styles and projections for every kind
/// of figure.
package struct Selection: Sendable {
  package let request: FigureRequest
  package let analysis: StudyAnalysis

  package init(_ request: FigureRequest, of analysis: StudyAnalysis) {
    self.request = request
    self.analysis = analysis
  }

  var study: Study { analysis.study }
  /// The models that were asked for, all when none was.
  var models: [StudyModel] { request.chosen(study.models) }
  /// The tasks that were asked for, all when none was.
  var tasks: [StudyTask] { request.chosen(study.tasks) }
  /// Every selected model on every selected task, a model after the other.
  var pairs: [ModelOnTask] { models.flatMap { model in tasks.map { ModelOnTask(model: model, task: $0) } } }
  /// The selected tasks whose responses are written in the same styles.
  var comparableTasks: ComparableTasks { ComparableTasks(request, among: study.tasks) }

  /// The selected conditions that have a sample.
  var computed: [ConditionAnalysis] {
    analysis.conditions.filter { item in
      item.coverage.computed > 0 && models.contains { $0.name == item.model }
        && tasks.contains {
          $0.name == item.condition.task && request.chosen($0.styles).contains(item.condition.style)
        }
    }
  }

  /// The figure of the first of `pairs`, those of the study when nil, of which there is one.
  func first(
    of pairs: [ModelOnTask]? = nil, _ figure: (ModelOnTask) throws -> StudyFigure?
  ) rethrows -> StudyFigure? {
    for pair in pairs ?? self.pairs {
      if let figure = try figure(pair) { return figure }
    }
    return nil
  }

  /// The conditions of a model on a task in the selected styles, from fast to slow; only those that were begun.
  func conditions(_ pair: ModelOnTask) -> [ConditionAnalysis] {
    request.chosen(pair.task.styles).compactMap { condition(pair, $0) }
  }

  /// One condition, nil when it was not begun.
  func condition(
    _ pair: ModelOnTask, _ style: ResponseStyle, _ relevance: Relevance = .correct
  ) -> ConditionAnalysis? {
    analysis.condition(model: pair.model.name, task: pair.task.name, style: style, relevance: relevance)
  }

  /// The selected projections of the first of `conditions`, which have the same ones.
  func projections(of conditions: [ConditionAnalysis]) -> [Projection] {
    request.chosen(conditions.first?.projections ?? [])
  }

  /// The names of what a figure shows one of.
  func subject(_ pair: ModelOnTask, details: [String] = []) -> FigureSubject {
    FigureSubject(study, model: pair.model, task: pair.task, details: details)
  }

  /// The sentence about what is not computed yet of a model on a task, nil when all is.
  func missing(
    _ pair: ModelOnTask, where isShown: (Condition) -> Bool = { $0.relevance == .correct }
  ) -> String? {
    missing(models: [pair.model], tasks: [pair.task], where: isShown)
  }

  /// The sentence about what is not computed yet of several models and tasks, nil when all is.
  func missing(
    models: [StudyModel], tasks: [StudyTask],
    where isShown: (Condition) -> Bool = { $0.relevance == .correct }
  ) -> String? {
    MissingResults(request, analysis, models: models, tasks: tasks, where: isShown).sentence
  }
}

extension [Projection] {
  /// The one that stands for all where there is room for one: v, of which the papers show most.
  var representative: Projection? { contains(.v) ? .v : first }
}

/// The tasks of a study that can stand in one figure or table, because their responses are written in the same styles:
/// chains of thought are not compared with lengths.
package struct ComparableTasks {
  /// The tasks that share their styles with most others, in the order of the study.
  package let shown: [StudyTask]
  /// Their styles, from fast to slow.
  package let styles: [ResponseStyle]
  private let others: [StudyTask]

  /// Chooses among the tasks and styles that `request` asks for; the first of equally many.
  package init(_ request: FigureRequest, among all: [StudyTask]) {
    let tasks = request.chosen(all).filter { !request.chosen($0.styles).isEmpty }
    let sets = tasks.map { request.chosen($0.styles) }
    let counts = sets.map { styles in sets.count { $0 == styles } }
    let place = counts.max().flatMap { counts.firstIndex(of: $0) }
    let styles = place.map { sets[$0] } ?? []
    self.styles = styles
    shown = tasks.filter { request.chosen($0.styles) == styles }
    others = tasks.filter { request.chosen($0.styles) != styles }
  }

  /// A sentence that names the tasks that are left out, nil when none is.
  package var remark: String? {
    others.isEmpty
      ? nil : "Without \(others.map(\.label).joined(separator: ", ")), where responses have other styles."
  }
}
