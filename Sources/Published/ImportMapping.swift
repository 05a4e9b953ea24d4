import Foundation
import Studies
import Support
import Yams

/// A small file that says what files of published statistics are of, where their paths do not.
///
/// ```yaml
/// models:                             # one or more
///   - name: step-0                    # [a-z0-9-], unique
///     label: Before tuning            # optional; the name when left out
///     stage: base                     # optional: base | instruct; base when left out
///     family: Llama 3.1               # optional
///   - { name: step-500, stage: instruct, partner: step-0 }
/// tasks:                              # one or more
///   - { name: gsm8k, label: GSM8K, kind: math }
/// files:                              # one or more
///   - { path: runs/0/fast.jsonl, model: step-0, task: gsm8k, style: none }
///   - { path: runs/0/other.jsonl, model: step-0, task: gsm8k, style: none, relevance: irrelevant }
/// ```
///
/// Relative paths start at the mapping's folder. `relevance` is `correct` when left out.
struct ImportMapping {
  /// The files in the order of the mapping.
  let sources: [ImportSource]

  /// Bytes of the longest mapping: ten thousand files are a tenth of it.
  private static let longestFile = 1 << 24

  /// Reads and checks a mapping; the files that it names must exist.
  ///
  /// - Throws: `FileError.problems` with every mistake, each with its line; `FileError.unreadable`.
  init(at file: URL) throws {
    let text = try InputFile.text(at: file, limit: Self.longestFile)
    guard let root = try YAMLDocument.root(of: text, file: file.path) else {
      throw FileError.problems(file: file.path, [ProblemList.Entry(line: 1, message: "the file is empty")])
    }
    let problems = ProblemList()
    sources = MappingReader(folder: file.deletingLastPathComponent(), problems: problems).sources(root)
    guard problems.isEmpty else { throw FileError.problems(file: file.path, problems.sorted) }
  }
}

/// Turns the nodes of a mapping into sources, collecting every mistake on the way.
private struct MappingReader {
  let folder: URL
  let problems: ProblemList
  private var names: NameChecker { NameChecker(problems: problems) }

  private enum Key: String, CaseIterable { case models, tasks, files }
  private enum ModelKey: String, CaseIterable { case name, label, stage, partner, family }
  private enum TaskKey: String, CaseIterable { case name, label, kind }
  private enum FileKey: String, CaseIterable { case path, model, task, style, relevance }

  init(folder: URL, problems: ProblemList) {
    self.folder = folder
    self.problems = problems
  }

  func sources(_ root: Node) -> [ImportSource] {
    guard let mapping = YAMLMapping<Key>(root, name: "the mapping", problems: problems) else { return [] }
    let models = (mapping.list(.models, isRequired: true) ?? []).compactMap(model)
    let tasks = (mapping.list(.tasks, isRequired: true) ?? []).compactMap(task)
    names.checkUnique(models.map { ($0.model.name, $0.line) }, of: "model")
    names.checkUnique(tasks.map { ($0.task.name, $0.line) }, of: "task")
    names.checkUniqueLabels(models.map { ($0.model.label, $0.line) }, of: "model")
    names.checkUniqueLabels(tasks.map { ($0.task.label, $0.line) }, of: "task")
    for (model, line) in models { checkPartner(of: model, among: models.map(\.model), line: line) }
    return (mapping.list(.files, isRequired: true) ?? []).compactMap {
      source($0, models: models.map(\.model), tasks: tasks.map(\.task))
    }
  }

  private func model(_ node: Node) -> (model: ImportedModel, line: Int)? {
    guard let mapping = YAMLMapping<ModelKey>(node, name: "a model", problems: problems) else { return nil }
    let line = mapping.line(of: .name)
    guard let name = mapping.requiredText(.name).flatMap({ names.check($0, of: "a model", line: line) })
    else { return nil }
    let model = ImportedModel(
      name: name, label: mapping.text(.label).flatMap(NameChecker.label) ?? name,
      stage: mapping.word(.stage, as: Stage.self, isRequired: false) ?? .base,
      partner: mapping.text(.partner),
      family: mapping.text(.family).flatMap(NameChecker.label) ?? ImportedModel.unknownFamily)
    return (model, line)
  }

  private func checkPartner(of model: ImportedModel, among models: [ImportedModel], line: Int) {
    guard let partner = model.partner else { return }
    let bases = models.filter { $0.stage == .base }.map(\.name)
    if model.stage == .base {
      problems.add("a base model has no `partner`; its instruct model names the pair", line: line)
    } else if !bases.contains(partner) {
      problems.addUnknown("partner", partner, among: bases, line: line)
    }
  }

  private func task(_ node: Node) -> (task: ImportedTask, line: Int)? {
    guard let mapping = YAMLMapping<TaskKey>(node, name: "a task", problems: problems) else { return nil }
    let line = mapping.line(of: .name)
    let name = mapping.requiredText(.name).flatMap { names.check($0, of: "a task", line: line) }
    let label = mapping.text(.label).flatMap(NameChecker.label)
    guard let name, let kind = mapping.word(.kind, as: TaskKind.self, isRequired: true) else { return nil }
    return (ImportedTask(name: name, label: label ?? name, kind: kind, repeatedSamples: 0), line)
  }

  private func source(_ node: Node, models: [ImportedModel], tasks: [ImportedTask]) -> ImportSource? {
    guard let mapping = YAMLMapping<FileKey>(node, name: "a file", problems: problems) else { return nil }
    let file = mapping.requiredText(.path).flatMap { place($0, line: mapping.line(of: .path)) }
    let model = named(.model, in: mapping, among: models, name: \.name)
    let task = named(.task, in: mapping, among: tasks, name: \.name)
    let style = mapping.word(.style, as: ResponseStyle.self, isRequired: true)
    let relevance = mapping.word(.relevance, as: Relevance.self, isRequired: false) ?? .correct
    guard let file, let model, let task, let style else { return nil }
    guard task.kind.styles.contains(style) else {
      problems.add(task.kind.refusal(of: style), line: mapping.line(of: .style))
      return nil
    }
    return ImportSource(
      file: file, model: model, task: task,
      condition: Condition(task: task.name, style: style, relevance: relevance))
  }

  private func named<Value>(
    _ key: FileKey, in mapping: YAMLMapping<FileKey>, among values: [Value], name: KeyPath<Value, String>
  ) -> Value? {
    guard let word = mapping.requiredText(key) else { return nil }
    if let found = values.first(where: { $0[keyPath: name] == word }) { return found }
    problems.addUnknown(
      key.rawValue, word, among: values.map { $0[keyPath: name] }, line: mapping.line(of: key))
    return nil
  }

  private func place(_ path: String, line: Int) -> URL? {
    let url = UserPath.place(path, relativeTo: folder)
    guard FileKind(at: url) == .file else {
      problems.add("there is no file \(Quoted.text(path)) (\(url.path))", line: line)
      return nil
    }
    return url
  }
}
