import Foundation

/// A model of a study.
public struct StudyModel: Sendable, Equatable {
  /// The model's id in the study: lower-case letters, digits and hyphens.
  public let name: String
  /// The name for people.
  public let label: String
  /// The checkpoint's folder.
  public let folder: URL
  /// A base model gets the base prompt, an instruct model the chat prompt.
  public let stage: Stage
  /// Name of the base model that an instruct model was tuned from.
  public let partner: String?
  /// For an instruct model, a chat template in place of the checkpoint's own.
  public var chatTemplate: PromptTemplate?

  /// How this model's samples are written.
  public var prompt: PromptKind { stage == .base ? .base : .chat }
}
