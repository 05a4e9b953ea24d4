import Foundation

/// A model of a study.
package struct StudyModel: Sendable, Equatable {
  /// The model's id in the study: lower-case letters, digits and hyphens.
  package let name: String
  /// The name for people.
  package let label: String
  /// The checkpoint's folder.
  package let folder: URL
  /// A base model gets the base prompt, an instruct model the chat prompt.
  package let stage: Stage
  /// Name of the base model that an instruct model was tuned from.
  package let partner: String?
  /// For an instruct model, a chat template in place of the checkpoint's own.
  package var chatTemplate: PromptTemplate?

  /// How this model's samples are written.
  package var prompt: PromptKind { stage == .base ? .base : .chat }
}
