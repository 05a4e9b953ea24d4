import Foundation
import Gradients
import Support
import Yams

/// Turns the text of a study file into a `Study`, collecting every mistake on the way.
struct StudyReader {
  /// Bytes; a study of a thousand models is a tenth of it.
  static let longestFile = 1 << 20

  let file: URL
  let text: String
  let checksFiles: Bool
  private let problems = ProblemList()

  init(file: URL, text: String, checksFiles: Bool) {
    self.file = file
    self.text = text
    self.checksFiles = checksFiles
  }

  private enum Key: String, CaseIterable {
    case name, title, description, models, tasks, settings, store
  }

  /// - Throws: `FileError.problems` with all mistakes.
  func read() throws -> Study {
    guard let root = try YAMLDocument.root(of: text, file: file.path) else {
      throw FileError.problems(file: file.path, [ProblemList.Entry(line: 1, message: "the file is empty")])
    }
    let study = study(from: root)
    guard let study, problems.isEmpty else {
      throw FileError.problems(file: file.path, problems.sorted)
    }
    return study
  }

  private func study(from root: Node) -> Study? {
    guard let mapping = YAMLMapping<Key>(root, name: "the study", problems: problems) else { return nil }
    let names = NameChecker(problems: problems)
    let paths = PathReader(folder: file.deletingLastPathComponent(), checks: checksFiles, problems: problems)
    let name = mapping.requiredText(.name).flatMap {
      names.check($0, of: "a study", line: mapping.line(of: .name))
    }
    let title = mapping.requiredText(.title)
    let description = mapping.text(.description)
    let models = ModelReader(names: names, paths: paths, problems: problems)
      .models(mapping.list(.models, isRequired: true) ?? [])
    let tasks = TaskReader(names: names, paths: paths, problems: problems)
      .tasks(mapping.list(.tasks, isRequired: true) ?? [])
    let settings = mapping.node(.settings).map { SettingsReader(problems: problems).settings($0) }
    let store = paths.store(mapping.text(.store) ?? "study.sqlite", line: mapping.line(of: .store))
    guard let name, let title, let store else { return nil }
    return Study(
      file: file, source: text, name: name, title: title, description: description, models: models,
      tasks: tasks, settings: settings ?? StudySettings(), store: store)
  }
}
