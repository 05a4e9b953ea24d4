import Checkpoints
import Foundation
import Gradients
import Store
import Studies
import Support
import Tokenizers

/// A checkpoint made ready for a run: all that the run loop needs of it.
package struct OpenModel: Sendable {
  /// Facts of the checkpoint that the store remembers.
  package let facts: ModelFacts
  /// Fingerprint of the tokenizer and of the chat template.
  package let tokenizer: ContentHash
  /// Turns records into tokens.
  package let encoder: any SampleEncoding
  /// The texts of token ids, one for each, where token shares are kept.
  package let tokenTexts: @Sendable ([Int32]) -> [String]
  /// Version of the arithmetic of its engine.
  package var arithmetic = GradientEngine.arithmeticVersion
  /// Work of a sample: parameters × tokens where nothing better is known.
  package let cost: @Sendable (LabelledTokens) -> SampleCost
  /// Makes the engine, which takes threads and memory, once there is something to compute.
  package let makeEngine: @Sendable () throws -> any GradientComputing

  /// Makes a model from its parts.
  package init(
    facts: ModelFacts, tokenizer: ContentHash, encoder: any SampleEncoding,
    tokenTexts: @escaping @Sendable ([Int32]) -> [String] = { _ in [] },
    cost: (@Sendable (LabelledTokens) -> SampleCost)? = nil,
    makeEngine: @escaping @Sendable () throws -> any GradientComputing
  ) {
    self.facts = facts
    self.tokenizer = tokenizer
    self.encoder = encoder
    self.tokenTexts = tokenTexts
    let parameters = Double(facts.parameterCount ?? 0)
    self.cost = cost ?? { SampleCost(products: parameters * Double($0.ids.count)) }
    self.makeEngine = makeEngine
  }

  /// All parameters; a checkpoint that was opened has them counted.
  var parameterCount: Int { facts.parameterCount ?? 0 }

  /// The tokens of the record at `index` of `file`.
  ///
  /// - Throws: `StudyError.idBeyondEmbedding` when tokenizer and weights do not belong together, `.refusedConversation` when the
  ///   chat template raises an error.
  func tokens(of record: SampleRecord, at index: Int, in file: URL) throws -> LabelledTokens {
    let tokens: LabelledTokens
    do {
      tokens = try encoder.tokens(of: record)
    } catch let error as TokenizerError where !record.turns.isEmpty {
      throw StudyError.refusedConversation(file.path, index: index, reason: "\(error)")
    }
    let rows = facts.vocabularySize ?? 0
    if let id = tokens.ids.first(where: { $0 < 0 || Int($0) >= rows }) {
      throw StudyError.idBeyondEmbedding(
        file.path, index: index, id: Int(id), rows: rows, family: facts.family)
    }
    return tokens
  }
}

/// Opens checkpoints: the seam at which tests put models of their own.
package protocol ModelOpening: Sendable {
  /// Opens the checkpoint in `folder`.
  ///
  /// - Parameters:
  ///   - folder: a checkpoint folder.
  ///   - allowedKeys: unknown keys of its configuration that the user lets by.
  ///   - prompt: what stands before a response.
  ///   - chat: for chat prompts, what is said of them beside the checkpoint.
  ///   - settings: how samples become tokens and what is kept of their gradients.
  ///   - options: how the engine may use the machine.
  /// - Returns: the checkpoint, headers and tokenizer read, weights not.
  /// - Throws: what is wrong with the checkpoint, its tokenizer or its chat template.
  func open(
    folder: URL, allowedKeys: Set<String>, prompt: PromptKind, chat: ChatSettings,
    settings: StudySettings, options: RunOptions
  ) throws -> OpenModel
}

