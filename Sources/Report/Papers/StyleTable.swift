import Analysis
import Gradients
import Studies

/// A table with a row for each model and task, and in each group of columns one for each response style.
struct StyleTable<Key> {
  let id: String
  let caption: String
  /// The groups of columns, with what tells the number of each.
  let groups: [(title: String, key: Key)]
  /// The number of a condition, correct responses, in a group.
  let number: (ConditionAnalysis, Key) -> PaperTable.Number?

  init(
    id: String, caption: String, groups: [(String, Key)],
    number: @escaping (ConditionAnalysis, Key) -> PaperTable.Number?
  ) {
    self.id = id
    self.caption = caption
    self.groups = groups.map { (title: $0.0, key: $0.1) }
    self.number = number
  }

  /// The table of the tasks that share their response styles with most others.
  func table(_ request: FigureRequest, _ analysis: StudyAnalysis) -> PaperTable? {
    let tasks = ComparableTasks(request, in: analysis.study)
    let styles = tasks.styles
    let rows = request.chosen(analysis.study.models).flatMap { model in
      tasks.shown.compactMap { row(model, $0, styles, analysis) }
    }
    let all = tasks.shown.flatMap { task in
      styles.compactMap { style in
        request.chosen(analysis.study.models).compactMap { model in
          analysis.condition(model: model.name, task: task.name, style: style)?.coverage.computed
        }
      }.flatMap(\.self)
    }
    let notes = [
      caption, "n = \(Captions.range(all)) samples.",
      tasks.remark,
    ]
    return PaperTable(
      id: id, caption: notes.compactMap(\.self).joined(separator: " "), heads: ["Model", "Task"],
      groups: groups.map { group in
        PaperTable.Group(
          title: group.title,
          columns: styles.map {
            PaperTable.Column(title: $0.label, name: "\(group.title.lowercased())_\($0.rawValue)")
          })
      }, rows: rows, comparison: .groups)
  }

  private func row(
    _ model: StudyModel, _ task: StudyTask, _ styles: [ResponseStyle], _ analysis: StudyAnalysis
  ) -> PaperTable.Row? {
    let conditions = styles.map { analysis.condition(model: model.name, task: task.name, style: $0) }
    let numbers = groups.flatMap { group in conditions.map { $0.flatMap { number($0, group.key) } } }
    guard numbers.contains(where: { $0 != nil }) else { return nil }
    return PaperTable.Row(heads: [model.label, task.label], numbers: numbers)
  }
}

extension StyleTable where Key == Projection {
  /// A group for each projection of the study, of those asked for.
  static func projections(_ analysis: StudyAnalysis, _ request: FigureRequest = FigureRequest()) -> [(
    String, Projection
  )] {
    request.chosen(analysis.study.settings.projections).map { ($0.label, $0) }
  }
}
