import Checkpoints
import Foundation
import Studies
import Support
import Tokenizers

/// Identifies a checkpoint by its content.
///
/// The hash covers the bytes of `config.json` and, of every tensor the decoder uses, name, shape, dtype and
/// bytes. Of a tensor longer than `wholeBytes` it takes the first and last page of 4 KiB and pages evenly
/// spaced between, so that a checkpoint of 16 GB takes well under a second: a fine-tuned model differs in
/// nearly every page, while a change of single weights in between, made on purpose, can stay unseen. How the
/// tensors are spread over files does not matter.
package enum ModelFingerprint {
  static let pageBytes = 4096
  /// Tensors up to this size are hashed whole.
  package static let wholeBytes = 256 << 10
  /// Pages of a longer tensor.
  static let pageCount = 16

  /// The fingerprint of an opened checkpoint.
  ///
  /// - Throws: `FileError.unreadable` when `config.json` has gone since it was opened.
  package static func of(_ checkpoint: Checkpoint) throws -> ContentHash {
    let config = try InputFile.bytes(at: checkpoint.configFile, limit: longestConfig)
    var hasher = ContentHasher()
    hasher.update(field: ContentHash(of: config).hex)
    for parameter in checkpoint.decoder.parameters {
      let tensor = checkpoint.tensor(parameter.name)
      hasher.update(field: tensor.name)
      hasher.update(field: tensor.shape.map(String.init).joined(separator: "×"))
      hasher.update(field: tensor.type.rawValue)
      tensor.withBytes { bytes in
        for range in sampledRanges(byteCount: bytes.count) {
          hasher.update(UnsafeRawBufferPointer(rebasing: bytes[range]))
        }
      }
    }
    return hasher.finish()
  }

  private static let longestConfig = 16 << 20

  /// The parts of a tensor of `byteCount` bytes that are hashed, in order and apart from each other.
  package static func sampledRanges(byteCount: Int) -> [Range<Int>] {
    guard byteCount > wholeBytes else { return [0..<byteCount] }
    let last = byteCount - pageBytes
    return (0..<pageCount).map { page in
      let start = last / (pageCount - 1) * page
      let first = page == pageCount - 1 ? last : start
      return first..<first + pageBytes
    }
  }
}

/// Identifies what turns a checkpoint's texts into tokens, by content.
package enum TokenizerFingerprint {
  /// The files that decide ids and chat prompts; all but the first may be missing.
  private static let files = [
    "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja",
  ]
  private static let longestFile = 1 << 30

  /// The hash of the tokenizer files in a checkpoint's `folder`, and of what a study says of its `chat` prompts; where it
  /// says nothing, of the files alone.
  ///
  /// - Throws: `FileError.unreadable` when one of them cannot be read.
  package static func of(folder: URL, chat: ChatSettings = ChatSettings()) throws -> ContentHash {
    var hasher = ContentHasher()
    for name in files {
      let file = folder.appending(path: name)
      guard FileKind(at: file) != .missing else { continue }
      hasher.update(field: name)
      hasher.update(field: ContentHash(of: try InputFile.bytes(at: file, limit: longestFile)).hex)
    }
    for (name, text) in fields(of: chat) {
      hasher.update(field: name)
      hasher.update(field: text)
    }
    return hasher.finish()
  }

  private static func fields(of chat: ChatSettings) -> [(name: String, text: String)] {
    var fields = chat.template.map { [("chat template of the study", $0.text)] } ?? []
    switch chat.system {
    case .usual: break
    case .none: fields.append(("no system message", ""))
    case .text(let text): fields.append(("system message of the study", text))
    }
    if !chat.variables.isEmpty { fields.append(("template variables of the study", chat.variables.json)) }
    return fields
  }
}

/// Facts of a checkpoint that the store remembers, so that a report needs no checkpoint.
package struct ModelFacts: Sendable, Hashable {
  /// Identifies the checkpoint by its content.
  package let fingerprint: ContentHash
  /// The family's name for people, such as `Llama`.
  package let family: String
  /// Decoder layers.
  package let layerCount: Int
  /// Width of the residual stream; nil where only statistics of the model were imported.
  package let hiddenSize: Int?
  /// Rows of the embedding; nil for imported statistics.
  package let vocabularySize: Int?
  /// All parameters, embeddings included; a tied head counts once. Nil for imported statistics.
  package let parameterCount: Int?
  /// What is not read of its files, and which of two statements was taken, in sentences; nothing of it changes a number.
  package var notes: [String] = []

  /// Makes facts of the checkpoint with that `fingerprint`.
  package init(
    fingerprint: ContentHash, family: String, layerCount: Int, hiddenSize: Int?, vocabularySize: Int?,
    parameterCount: Int?
  ) {
    self.fingerprint = fingerprint
    self.family = family
    self.layerCount = layerCount
    self.hiddenSize = hiddenSize
    self.vocabularySize = vocabularySize
    self.parameterCount = parameterCount
  }
}
