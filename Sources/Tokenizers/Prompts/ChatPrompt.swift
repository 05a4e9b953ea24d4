import Foundation

/// The form in which a checkpoint wants a question: a chat template, run for one user turn and the start of the answer.
///
/// The template is run, not guessed at: what it gives is what `apply_chat_template(..., add_generation_prompt=True)`
/// gives, and what a model answers stands behind it. There is no clock: a template that asks for today's date is given
/// 26 Jul 2024, the day that Llama's own templates fall back to.
package struct ChatPrompt: Sendable {
  /// The family: `chatml`, `llama-2`, `llama-3`, `gemma`, `phi-3`, `mistral` or `olmo-2`; `other` for any other form.
  package let name: String
  /// Whether the template puts a system message into the prompt.
  package let takesSystem: Bool
  /// Whether a system message is given where nothing is said of it; never to Gemma, as in the layer-gradient papers.
  package let allowsSystem: Bool
  /// The variables that the template reads, beside the messages, sorted.
  package var variables: [String] { source.template.variables.filter { $0 != "messages" } }
  /// What was found and should be known, in sentences.
  package var notes: [String] { source.notes }

  /// The message of the system in its prompts, if there is one.
  package let system: String?

  private let source: ChatTemplateFile

  /// The name of a template of no known family.
  package static let otherName = "other"

  private static let question = "\u{E000}question\u{E000}"
  private static let trialSystem = "\u{E000}system\u{E000}"

  /// Reads the chat template of a checkpoint folder: `chat_template.jinja`, or `chat_template` in
  /// `tokenizer_config.json`; special tokens come from there and from `special_tokens_map.json`.
  ///
  /// - Parameters:
  ///   - folder: a checkpoint folder.
  ///   - settings: a template in place of the checkpoint's own, a system message and variables.
  /// - Throws: ``TokenizerError`` if there is no template, or one that cannot be run, does not put the question or the
  ///   system message of the settings in, or does not read one of their variables.
  package init(folder: URL, settings: ChatSettings = ChatSettings()) throws {
    let source = try ChatTemplateFile(folder: folder, settings: settings)
    let plain = try source.render(system: nil, user: Self.question)
    guard
      try ScalarText.contains(plain, Self.question) || source.render(system: nil, user: "another") != plain
    else {
      throw source.unusable(
        "its prompt does not depend on the question, the `content` of the last of `messages`")
    }
    let withSystem = try? source.render(system: Self.trialSystem, user: Self.question)
    let family = ChatFamily.all.first {
      $0.fits(question: Self.question, prompt: plain, system: Self.trialSystem, promptWithSystem: withSystem)
    }
    self.source = source
    name = family?.name ?? Self.otherName
    takesSystem =
      withSystem.map { prompt in
        [Self.question, Self.trialSystem].allSatisfy { ScalarText.contains(prompt, $0) }
      } ?? false
    allowsSystem = takesSystem && family?.takesSystem ?? true
    switch settings.system {
    case .usual: system = allowsSystem ? ChatSettings.usualSystem : nil
    case .none: system = nil
    case .text(let text): system = text
    }
    if case .text = settings.system, !takesSystem {
      throw source.unusable("it has no place for the message that `system` asks for")
    }
    try checkVariables(settings.variables)
  }

  private func checkVariables(_ given: TemplateVariables) throws {
    for name in given.members.map(\.name) where !source.template.variables.contains(name) {
      throw source.unusable(
        "it does not read the variable \(name.debugDescription) of `template_variables`; it reads "
          + variables.joined(separator: ", "))
    }
  }

  /// The prompt for a conversation, up to the start of the next answer. One that does not begin with a message of the
  /// system gets that of the settings; nothing is left out.
  ///
  /// - Throws: ``TokenizerError`` where the template refuses the conversation.
  package func render(_ messages: [ChatMessage]) throws -> String {
    let isComplete = system == nil || messages.first?.role == "system"
    let first = isComplete ? [] : system.map { [ChatMessage(role: "system", content: $0)] } ?? []
    return try source.render(first + messages)
  }

  /// The prompt for a question with the system message of the settings, up to the start of the answer.
  ///
  /// - Throws: ``TokenizerError`` where the template refuses the question.
  package func render(user: String) throws -> String {
    try render([ChatMessage(role: "user", content: user)])
  }

  /// The prompt for a question, up to the start of the answer.
  ///
  /// Beware that a template may start with the token that the tokenizer also puts in front.
  ///
  /// - Throws: ``TokenizerError`` where the template refuses the messages.
  package func render(system: String?, user: String) throws -> String {
    try source.render(system: system, user: user)
  }
}
