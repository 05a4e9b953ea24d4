import Foundation
import Gradients
import Support
import Yams

/// Turns the text of a study file into a `Study`, collecting every mistake on the way.
struct StudyReader {
  /// The bytes of the longest study file; a study of a thousand models is a tenth of it.
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

  /// The study of the text.
  ///
  /// - Throws: `FileError.problems` with all mistakes.
  func read() throws(FileError) -> Study {
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

/// Reads the `settings` of a study file.
struct SettingsReader {
  let problems: ProblemList

  private enum Key: String, CaseIterable {
    case prompting, maxLength = "max_length", samples, sampling, spectrum, extrema, cosines
    case tokenShares = "token_shares", projections, dtype
  }

  func settings(_ node: Node) -> StudySettings {
    var settings = StudySettings()
    guard let mapping = YAMLMapping<Key>(node, name: "`settings`", problems: problems) else {
      return settings
    }
    settings.prompting =
      mapping.word(.prompting, as: Prompting.self, isRequired: false) ?? settings.prompting
    settings.maxLength = mapping.number(.maxLength, in: StudySettings.lengths) ?? settings.maxLength
    settings.samples = mapping.number(.samples, in: 1...Int.max)
    settings.sampling = mapping.node(.sampling).flatMap(sampling)
    if settings.samples != nil, settings.sampling != nil {
      problems.add(
        "`samples` takes the first samples and `sampling` random ones; keep one of the two",
        line: mapping.line(of: .sampling))
    }
    settings.extras = extras(mapping)
    checkArithmetic(mapping)
    if let nodes = mapping.list(.projections, isRequired: false) {
      settings.projections = projections(nodes)
    }
    return settings
  }

  /// Notes an arithmetic that there is none of: `dtype` is there for whoever looks for it.
  private func checkArithmetic(_ mapping: YAMLMapping<Key>) {
    switch mapping.text(.dtype) {
    case nil, "float32": break
    case "bfloat16":
      problems.add(
        "`dtype` is `float32`: products that are rounded to bfloat16 depend on the kernels that make them, so that no "
          + "reference holds their gradients to a digit; weights in bfloat16 are read exactly and computed with in float32",
        line: mapping.line(of: .dtype))
    case .some(let word):
      problems.addUnknown("dtype", word, among: ["float32"], line: mapping.line(of: .dtype))
    }
  }

  private enum SamplingKey: String, CaseIterable {
    case count, seed
  }

  private func sampling(_ node: Node) -> Sampling? {
    guard let mapping = YAMLMapping<SamplingKey>(node, name: "`sampling`", problems: problems) else {
      return nil
    }
    for key in SamplingKey.allCases { _ = mapping.required(key) }
    guard let count = mapping.number(.count, in: 1...Int.max),
      let seed = mapping.number(.seed, in: 0...Int.max)
    else { return nil }
    return Sampling(count: count, seed: seed)
  }

  private func extras(_ mapping: YAMLMapping<Key>) -> GradientOptions {
    var extras = GradientOptions()
    extras.spectrum = mapping.flag(.spectrum) ?? extras.spectrum
    extras.extrema = mapping.flag(.extrema) ?? extras.extrema
    extras.cosines = mapping.word(.cosines, as: CosineSelection.self, isRequired: false) ?? extras.cosines
    extras.tokenShares = mapping.flag(.tokenShares) ?? extras.tokenShares
    return extras
  }

  /// Reads projections in the order of the forward pass; the order in the file is not a setting.
  private func projections(_ nodes: [Node]) -> [Projection] {
    var found: [Projection] = []
    for node in nodes {
      let word = node.scalar?.string ?? node.kindInWords
      guard let projection = Projection(rawValue: word) else {
        problems.addUnknown("projection", word, among: Projection.allCases.map(\.rawValue), line: node.line)
        continue
      }
      if found.contains(projection) { problems.add("projection `\(word)` stands twice", line: node.line) }
      found.append(projection)
    }
    return found.sorted()
  }
}

/// Finds the study file that a user means.
package enum StudyLocation {
  /// The names a study file has inside a folder, the preferred one first.
  package static let names = ["study.yml", "study.yaml"]

  /// Whether a study stands at `place`: a YAML file, or or a folder with a study file.
  package static func isStudy(_ place: URL) -> Bool {
    switch FileKind(at: place) {
    case .file: ["yml", "yaml"].contains(place.pathExtension.lowercased())
    case .folder:
      names.contains { FileKind(at: place.appending(path: $0, directoryHint: .notDirectory)) == .file }
    case .missing, .other: false
    }
  }

  /// The file at `place`, or the study file in the folder there.
  ///
  /// - Throws: `FileError.unreadable` or `StudyError.noStudyInFolder`.
  static func file(at place: URL) throws -> URL {
    let place = UserPath.place(place.path)
    switch FileKind(at: place) {
    case .file: return place
    case .folder: return try file(inFolder: place)
    case .missing: throw FileError.unreadable(place.path, .missing)
    case .other: throw FileError.unreadable(place.path, .notRegular)
    }
  }

  private static func file(inFolder folder: URL) throws -> URL {
    let candidates = names.map { folder.appending(path: $0, directoryHint: .notDirectory) }
    guard let file = candidates.first(where: { FileKind(at: $0) == .file }) else {
      throw StudyError.noStudyInFolder(folder.path)
    }
    return file
  }
}
