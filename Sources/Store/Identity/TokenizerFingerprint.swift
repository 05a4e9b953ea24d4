import Foundation
import Studies
import Support

/// Identifies what turns a checkpoint's texts into tokens, by content.
package enum TokenizerFingerprint {
  /// The files that decide ids and chat prompts; all but the first may be missing.
  private static let files = [
    "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja",
  ]
  private static let longestFile = 1 << 30

  /// The hash of the tokenizer files in a checkpoint's `folder`, and of the `template` that a study gives in place of
  /// the checkpoint's own.
  ///
  /// - Throws: `FileError.unreadable` when one of them cannot be read.
  package static func of(folder: URL, template: PromptTemplate? = nil) throws -> ContentHash {
    var hasher = ContentHasher()
    for name in files {
      let file = folder.appending(path: name)
      guard FileKind(at: file) != .missing else { continue }
      hasher.update(field: name)
      hasher.update(field: ContentHash(of: try InputFile.bytes(at: file, limit: longestFile)).hex)
    }
    if let template {
      hasher.update(field: "chat template of the study")
      hasher.update(field: template.text)
    }
    return hasher.finish()
  }
}
