import Foundation
import Studies

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
    family = known?.family ?? "Unknown family"
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
