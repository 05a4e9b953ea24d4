import Foundation
import Studies
import Support

/// Facts of the models and data sets of the papers, known from the names of their folders and files.
enum PublishedNames {
  /// A model's folder; its instruct partner's ends with `_it_new`.
  struct Model {
    let folder: String
    let label: String
    /// Word that its makers use for the instruct partner, after the label.
    var instructWord = "Instruct"
    let family: String
  }

  static let models = [
    Model(folder: "qwen2_1_5b", label: "Qwen2 1.5B", family: "Qwen2"),
    Model(folder: "gemma2_2b", label: "Gemma 2 2B", family: "Gemma 2"),
    Model(folder: "gemma_2_9b", label: "Gemma 2 9B", family: "Gemma 2"),
    Model(folder: "llama2_7b", label: "Llama 2 7B", instructWord: "Chat", family: "Llama 2"),
    Model(folder: "llama3_8b", label: "Llama 3.1 8B", family: "Llama 3.1"),
  ]

  /// The name of the instruct partner of the model called `base`: `tiny-instruct` of `tiny-base`, else
  /// `tiny-instruct` of `tiny`.
  static func instructName(of base: String) -> String {
    let words = base.split(separator: "-")
    return ((words.last == "base" ? words.dropLast() : words) + ["instruct"]).joined(separator: "-")
  }

  static let instructSuffix = "_it_new"

  /// A task as its files call it.
  struct Task {
    let file: String
    let label: String
    let kind: TaskKind
    /// Lines that repeat an earlier sample because the data set itself has it twice.
    var repeatedSamples = 0
  }

  static let tasks = [
    Task(file: "aqua", label: "AQuA", kind: .math), Task(file: "gsm8k", label: "GSM8K", kind: .math),
    Task(file: "algebra", label: "MATH Algebra", kind: .math),
    Task(file: "counting_probability", label: "MATH Counting", kind: .math),
    Task(file: "geometry", label: "MATH Geometry", kind: .math),
    Task(file: "strategyqa", label: "StrategyQA", kind: .commonsense, repeatedSamples: 1),
    Task(file: "ecqa", label: "ECQA", kind: .commonsense),
    Task(file: "creak", label: "CREAK", kind: .commonsense),
    Task(file: "sensemaking", label: "Sensemaking", kind: .commonsense),
    Task(file: "wikipedia", label: "Wikipedia", kind: .knowledge),
  ]

  /// Response style in a data file's name, said by what stands before and after the task's name.
  struct Style {
    let prefix: String
    let suffix: String
    let style: ResponseStyle
  }

  /// The longest suffixes first. The first of a style is the one that is written.
  static let styles = [
    Style(prefix: "", suffix: "_with_cot_gpt4o", style: .detailed),
    Style(prefix: "", suffix: "_with_cot", style: .simplified),
    Style(prefix: "", suffix: "_no_cot", style: .none),
    Style(prefix: "popular_", suffix: "_1000", style: .popular1000),
    Style(prefix: "popular_", suffix: "_500", style: .popular500),
    Style(prefix: "popular_", suffix: "_100", style: .popular100),
    Style(prefix: "long_tail_", suffix: "", style: .unpopular),
  ]

  /// Text in the names of the cot_500 files between a task's name and its style.
  static let split = "_train"
  static let filePrefix = "grads_"
  static let fileSuffix = ".jsonl"
  /// End of the name of a task group's folder when its responses are irrelevant.
  static let irrelevantSuffix = "_wrong_answer_shuffle"
  static let tree = "grads_exp"

  /// The path of a condition's file inside a tree of published statistics.
  static func path(model: StudyModel, task: StudyTask, condition: Condition) -> String {
    let style =
      styles.first { $0.style == condition.style } ?? Style(prefix: "", suffix: "", style: condition.style)
    let group = task.kind.rawValue + (condition.relevance == .irrelevant ? irrelevantSuffix : "")
    let folder = model.stage == .instruct ? (model.partner ?? model.name) + instructSuffix : model.name
    let file = filePrefix + style.prefix + task.name + style.suffix + fileSuffix
    return "\(tree)/\(group)/\(folder)/\(file)"
  }
}

/// Finds files of published statistics.
enum PublishedFiles {
  /// `place` itself when it is a file; all `*.jsonl` files inside of a folder, by path.
  ///
  /// - Throws: `FileError.unreadable`, or `.importFile` for a folder without any.
  static func files(at place: URL) throws -> [URL] {
    let place = UserPath.withoutDots(place)
    switch FileKind(at: place) {
    case .file: return [place]
    case .missing: throw FileError.unreadable(place.path, .missing)
    case .other: throw FileError.unreadable(place.path, .notRegular)
    case .folder: break
    }
    let paths = (FileManager.default.enumerator(atPath: place.path)?.compactMap { $0 as? String } ?? [])
      .filter { $0.hasSuffix(PublishedNames.fileSuffix) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let files = paths.map { place.appending(path: $0) }.filter { FileKind(at: $0) == .file }
    guard !files.isEmpty else { throw PublishedError.importFile(place.path, .noFiles) }
    return files
  }
}

/// Names that a user gives to files whose paths do not say them.
package struct ImportNames: Sendable {
  /// The model, as the study is to call it; nil to take it from the folder's name.
  package var model: String?
  /// Whether the model is a base or an instruct model; nil to take it from the folder's name.
  package var stage: Stage?
  /// The task; nil to take it from the file's name.
  package var task: String?
  /// Kind of the task: what it asks for; nil to know it from the task's name or style.
  package var kind: TaskKind?
  /// The response style; nil to take it from the file's name.
  package var style: ResponseStyle?
  /// The relevance; nil to take it from the task group's folder.
  package var relevance: Relevance?

  /// Leaves everything to the paths.
  package init() {}
}

/// A file of published statistics, and what it is of.
struct ImportSource {
  let file: URL
  let model: ImportedModel
  let task: ImportedTask
  let condition: Condition
}

/// A model of which statistics are imported.
struct ImportedModel: Hashable {
  let name: String
  let label: String
  let stage: Stage
  /// Name of the base model that an instruct model was tuned from; it need not be imported.
  let partner: String?
  let family: String

