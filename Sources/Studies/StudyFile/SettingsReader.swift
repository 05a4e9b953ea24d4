import Gradients
import Support
import Yams

/// Reads the `settings` of a study file.
struct SettingsReader {
  let problems: ProblemList

  private enum Key: String, CaseIterable {
    case prompting, maxLength = "max_length", samples, spectrum, extrema, cosines
    case tokenShares = "token_shares", projections
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
    settings.extras = extras(mapping)
    if let nodes = mapping.list(.projections, isRequired: false) {
      settings.projections = projections(nodes)
    }
    return settings
  }

  private func extras(_ mapping: YAMLMapping<Key>) -> GradientOptions {
    var extras = GradientOptions()
    extras.spectrum = mapping.flag(.spectrum) ?? extras.spectrum
    extras.extrema = mapping.flag(.extrema) ?? extras.extrema
    extras.cosines = mapping.word(.cosines, as: CosineSelection.self, isRequired: false) ?? extras.cosines
    extras.tokenShares = mapping.flag(.tokenShares) ?? extras.tokenShares
    return extras
  }

  /// In the order of the forward pass, whatever the order in the file: it is not a setting.
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
