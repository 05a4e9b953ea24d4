import Foundation
import Studies

/// Opens checkpoints: the seam at which tests put models of their own.
package protocol ModelOpening: Sendable {
  /// Opens the checkpoint in `folder`.
  ///
  /// - Parameters:
  ///   - folder: a checkpoint folder.
  ///   - prompt: what stands before a response.
  ///   - template: for chat prompts, a template in place of the checkpoint's own.
  ///   - settings: how samples become tokens and what is kept of their gradients.
  ///   - threads: threads of the engine.
  /// - Returns: the checkpoint, headers and tokenizer read, weights not.
  /// - Throws: what is wrong with the checkpoint, its tokenizer or its chat template.
  func open(
    folder: URL, prompt: PromptKind, template: PromptTemplate?, settings: StudySettings, threads: Int
  ) throws -> OpenModel
}
