import Foundation
import JSON

/// The chat template of a checkpoint folder with the special tokens that it may name.
struct ChatTemplateFile: @unchecked Sendable {
  // Sendable because a parsed template has no namespaces, the only values that can change; each rendering makes its own.
  private let template: ChatTemplate
  private let text: String
  private let file: String
  private let tokens: [String: TemplateValue]

  /// Reads the template; throws ``TokenizerError``.
  init(folder: URL) throws {
    let config = try Self.read("tokenizer_config.json", in: folder)
    let map = try Self.read("special_tokens_map.json", in: folder)
    let separate = folder.appendingPathComponent("chat_template.jinja")
    if FileManager.default.fileExists(atPath: separate.path) {
      file = separate.path
      text = String(decoding: try Self.data(of: separate), as: UTF8.self)
    } else {
      guard let config, let template = try Self.template(in: config["chat_template"]) else {
        throw TokenizerError(file: folder.path, problem: .missingTemplate)
      }
      file = config.file
      text = template
    }
    tokens = try Self.specialTokens(map).merging(Self.specialTokens(config)) { $1 }
    do {
      template = try ChatTemplate(text)
    } catch {
      throw Self.unrecognized(text, in: file, "\(error)")
    }
  }

  /// The error that this template is not understood.
  func unrecognized(_ reason: String) -> TokenizerError {
    Self.unrecognized(text, in: file, reason)
  }

  private static func unrecognized(_ text: String, in file: String, _ reason: String) -> TokenizerError {
    TokenizerError(
      file: file,
      problem: .unrecognizedTemplate(text, reason: reason, known: ChatPrompt.supportedNames))
  }

  /// Runs the template for a system message, if there is one, and a question.
  func render(system: String?, user: String) throws -> String {
    var messages = system.map { [Self.message("system", $0)] } ?? []
    messages.append(Self.message("user", user))
    var variables = tokens
    variables["messages"] = .list(messages)
    variables["add_generation_prompt"] = .bool(true)
    variables["tools"] = TemplateValue.none
    variables["documents"] = TemplateValue.none
    return try template.render(variables)
  }

  private static func message(_ role: String, _ content: String) -> TemplateValue {
    .mapping([.init(key: "role", value: .string(role)), .init(key: "content", value: .string(content))])
  }

  private static func data(of file: URL) throws -> Data {
    do {
      return try Data(contentsOf: file)
    } catch {
      throw TokenizerError(file: file.path, problem: .unreadable(reason: error.localizedDescription))
    }
  }

  /// A JSON file of the folder, or nil if it is not there.
  private static func read(_ name: String, in folder: URL) throws -> FileValue? {
    let file = folder.appendingPathComponent(name)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    do {
      let root = try JSONDocument(contentsOf: file, allowsNonFinite: true).root
      return FileValue(file: file.path, place: "", value: root)
    } catch let error as JSONError {
      throw TokenizerError(file: file.path, problem: .notJSON(error))
    }
  }

  /// A template, or the one named `default` of several.
  private static func template(in value: FileValue) throws -> String? {
    guard !value.isAbsent else { return nil }
    guard value.value?.array != nil else { return try value.string() }
    return try value.elements().first { try $0["name"].string() == "default" }?["template"].string()
  }

  /// Tokens such as `bos_token`, which are a string or an object with `content`.
  private static func specialTokens(_ config: FileValue?) throws -> [String: TemplateValue] {
    var tokens: [String: TemplateValue] = [:]
    for name in ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"] {
      guard let value = config?[name], !value.isAbsent else { continue }
      tokens[name] = .string(try value["content"].isAbsent ? value.string() : value["content"].string())
    }
    return tokens
  }
}
