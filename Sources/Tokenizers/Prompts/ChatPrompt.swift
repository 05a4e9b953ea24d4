import Foundation
import JSON

/// The form in which a checkpoint wants a question: its chat template, run for one user turn and the start of
/// the answer.
///
/// The template is run, not guessed at: what it gives is what `apply_chat_template(..., add_generation_prompt=True)`
/// gives. Only templates of the families that are known are taken. There is no clock: a template that asks for today's
/// date is given 26 Jul 2024, the day that Llama's own templates fall back to.
package struct ChatPrompt: Sendable {
  /// The family: `chatml`, `llama-2`, `llama-3`, `gemma`, `phi-3`, `mistral` or `olmo-2`.
  package let name: String
  /// Whether a system message goes into the prompt; never for Gemma, as in the layer-gradient papers.
  package let allowsSystem: Bool

  /// The names of the families that are known.
  package static var supportedNames: [String] { ChatFamily.all.map(\.name) }

  private let source: ChatTemplateFile
  /// The prompts of a trial question, without and with a system message.
  private let plainForm: String
  private let systemForm: String?

  private static let question = "\u{E000}question\u{E000}"
  private static let system = "\u{E000}system\u{E000}"

  /// Reads the chat template of a checkpoint folder: `chat_template.jinja`, or `chat_template` in
  /// `tokenizer_config.json`; special tokens come from there and from `special_tokens_map.json`.
  ///
  /// - Throws: ``TokenizerError`` if there is no template, or one that is not understood or of no known family.
  package init(folder: URL) throws {
    let source = try ChatTemplateFile(folder: folder)
    let plain: String
    do {
      plain = try source.render(system: nil, user: Self.question)
    } catch {
      throw source.unrecognized("\(error)")
    }
    let withSystem = try? source.render(system: Self.system, user: Self.question)
    let family = ChatFamily.all.first {
      $0.fits(question: Self.question, prompt: plain, system: Self.system, promptWithSystem: withSystem)
    }
    guard let family else {
      throw source.unrecognized("it marks the turns of a conversation in a way that is not known")
    }
    self.source = source
    name = family.name
    allowsSystem = family.takesSystem && withSystem.map { ScalarText.contains($0, Self.system) } ?? false
    plainForm = plain
    systemForm = allowsSystem ? withSystem : nil
  }

  /// The prompt for a question, up to the start of the answer.
  ///
  /// `system` is left out where ``allowsSystem`` is false. Beware that a template may start with the token that
  /// the tokenizer also puts in front.
  package func render(system: String?, user: String) -> String {
    let system = allowsSystem ? system : nil
    if let prompt = try? source.render(system: system, user: user) { return prompt }
    // A template may refuse a text for what it says; the texts are then put where those of the trial stood.
    let form = system == nil ? plainForm : systemForm ?? plainForm
    let parts = ScalarText.split(form, at: Self.question).map { part in
      ScalarText.split(part, at: Self.system).joined(separator: system ?? "")
    }
    return parts.joined(separator: user)
  }
}