  /// What stands for a family that nothing tells.
  static let unknownFamily = "Unknown family"
}

/// A task of which statistics are imported.
struct ImportedTask: Hashable {
  let name: String
  let label: String
  let kind: TaskKind
  /// Lines that may repeat an earlier sample of the same file.
  let repeatedSamples: Int
}

extension ImportSource {
  /// Understands the path of `file`: `<task group>/<model>/grads_<data file name>.jsonl`. What `names` says goes
  /// before what the path says.
  ///
  /// - Throws: `PublishedError.importFile` when neither says which task and style, or which model it is.
  init(_ file: URL, names: ImportNames) throws {
    let folder = file.deletingLastPathComponent()
    let group = folder.deletingLastPathComponent().lastPathComponent
    let name = PublishedFileName(file.lastPathComponent)
    guard let style = names.style ?? name.style else {
      throw PublishedError.importFile(file.path, .unknownStyle)
    }
    self.file = file
    model = try ImportedModel(folder: folder.lastPathComponent, names: names, file: file)
    task = try ImportedTask(name: name.task, group: group, style: style, names: names, file: file)
    let isIrrelevant = group.hasSuffix(PublishedNames.irrelevantSuffix)
    condition = Condition(
      task: task.name, style: style, relevance: names.relevance ?? (isIrrelevant ? .irrelevant : .correct))
  }
}

extension ImportedModel {
  fileprivate init(folder: String, names: ImportNames, file: URL) throws {
    let suffix = PublishedNames.instructSuffix
    let isInstruct = names.stage.map { $0 == .instruct } ?? folder.hasSuffix(suffix)
    let base = folder.hasSuffix(suffix) ? String(folder.dropLast(suffix.count)) : folder
    let baseName = NameChecker.mended(base)
    let known = PublishedNames.models.first { NameChecker.mended($0.folder) == baseName }
    let isPartner = isInstruct && folder.hasSuffix(suffix)
    name = try Self.checked(
      names.model ?? (isPartner ? PublishedNames.instructName(of: baseName) : baseName), file: file)
    let knownLabel = known.map { isInstruct ? "\($0.label) \($0.instructWord)" : $0.label }
    label = names.model ?? knownLabel ?? name
    stage = isInstruct ? .instruct : .base
    partner = isPartner ? baseName : nil
    family = known?.family ?? Self.unknownFamily
  }

  private static func checked(_ name: String, file: URL) throws -> String {
    guard NameChecker.isWellFormed(name) else {
      throw PublishedError.importFile(file.path, .badName("model", name))
    }
    return name
  }
}

extension ImportedTask {
  fileprivate init(name: String, group: String, style: ResponseStyle, names: ImportNames, file: URL) throws {
    let known = PublishedNames.tasks.first { $0.file == name }
    let mended = NameChecker.mended(names.task ?? name)
    guard NameChecker.isWellFormed(mended), names.task.map({ $0 == mended }) ?? true else {
      throw PublishedError.importFile(file.path, .badName("task", names.task ?? name))
    }
    let kinds = TaskKind.allCases.filter { $0.styles.contains(style) }
    let word = group.split(separator: "_").first.flatMap { TaskKind(rawValue: String($0)) }
    guard let kind = names.kind ?? word ?? known?.kind ?? kinds.first, kinds.contains(kind) else {
      throw PublishedError.importFile(file.path, .wrongStyle(style, names.kind ?? known?.kind ?? .math))
    }
    self.name = mended
    self.kind = kind
    label = names.task ?? known?.label ?? mended
    repeatedSamples = known?.repeatedSamples ?? 0
  }
}

/// The name of a file of published statistics, taken apart.
private struct PublishedFileName {
  let task: String
  let style: ResponseStyle?

  init(_ name: String) {
    var stem =
      name.hasSuffix(PublishedNames.fileSuffix) ? name.dropLast(PublishedNames.fileSuffix.count) : name[...]
    if stem.hasPrefix(PublishedNames.filePrefix) { stem = stem.dropFirst(PublishedNames.filePrefix.count) }
    let match = PublishedNames.styles.first {
      stem.hasPrefix($0.prefix) && stem.hasSuffix($0.suffix) && stem.count > $0.prefix.count + $0.suffix.count
    }
    if let match { stem = stem.dropFirst(match.prefix.count).dropLast(match.suffix.count) }
    if match?.prefix == "", stem.hasSuffix(PublishedNames.split), stem.count > PublishedNames.split.count {
      stem = stem.dropLast(PublishedNames.split.count)
    }
    task = String(stem)
    style = match?.style
  }
}
