import Yams

/// Reads the `models` of a study file.
struct ModelReader {
  let names: NameChecker
  let paths: PathReader
  let problems: ProblemList

  private enum Key: String, CaseIterable {
    case name, label, path, stage, partner
  }

  /// A model with the lines that later checks point at.
  private struct Entry {
    let model: StudyModel
    let nameLine: Int
    let partnerLine: Int
  }

  func models(_ nodes: [Node]) -> [StudyModel] {
    let entries = nodes.compactMap(entry)
    names.checkUnique(entries.map { ($0.model.name, $0.nameLine) }, of: "model")
    checkPartners(entries)
    return entries.map(\.model)
  }

  private func entry(_ node: Node) -> Entry? {
    guard let mapping = YAMLMapping<Key>(node, name: "a model", problems: problems) else { return nil }
    let name = mapping.requiredText(.name).flatMap {
      names.check($0, of: "a model", line: mapping.line(of: .name))
    }
    let folder = mapping.requiredText(.path).flatMap { paths.model($0, line: mapping.line(of: .path)) }
    let stage = mapping.word(.stage, as: Stage.self, isRequired: true)
    let partner = mapping.text(.partner)
    let label = mapping.text(.label)
    guard let name, let folder, let stage else { return nil }
    return Entry(
      model: StudyModel(name: name, label: label ?? name, folder: folder, stage: stage, partner: partner),
      nameLine: mapping.line(of: .name), partnerLine: mapping.line(of: .partner))
  }

  private func checkPartners(_ entries: [Entry]) {
    let stages = Dictionary(entries.map { ($0.model.name, $0.model.stage) }) { first, _ in first }
    for entry in entries {
      guard let partner = entry.model.partner else { continue }
      if entry.model.stage == .base {
        problems.add(
          "`\(entry.model.name)` is a base model; name the pair at the instruct model's `partner`",
          line: entry.partnerLine)
      } else if stages[partner] == nil {
        let bases = entries.filter { $0.model.stage == .base }.map(\.model.name)
        problems.addUnknown("partner", partner, among: bases, line: entry.partnerLine)
      } else if stages[partner] != .base {
        problems.add(
          "the partner of `\(entry.model.name)` must be a base model, but `\(partner)` is an instruct model",
          line: entry.partnerLine)
      }
    }
  }
}
