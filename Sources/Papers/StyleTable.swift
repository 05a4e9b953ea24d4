import Analysis
import Figures
import Gradients
import Studies

/// A table with a row for each model and task, and in each group of columns one for each response style.
struct StyleTable<Key> {
  let id: String
  /// Statistic that the numbers are made from.
  let statistic: Statistic
  let caption: String
  /// Name of what a group is, for the caption: “projection”.
  let grouping: String
  /// The groups of columns, with what tells the number of each.
  let groups: [(title: String, key: Key)]
  /// Method of the intervals.
  let interval: IntervalMethod
  /// Relevances that a number needs results of.
  var relevances: [Relevance] = [.correct]
  /// The numbers of a condition, correct responses, one for each group.
  let numbers: (ConditionAnalysis, [Key]) throws -> [Table.Cell]

  /// Part of a row that shows one response style.
  private struct Cell {
    let style: ResponseStyle
    /// Conditions that the numbers are made from, nil where there are no results.
    let conditions: [ConditionAnalysis?]
    /// One for each group.
    let numbers: [Table.Cell]
  }

  private struct Line {
    let model: StudyModel
    let task: StudyTask
    let cells: [Cell]
  }

  /// The table of the tasks that share their response styles with most others.
  ///
  /// - Throws: what `numbers` throws.
  func table(_ request: FigureRequest, _ analysis: StudyAnalysis) throws -> PaperTable? {
    let usable = analysis.study.tasks.filter { task in
      relevances.allSatisfy { relevance in task.conditions.contains { $0.relevance == relevance } }
    }
    let others = request.chosen(analysis.study.tasks).filter { task in
      !usable.contains { $0.name == task.name }
    }
    let tasks = ComparableTasks(request, among: usable)
    let lines = try request.chosen(analysis.study.models).flatMap { model in
      try tasks.shown.map { task in
        Line(model: model, task: task, cells: try tasks.styles.map { try cell(model, task, $0, analysis) })
      }
    }
    let missing = MissingResults(
      request, analysis, models: request.chosen(analysis.study.models), tasks: tasks.shown
    ) { relevances.contains($0.relevance) }
    let wanted = Set(analysis.study.conditions)
    let isUndefined = lines.contains { line in
      line.cells.contains { cell in
        // What the study does not ask for is never computed, and so no missing result.
        let isMissing = zip(cell.conditions, relevances).contains { found, relevance in
          !found.hasResults
            && wanted.contains(Condition(task: line.task.name, style: cell.style, relevance: relevance))
        }
        return !isMissing && cell.numbers.contains(.missing)
      }
    }
    let remarks = [tasks.remark, Self.remark(on: others), missing.dash(hasUndefined: isUndefined)]
    var table = Table([.words("model", "Model"), .words("task", "Task")] + columns(tasks.styles))
    for line in lines { table.add(row(line)) }
    return PaperTable(
      id: id, caption: caption(lines, request, remarks), table: table, innerHead: "Style",
      compared: "response styles of each model, task and \(grouping)", interval: interval)
  }

  private static func remark(on others: [StudyTask]) -> String? {
    others.isEmpty
      ? nil : "Without \(others.map(\.label).joined(separator: ", ")), where no responses are irrelevant."
  }

  private func columns(_ styles: [ResponseStyle]) -> [Table.Column] {
    groups.flatMap { group in
      styles.map {
        .numbers("\(group.title.lowercased())_\($0.rawValue)", $0.label, under: group.title)
      }
    }
  }

  private func cell(
    _ model: StudyModel, _ task: StudyTask, _ style: ResponseStyle, _ analysis: StudyAnalysis
  ) throws -> Cell {
    let conditions = relevances.map {
      analysis.condition(model: model.name, task: task.name, style: style, relevance: $0)
    }
    guard let first = conditions.first.flatMap(\.self), conditions.allSatisfy({ $0 != nil }) else {
      return Cell(style: style, conditions: conditions, numbers: groups.map { _ in .missing })
    }
    return Cell(style: style, conditions: conditions, numbers: try numbers(first, groups.map(\.key)))
  }

  private func row(_ line: Line) -> [Table.Cell] {
    [
      .name(line.model.name, label: line.model.label), .name(line.task.name, label: line.task.label),
    ] + groups.indices.flatMap { group in line.cells.map { $0.numbers[group] } }
  }

  private func caption(_ lines: [Line], _ request: FigureRequest, _ remarks: [String?]) -> String {
    let shown = lines.flatMap { $0.cells.flatMap { $0.conditions.compactMap(\.self) } }
    let curves = shown.flatMap { condition in
      request.chosen(condition.projections).compactMap { condition.curve(statistic, of: $0) }
    }
    let notes = [
      "\(Captions.counts(curves.map(\.sampleCount), "sample")).",
      Captions.leftOut(statistic, of: request.projection.map { [$0] }, in: shown),
      relevances.contains(.irrelevant) ? Captions.zeros(curves) : nil,
    ]
    return ([caption] + notes + remarks + [Captions.coverage(shown)])
      .compactMap(\.self).joined(separator: " ")
  }
}

extension StyleTable where Key == Projection {
  /// A group for each projection of the study, of those asked for.
  static func projections(_ analysis: StudyAnalysis, _ request: FigureRequest = FigureRequest()) -> [(
    title: String, key: Projection
  )] {
    request.chosen(analysis.study.settings.projections).map { ($0.label, $0) }
  }
}
