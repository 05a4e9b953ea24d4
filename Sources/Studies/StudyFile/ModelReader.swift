import Support
import Yams

/// Reads the `models` of a study file.
struct ModelReader {
  let names: NameChecker
  let paths: PathReader
  let problems: ProblemList

  enum Key: String, CaseIterable {
    case name, label, path, stage, partner, system
    case chatTemplate = "chat_template"
    case templateVariables = "template_variables"
    case allowConfig = "allow_config"
  }

  /// Parts of a model that could be read, with the lines that later checks point at.
  private struct Entry {
    /// The name as it is written, also when it is not well formed.
    let writtenName: String?
    let name: String?
    let stage: Stage?
    let partner: String?
    let model: StudyModel?
    let nameLine: Int
    let labelLine: Int
    let partnerLine: Int
  }

  func models(_ nodes: [Node]) -> [StudyModel] {
    let entries = nodes.compactMap(entry)
    names.checkUnique(entries.compactMap { entry in entry.name.map { ($0, entry.nameLine) } }, of: "model")
    names.checkUniqueLabels(
      entries.compactMap { entry in entry.model.map { ($0.label, entry.labelLine) } }, of: "model")
    for entry in entries { checkPartner(of: entry, among: entries) }
    return entries.compactMap(\.model)
  }

  private func entry(_ node: Node) -> Entry? {
    guard let mapping = YAMLMapping<Key>(node, name: "a model", problems: problems) else { return nil }
    let writtenName = mapping.requiredText(.name)
    let name = writtenName.flatMap { names.check($0, of: "a model", line: mapping.line(of: .name)) }
    let folder = mapping.requiredText(.path).flatMap { paths.model($0, line: mapping.line(of: .path)) }
    let stage = mapping.word(.stage, as: Stage.self, isRequired: true)
    let partner = mapping.text(.partner)
    let label = mapping.text(.label).flatMap(NameChecker.label)
    let chat = ChatSettingsReader(paths: paths, problems: problems).settings(in: mapping, stage: stage)
    var model: StudyModel?
    if let name, let folder, let stage {
      model = StudyModel(
        name: name, label: label ?? name, folder: folder, stage: stage, partner: partner,
        chat: chat, allowedKeys: allowedKeys(mapping))
    }
    return Entry(
      writtenName: writtenName, name: name, stage: stage, partner: partner, model: model,
      nameLine: mapping.line(of: .name),
      labelLine: mapping.line(of: label == nil ? .name : .label), partnerLine: mapping.line(of: .partner))
  }

  private func allowedKeys(_ mapping: YAMLMapping<Key>) -> Set<String> {
    var keys: Set<String> = []
    for node in mapping.list(.allowConfig, isRequired: false) ?? [] {
      if let key = node.scalar?.string {
        keys.insert(key)
      } else {
        problems.add("`allow_config` lists keys of config.json, not \(node.kindInWords)", line: node.line)
      }
    }
    return keys
  }

  private func checkPartner(of entry: Entry, among entries: [Entry]) {
    guard let partner = entry.partner else { return }
    let line = entry.partnerLine
    if entry.stage == .base {
      problems.add("a base model has no `partner`; its instruct model names the pair", line: line)
    } else if let other = entries.first(where: { $0.writtenName == partner }) {
      if other.stage == .instruct {
        problems.add("a `partner` must be a base model, but `\(partner)` is an instruct model", line: line)
      }
    } else {
      let bases = entries.filter { $0.stage == .base }.compactMap(\.writtenName)
      problems.addUnknown("partner", partner, among: bases, line: line)
    }
  }
}
