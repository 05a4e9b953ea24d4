import Foundation
import Gradients
import JSON
import Studies
import Support

/// The study that imported statistics make: its study file and its data files.
struct ImportedStudy {
  /// Models in the order of their first file.
  private(set) var models: [ImportedModel] = []
  private(set) var tasks: [ImportedTask] = []
  /// Orders of samples, by task and pairing of styles.
  private(set) var orders: [Pairing: SampleOrder] = [:]
  private var outputs: [Condition: [Int: String]] = [:]

  struct Pairing: Hashable {
    let task: String
    let pairing: ResponseStyle.Pairing
  }

  /// Takes the models and tasks of all files.
  ///
  /// - Throws: `PublishedError.importFile` when two files contradict each other.
  init(_ sources: [ImportSource]) throws {
    var files: [String: URL] = [:]
    for source in sources {
      let path = source.file.path
      let place = "\(source.model.name) \(source.condition.words)"
      if let other = files.updateValue(source.file, forKey: place) {
        throw PublishedError.importFile(path, .sameCondition(as: other.path))
      }
      if let model = models.first(where: { $0.name == source.model.name }) {
        guard model == source.model else {
          throw PublishedError.importFile(path, .contradiction("model `\(model.name)`"))
        }
      } else {
        models.append(source.model)
      }
      if let task = tasks.first(where: { $0.name == source.task.name }) {
        guard task == source.task else {
          throw PublishedError.importFile(path, .contradiction("task `\(task.name)`"))
        }
      } else {
        tasks.append(source.task)
      }
      orders[Self.pairing(of: source.condition)] = SampleOrder()
      outputs[source.condition] = [:]
    }
  }

  var conditionCount: Int { outputs.count }

  func order(of condition: Condition) -> SampleOrder {
    orders[Self.pairing(of: condition)] ?? SampleOrder()
  }

  /// Takes the responses of a file's samples, by position.
  mutating func add(_ responses: [Int: String], to condition: Condition) {
    outputs[condition, default: [:]].merge(responses, uniquingKeysWith: { first, _ in first })
  }

  private static func pairing(of condition: Condition) -> Pairing {
    Pairing(task: condition.task, pairing: condition.style.pairing)
  }

  /// Writes `study.yml` and the data files, a record at every position; a response that no line has is empty.
  ///
  /// - Throws: `FileError.output`.
  func write(into folder: URL, name: String, projections: [Projection], keepsSpectrum: Bool) throws {
    for (condition, responses) in outputs {
      var lines: [UInt8] = []
      for (index, instruction) in order(of: condition).instructions.enumerated() {
        var json = JSONWriter()
        json.object { json in
          json.member("instruction", instruction ?? "")
          json.member("output", responses[index] ?? "")
        }
        lines += json.bytes + [UInt8(ascii: "\n")]
      }
      try OutputFile.write(Data(lines), to: folder.appending(path: Self.path(of: condition)))
    }
    let text = studyFile(name: name, projections: projections, keepsSpectrum: keepsSpectrum)
    try OutputFile.write(Data(text.utf8), to: folder.appending(path: "study.yml"))
  }

  private static func path(of condition: Condition) -> String {
    "data/\(condition.task)-\(condition.style.rawValue)-\(condition.relevance.rawValue).jsonl"
  }

  private func studyFile(name: String, projections: [Projection], keepsSpectrum: Bool) -> String {
    var lines = [
      "# Made by `strata import`. Labels, title and description are yours to change.",
      "# Put a checkpoint where a model's path points to, and `strata run` computes it anew in place of what was",
      "# imported.", "name: \(name)", "title: Imported statistics", "models:",
    ]
    for model in models {
      lines += [
        "  - name: \(model.name)", "    label: \(Self.quoted(model.label))", "    path: models/\(model.name)",
      ]
      lines.append("    stage: \(model.stage.rawValue)")
      if let partner = model.partner, models.contains(where: { $0.name == partner && $0.stage == .base }) {
        lines.append("    partner: \(partner)")
      }
    }
    lines.append("tasks:")
    for task in tasks {
      lines += [
        "  - name: \(task.name)", "    label: \(Self.quoted(task.label))", "    kind: \(task.kind.rawValue)",
      ]
      lines += ["    data:"] + task.kind.styles.compactMap { dataLine(of: task, style: $0) }
    }
    lines += [
      "settings:", "  prompting: published", "  spectrum: \(keepsSpectrum)",
      "  projections: [\(projections.map(\.rawValue).joined(separator: ", "))]", "store: study.sqlite", "",
    ]
    return lines.joined(separator: "\n")
  }

  private func dataLine(of task: ImportedTask, style: ResponseStyle) -> String? {
    let conditions = Relevance.allCases.map { Condition(task: task.name, style: style, relevance: $0) }
    guard conditions.contains(where: { outputs[$0] != nil }) else { return nil }
    // A study names the correct responses of every style, also where only irrelevant ones were imported.
    let files = conditions.filter { $0.relevance == .correct || outputs[$0] != nil }
      .map { "\($0.relevance.rawValue): \(Self.path(of: $0))" }
    return "      \(style.rawValue): { \(files.joined(separator: ", ")) }"
  }

  /// JSON strings are YAML strings.
  private static func quoted(_ text: String) -> String {
    var json = JSONWriter()
    json.value(text)
    return json.text
  }
}
