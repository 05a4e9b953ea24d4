/// What is said of a model's chat prompts beside its checkpoint; nothing, where it is left out.
package struct ChatSettings: Sendable, Hashable {
  /// A chat template in place of the checkpoint's own.
  package struct Template: Sendable, Hashable {
    /// The template, in Jinja.
    package let text: String
    /// Where it stands, for messages.
    package let name: String

    /// Takes the template that stands in `name`.
    package init(_ text: String, name: String = "chat_template") {
      (self.text, self.name) = (text, name)
    }
  }

  /// The message of the system.
  package enum System: Sendable, Hashable {
    /// The one of the layer-gradient papers, where a model is given any; see ``ChatPrompt/allowsSystem``.
    case usual
    case none
    case text(String)
  }

  /// The message of the system in the layer-gradient papers.
  package static let usualSystem = "You are a helpful assistant."

  package var template: Template?
  package var system: System
  /// Variables of the template, such as `enable_thinking`.
  package var variables: TemplateVariables

  /// Makes settings.
  package init(
    template: Template? = nil, system: System = .usual, variables: TemplateVariables = TemplateVariables()
  ) {
    (self.template, self.system, self.variables) = (template, system, variables)
  }
}
