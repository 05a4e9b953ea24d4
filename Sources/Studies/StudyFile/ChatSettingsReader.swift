import Foundation
import Support
import Tokenizers
import Yams

/// Reads what a study says of the chat prompts of a model: `chat_template`, `system` and `template_variables`.
package struct ChatSettingsReader {
  let paths: PathReader
  let problems: ProblemList

  /// The most bytes that a template may have, many times those of any chat template.
  static let longestTemplate = 1 << 20

  /// The template in a file.
  ///
  /// - Throws: `FileError.unreadable`.
  package static func template(in file: URL) throws(FileError) -> ChatSettings.Template {
    ChatSettings.Template(try InputFile.text(at: file, limit: longestTemplate), name: file.path)
  }

  /// The settings of a model; mistakes are noted.
  func settings(in mapping: YAMLMapping<ModelReader.Key>, stage: Stage?) -> ChatSettings {
    let keys: [ModelReader.Key] = [.chatTemplate, .system, .templateVariables]
    let given = keys.filter { mapping.node($0) != nil }
    guard stage != .base else {
      for key in given {
        problems.add(
          "a base model gets the plain instruction, so it has no `\(key.rawValue)`",
          line: mapping.line(of: key))
      }
      return ChatSettings()
    }
    return ChatSettings(template: template(mapping), system: system(mapping), variables: variables(mapping))
  }

  /// A text with a tag or more than one line is the template itself; any other is the path of a file that holds it.
  private func template(_ mapping: YAMLMapping<ModelReader.Key>) -> ChatSettings.Template? {
    guard let value = mapping.text(.chatTemplate) else { return nil }
    let line = mapping.line(of: .chatTemplate)
    let isText = ["{{", "{%", "\n"].contains { value.contains($0) }
    guard let text = isText ? value : paths.template(value, line: line) else { return nil }
    do {
      _ = try ChatTemplate(text)
    } catch {
      problems.add("`chat_template` cannot be used: \(error)", line: line)
      return nil
    }
    return ChatSettings.Template(text, name: isText ? "`chat_template` of the study" : value)
  }

  private func system(_ mapping: YAMLMapping<ModelReader.Key>) -> ChatSettings.System {
    guard let scalar = mapping.node(.system)?.scalar else {
      return mapping.text(.system).map { .text($0) } ?? .usual
    }
    if scalar.style == .plain, scalar.string == "false" { return .none }
    return mapping.text(.system).map { .text($0) } ?? .usual
  }

  private func variables(_ mapping: YAMLMapping<ModelReader.Key>) -> TemplateVariables {
    guard let node = mapping.node(.templateVariables) else { return TemplateVariables() }
    guard case .mapping(let variables) = node else {
      problems.add(
        "`template_variables` must be a mapping of names to values, not \(node.kindInWords)", line: node.line)
      return TemplateVariables()
    }
    return TemplateVariables(variables.compactMap { key, value in variable(key, value) })
  }

  private func variable(_ key: Node, _ value: Node) -> TemplateVariables.Member? {
    let name = key.scalar?.string ?? ""
    guard name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil else {
      problems.add("\(key.kindInWords) is not the name of a variable in `template_variables`", line: key.line)
      return nil
    }
    guard !TemplateVariables.reserved.contains(name) else {
      problems.add("`\(name)` is not free: the prompt decides it", line: key.line)
      return nil
    }
    return TemplateVariables.Member(name: name, value: Self.value(of: value))
  }

  /// The value that YAML has for a node; libyaml bounds its depth.
  private static func value(of node: Node) -> TemplateVariables.Value {
    switch node {
    case .sequence(let sequence): .list(sequence.map(value))
    case .mapping(let mapping):
      .mapping(
        mapping.map { .init(name: $0.key.scalar?.string ?? $0.key.kindInWords, value: value(of: $0.value)) })
    case .scalar(let scalar): scalar.style == .plain ? plain(scalar.string) : .text(scalar.string)
    case .alias: .null
    }
  }

  private static func plain(_ text: String) -> TemplateVariables.Value {
    switch text {
    case "", "~", "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: break
    }
    if let number = Int(text) { return .integer(number) }
    let isNumber = text.wholeMatch(of: /[-+]?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?/) != nil
    return isNumber ? Double(text).map { .double($0) } ?? .text(text) : .text(text)
  }
}