/// Part of an engine that the run loop needs: the seam at which tests put one of their own.
package protocol GradientComputing: Sendable {
  /// Computes the samples of a batch; what comes out must not depend on the batch.
  ///
  /// - Parameters:
  ///   - batch: the samples.
  ///   - progress: told which share of the batch is done, from 0 to 1.
  ///   - isCancelled: whether to stop.
  /// - Returns: the outcome of every sample, in their order.
  /// - Throws: `CancellationError` soon after `isCancelled` first says true.
  func compute(
    _ batch: [LabelledTokens], progress: @escaping @Sendable (Double) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws -> [SampleOutcome]

  /// Bytes that a batch of samples with these token counts takes at the least, roughly.
  func memoryEstimate(tokens: [Int]) -> Int

  /// Bytes that it takes when nothing is computed twice.
  func memoryWanted(tokens: [Int]) -> Int
}

extension GradientEngine: GradientComputing {}

/// Opens Hugging Face checkpoint folders for the engine of `Gradients`.
package struct CheckpointOpener: ModelOpening {
  /// Makes an opener.
  package init() {}

  /// Opens the checkpoint in `folder`: reads headers and tokenizer, decodes no weight.
  ///
  /// - Parameters:
  ///   - folder: a checkpoint folder with `tokenizer.json`.
  ///   - allowedKeys: unknown keys of its configuration that the user lets by.
  ///   - prompt: what stands before a response; `chat` needs a chat template that is understood.
  ///   - chat: for chat prompts, what is said of them beside the checkpoint.
  ///   - settings: how samples become tokens and what is kept of their gradients.
  ///   - options: how the engine may use the machine.
  /// - Returns: the model, ready for a run.
  /// - Throws: `CheckpointError`, `TokenizerError` or `StudyError`.
  package func open(
    folder: URL, allowedKeys: Set<String> = [], prompt: PromptKind, chat: ChatSettings = ChatSettings(),
    settings: StudySettings, options: RunOptions
  ) throws -> OpenModel {
    let encoder = try SampleEncoder(folder: folder, prompt: prompt, chat: chat, settings: settings)
    let checkpoint = try Checkpoint(folder: folder, allowedKeys: allowedKeys)
    let decoder = checkpoint.decoder
    var facts = ModelFacts(
      fingerprint: try ModelFingerprint.of(checkpoint), family: decoder.family,
      layerCount: decoder.layerCount, hiddenSize: decoder.hiddenSize,
      vocabularySize: decoder.vocabularySize, parameterCount: decoder.parameterCount)
    facts.notes = checkpoint.notes.map(\.description) + encoder.notes
    let texts = settings.extras.tokenShares ? TokenTexts(try Tokenizer(folder: folder)) : nil
    return OpenModel(
      facts: facts, tokenizer: try TokenizerFingerprint.of(folder: folder, chat: chat),
      encoder: encoder,
      tokenTexts: { texts?.texts(of: $0) ?? [] },
      cost: {
        SampleCost(
          decoder, projections: settings.projections, options: settings.extras, tokens: $0.ids.count,
          labelled: $0.labelled.count)
      }
    ) {
      GradientEngine(
        checkpoint: checkpoint, projections: settings.projections, options: settings.extras,
        threads: options.threads, memory: options.memory)
    }
  }
}

/// The texts of single tokens, for people.
struct TokenTexts: Sendable {
  private let tokenizer: Tokenizer

  init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// Returns what each of `ids` adds to the text.
  ///
  /// Decoders drop the space of a first word, so a token is decoded behind the one before it. A token that is a part
  /// of a character is U+FFFD.
  func texts(of ids: [Int32]) -> [String] {
    ids.indices.map { index in
      let alone = tokenizer.decode([ids[index]])
      guard index > 0 else { return alone }
      let before = Array(tokenizer.decode([ids[index - 1]]).utf8)
      let both = Array(tokenizer.decode([ids[index - 1], ids[index]]).utf8)
      return both.starts(with: before) ? String(decoding: both[before.count...], as: UTF8.self) : alone
    }
  }
}
