import Foundation
import Gradients
import Store
import Studies
import Support

/// A checkpoint made ready for a run: all that the run loop needs of it.
package struct OpenModel: Sendable {
  /// What the store remembers of the checkpoint.
  package let facts: ModelFacts
  /// Fingerprint of the tokenizer and of the chat template.
  package let tokenizer: ContentHash
  /// Turns records into tokens.
  package let encoder: any SampleEncoding
  /// The texts of token ids, one for each, where token shares are kept.
  package let tokenTexts: @Sendable ([Int32]) -> [String]
  /// Makes the engine, which takes memory, once there is something to compute.
  package let makeEngine: @Sendable () throws -> any GradientComputing

  /// Makes a model from its parts.
  package init(
    facts: ModelFacts, tokenizer: ContentHash, encoder: any SampleEncoding,
    tokenTexts: @escaping @Sendable ([Int32]) -> [String] = { _ in [] },
    makeEngine: @escaping @Sendable () throws -> any GradientComputing
  ) {
    self.facts = facts
    self.tokenizer = tokenizer
    self.encoder = encoder
    self.tokenTexts = tokenTexts
    self.makeEngine = makeEngine
  }

  /// All parameters; a checkpoint that was opened has them counted.
  var parameterCount: Int { facts.parameterCount ?? 0 }

  /// The tokens of the record at `index` of `file`.
  ///
  /// - Throws: `StudyError.idBeyondEmbedding` when tokenizer and weights do not belong together.
  func tokens(of record: SampleRecord, at index: Int, in file: URL) throws -> LabelledTokens {
    let tokens = encoder.tokens(of: record)
    let rows = facts.vocabularySize ?? 0
    if let id = tokens.ids.first(where: { $0 < 0 || Int($0) >= rows }) {
      throw StudyError.idBeyondEmbedding(
        file.path, index: index, id: Int(id), rows: rows, family: facts.family)
    }
    return tokens
  }
}
