import Checkpoints
import Foundation
import Gradients
import Store
import Studies
import Tokenizers

/// Opens Hugging Face checkpoint folders for the engine of `Gradients`.
package struct CheckpointOpener: ModelOpening {
  /// Makes an opener.
  package init() {}

  /// Opens the checkpoint in `folder`: reads headers and tokenizer, decodes no weight.
  ///
  /// - Parameters:
  ///   - folder: a checkpoint folder with `tokenizer.json`.
  ///   - prompt: what stands before a response; `chat` needs a chat template that is understood.
  ///   - template: for chat prompts, a template in place of the checkpoint's own.
  ///   - settings: how samples become tokens and what is kept of their gradients.
  ///   - threads: threads of the engine.
  /// - Returns: the model, ready for a run.
  /// - Throws: `CheckpointError`, `TokenizerError` or `StudyError`.
  package func open(
    folder: URL, prompt: PromptKind, template: PromptTemplate? = nil, settings: StudySettings, threads: Int
  ) throws -> OpenModel {
    let checkpoint = try Checkpoint(folder: folder)
    let decoder = checkpoint.decoder
    let facts = ModelFacts(
      fingerprint: try ModelFingerprint.of(checkpoint), family: decoder.family,
      layerCount: decoder.layerCount, hiddenSize: decoder.hiddenSize,
      vocabularySize: decoder.vocabularySize, parameterCount: decoder.parameterCount)
    let encoder = try SampleEncoder(folder: folder, prompt: prompt, template: template, settings: settings)
    let texts = settings.extras.tokenShares ? TokenTexts(try Tokenizer(folder: folder)) : nil
    return OpenModel(
      facts: facts, tokenizer: try TokenizerFingerprint.of(folder: folder, template: template),
      encoder: encoder,
      tokenTexts: { texts?.texts(of: $0) ?? [] }
    ) {
      GradientEngine(
        checkpoint: checkpoint, projections: settings.projections, options: settings.extras, threads: threads)
    }
  }
}
