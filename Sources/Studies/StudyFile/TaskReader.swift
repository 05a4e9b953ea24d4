import Support
import Yams

/// Reads the `tasks` of a study file.
struct TaskReader {
  let names: NameChecker
  let paths: PathReader
  let problems: ProblemList

  private enum Key: String, CaseIterable {
    case name, label, kind, data, columns
  }

  func tasks(_ nodes: [Node]) -> [StudyTask] {
    let entries = nodes.compactMap(entry)
    names.checkUnique(entries.map { ($0.task.name, $0.line) }, of: "task")
    names.checkUniqueLabels(entries.map { ($0.task.label, $0.line) }, of: "task")
    return entries.map(\.task)
  }

  private func entry(_ node: Node) -> (task: StudyTask, line: Int)? {
    guard let mapping = YAMLMapping<Key>(node, name: "a task", problems: problems) else { return nil }
    let line = mapping.line(of: .name)
    let name = mapping.requiredText(.name).flatMap { names.check($0, of: "a task", line: line) }
    let label = mapping.text(.label).flatMap(NameChecker.label)
    let kind = mapping.word(.kind, as: TaskKind.self, isRequired: true)
    let columns = mapping.node(.columns).map(columns) ?? DataColumns()
    let sources = mapping.required(.data).map { node in
      self.sources(node, task: name ?? "", kind: kind).map {
        ConditionSource(condition: $0.condition, file: $0.file, columns: columns)
      }
    }
    guard let name, let kind, let sources else { return nil }
    return (StudyTask(name: name, label: label ?? name, kind: kind, sources: sources), line)
  }

  private func columns(_ node: Node) -> DataColumns {
    guard let mapping = YAMLMapping<DataColumns.Part>(node, name: "`columns`", problems: problems) else {
      return DataColumns()
    }
    let names = mapping.keys.compactMap { part in mapping.text(part).map { (part, $0) } }
    let columns = DataColumns(Dictionary(uniqueKeysWithValues: names))
    if let key = columns.repeated {
      problems.add("`columns` reads two things from the key \(Quoted.text(key))", line: node.line)
    }
    return columns
  }

  private func sources(_ node: Node, task: String, kind: TaskKind?) -> [ConditionSource] {
    guard let styles = YAMLMapping<ResponseStyle>(node, name: "`data`", problems: problems) else {
      return []
    }
    if styles.keys.isEmpty { problems.add("`data` names no response style", line: node.line) }
    return styles.keys.flatMap { style -> [ConditionSource] in
      if let kind, !kind.styles.contains(style) {
        problems.add(kind.refusal(of: style), line: styles.line(of: style))
      }
      return styles.required(style).map { sources($0, task: task, style: style) } ?? []
    }
  }

  private func sources(_ node: Node, task: String, style: ResponseStyle) -> [ConditionSource] {
    let name = "the data of style `\(style.rawValue)`"
    guard let files = YAMLMapping<Relevance>(node, name: name, problems: problems) else { return [] }
    let sources = Relevance.allCases.compactMap { relevance -> ConditionSource? in
      let path = relevance == .correct ? files.requiredText(relevance) : files.text(relevance)
      guard let file = path.flatMap({ paths.data($0, line: files.line(of: relevance)) }) else { return nil }
      let condition = Condition(task: task, style: style, relevance: relevance)
      return ConditionSource(condition: condition, file: file)
    }
    if sources.count == 2, sources[0].file == sources[1].file {
      problems.add(
        "`correct` and `irrelevant` of style `\(style.rawValue)` are the same file",
        line: files.line(of: .irrelevant))
    }
    return sources
  }
}

extension TaskKind {
  /// Says that tasks of this kind have no such style, and which they have.
  package func refusal(of style: ResponseStyle) -> String {
    let known = styles.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    return "a \(rawValue) task has no style `\(style.rawValue)`; it has \(known)"
  }
}
