import Analysis
import Studies
import Support

/// The conditions that a figure or a table would show and that the study has no results for yet.
package struct MissingResults {
  private let names: [String]
  private let count: Int
  private let wantedCount: Int

  /// Looks for the conditions of `tasks` with a style that `request` asks for and that are shown: those of correct
  /// responses unless it says otherwise.
  package init(
    _ request: FigureRequest, _ analysis: StudyAnalysis, models: [StudyModel], tasks: [StudyTask],
    where isShown: (Condition) -> Bool = { $0.relevance == .correct }
  ) {
    let wanted = tasks.map { task in
      task.conditions.filter { request.chosen(task.styles).contains($0.style) && isShown($0) }
    }
    let places = models.map { model in
      (model, zip(tasks, wanted).map { TaskOfModel(task: $0, wanted: $1, model: model, analysis) })
    }
    names = places.flatMap { Self.names($0, $1) }
    count = places.flatMap(\.1).reduce(0) { $0 + $1.missing.count }
    wantedCount = models.count * wanted.reduce(0) { $0 + $1.count }
  }

  /// A sentence that counts and, where they are few, names what is missing; nil when nothing is.
  var sentence: String? { words.map { "No results yet for \($0)." } }

  /// Returns the meaning of a dash in a table, nil when there is none; `hasUndefined` says whether some cell
  /// has results and yet no number.
  package func dash(hasUndefined: Bool) -> String? {
    guard let words else { return hasUndefined ? "A dash: undefined." : nil }
    return "A dash: \(hasUndefined ? "undefined, or " : "")no results yet for \(words)."
  }

  private var words: String? {
    guard count > 0 else { return nil }
    let shown = names.prefix(Self.mostNamed).joined(separator: "; ")
    let rest = names.count - Self.mostNamed
    return "\(NumberText.whole(count)) of \(NumberText.whole(wantedCount)) conditions: "
      + shown + (rest > 0 ? "; and \(rest) more" : "")
  }

  private static let mostNamed = 4

  /// One model on one task.
  private struct TaskOfModel {
    let task: StudyTask
    let missing: [Condition]
    let isWhole: Bool

    init(task: StudyTask, wanted: [Condition], model: StudyModel, _ analysis: StudyAnalysis) {
      self.task = task
      missing = wanted.filter {
        !analysis.condition(model: model.name, task: $0.task, style: $0.style, relevance: $0.relevance)
          .hasResults
      }
      isWhole = missing.count == wanted.count
    }

    /// The task, and of it what is missing unless that is all.
    var words: String {
      if isWhole { return task.label }
      let styles = missing.map { condition in
        condition.style.label + (condition.relevance == .irrelevant ? ", irrelevant" : "")
      }
      return "\(task.label) (\(styles.joined(separator: "; ")))"
    }
  }

  /// The model alone when it has nothing, otherwise each task on which it lacks something.
  private static func names(_ model: StudyModel, _ places: [TaskOfModel]) -> [String] {
    if places.allSatisfy(\.isWhole) { return [model.label] }
    return places.filter { !$0.missing.isEmpty }.map { "\(model.label) on \($0.words)" }
  }
}

extension ConditionAnalysis? {
  /// Whether there is a sample; a condition that was only begun has none yet.
  package var hasResults: Bool { (self?.coverage.computed ?? 0) > 0 }
}
