import Foundation
import JSON

/// The chat template of a checkpoint folder, or one in its place, with the special tokens that it may name.
struct ChatTemplateFile: Sendable {
  let template: ChatTemplate
  /// What was found and should be known, in sentences.
  let notes: [String]
  /// Where the template comes from.
  private let file: String
  /// Whether it stands in place of the checkpoint's own.
  private let isOwn: Bool
  private let variables: TemplateVariables

  private static let jinjaFile = "chat_template.jinja"
  private static let configFile = "tokenizer_config.json"
  /// Read by processors of images and text alone.
  private static let processorFile = "chat_template.json"

  /// Reads the template; throws ``TokenizerError``.
  init(folder: URL, settings: ChatSettings) throws {
    let config = try Self.read(Self.configFile, in: folder)
    let map = try Self.read("special_tokens_map.json", in: folder)
    let own = settings.template.map { Source(text: $0.text, file: $0.name, notes: []) }
    let source = try own ?? Self.source(folder, config)
    (file, notes, isOwn) = (source.file, source.notes, own != nil)
    let tokens = try Self.specialTokens(map).merging(Self.specialTokens(config)) { $1 }
    let names = tokens.map { TemplateVariables.Member(name: $0, value: .text($1)) }
    variables = TemplateVariables(
      names + [.init(name: "tools", value: .null), .init(name: "documents", value: .null)]
    ).overridden(by: settings.variables)
    do {
      self.template = try ChatTemplate(source.text)
    } catch let error as TemplateError {
      throw Self.unusable(error.description, in: file, isOwn)
    }
  }

  /// The text of a template, with the place where it was found.
  private struct Source {
    let text: String
    let file: String
    let notes: [String]
  }

  private static func source(_ folder: URL, _ config: FileValue?) throws -> Source {
    let inConfig = try config.flatMap { try template(in: $0["chat_template"]) }
    let separate = folder.appendingPathComponent(jinjaFile)
    guard FileManager.default.fileExists(atPath: separate.path) else {
      guard let config, let inConfig else {
        throw TokenizerError(file: folder.path, problem: .missingTemplate)
      }
      let notes = notes(taken: configFile, inConfig, processor(folder), try names(in: config))
      return Source(text: inConfig, file: config.file, notes: notes)
    }
    let text = String(decoding: try data(of: separate), as: UTF8.self)
    let isOther = inConfig.map { !$0.utf8.elementsEqual(text.utf8) } ?? false
    let note =
      "\(jinjaFile) and \(configFile) hold different chat templates; \(jinjaFile) is taken, as transformers does."
    return Source(
      text: text, file: separate.path,
      notes: (isOther ? [note] : []) + notes(taken: jinjaFile, text, processor(folder), []))
  }

  /// Notes of the templates that were not taken.
  private static func notes(
    taken file: String, _ text: String, _ processor: String?, _ names: [String]
  ) -> [String] {
    var notes: [String] = []
    if names.count > 1 {
      notes.append(
        "\(configFile) holds \(names.count) chat templates (\(names.joined(separator: ", "))); default is taken."
      )
    }
    if let processor, !processor.utf8.elementsEqual(text.utf8) {
      notes.append(
        "\(file) and \(processorFile), which tokenizers do not read, hold different chat templates; \(file) "
          + "is taken.")
    }
    return notes
  }

  /// The template of a processor; nil where there is none, or none that is a text.
  private static func processor(_ folder: URL) -> String? {
    (try? read(processorFile, in: folder))?["chat_template"].value?.string
  }

  /// Names of the templates in a list of several.
  private static func names(in config: FileValue) throws -> [String] {
    guard config["chat_template"].value?.array != nil else { return [] }
    return try config["chat_template"].elements().map { try $0["name"].string() }
  }

  /// The error that the template cannot be used.
  func unusable(_ reason: String) -> TokenizerError { Self.unusable(reason, in: file, isOwn) }

  private static func unusable(_ reason: String, in file: String, _ isOwn: Bool) -> TokenizerError {
    TokenizerError(file: file, problem: .unusableTemplate(reason: reason, isOwn: isOwn))
  }

  /// Runs the template for a system message, if there is one, and a question; throws ``TokenizerError``.
  func render(system: String?, user: String) throws -> String {
    let system = system.map { [ChatMessage(role: "system", content: $0)] } ?? []
    return try render(system + [ChatMessage(role: "user", content: user)])
  }

  /// Runs the template for a conversation; throws ``TokenizerError``.
  func render(_ messages: [ChatMessage]) throws -> String {
    let asked = TemplateVariables([
      .init(name: "messages", value: .list(messages.map { Self.message($0.role, $0.content) })),
      .init(name: "add_generation_prompt", value: .bool(true)),
    ])
    do {
      return try template.render(variables.overridden(by: asked))
    } catch let error as TemplateError {
      throw unusable(error.description)
    }
  }

  private static func message(_ role: String, _ content: String) -> TemplateVariables.Value {
    .mapping([.init(name: "role", value: .text(role)), .init(name: "content", value: .text(content))])
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
  private static func specialTokens(_ config: FileValue?) throws -> [String: String] {
    var tokens: [String: String] = [:]
    for name in ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"] {
      guard let value = config?[name], !value.isAbsent else { continue }
      tokens[name] = try value["content"].isAbsent ? value.string() : value["content"].string()
    }
    return tokens
  }
}
