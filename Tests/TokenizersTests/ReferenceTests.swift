import Foundation
import JSON
import Testing
import Tokenizers

/// Ids held to those of Hugging Face's `tokenizers`.
@Suite struct ReferenceTests {
  // Needs ../shared/tokenizers.
  @Test(.enabled(if: SharedFiles.hasTokenizers), arguments: ["gemma-2", "llama-2", "llama-3", "qwen2.5"])
  func agreesOnCasesOfRealVocabularies(name: String) throws {
    let tokenizer = try SharedFiles.tokenizer(name)
    let rows = try SharedFiles.rows(SharedFiles.tokenizers.appending(path: "\(name)/cases.jsonl"))
    #expect(rows.count > 100)
    for row in rows {
      let text = try #require(row["text"]?.string)
      let ids = try tokenizer.encode(text, addSpecialTokens: row["add_special_tokens"]?.bool ?? true)
      #expect(ids == row["ids"]?.ids, "\(name): \(text.debugDescription)")
    }
  }

  // Needs ../shared/reference/models.
  @Test(.enabled(if: SharedFiles.hasModels))
  func agreesOnStringsOfReferenceModels() throws {
    for name in try SharedFiles.folders(in: SharedFiles.models) {
      let folder = SharedFiles.models.appending(path: name)
      let tokenizer = try Tokenizer(folder: folder)
      for row in try SharedFiles.rows(folder.appending(path: "tokenization.jsonl")) {
        let text = try #require(row["text"]?.string)
        #expect(try tokenizer.encode(text) == row["ids"]?.ids, "\(name): \(text.debugDescription)")
        let plain = try tokenizer.encode(text, addSpecialTokens: false)
        #expect(plain == row["ids_no_special"]?.ids, "\(name): \(text.debugDescription)")
        #expect(
          try tokenizer.encodeWithOffsets(text).map(\.id) == row["ids"]?.ids,
          "\(name): \(text.debugDescription)")
      }
    }
  }

  // Needs ../shared/reference/models.
  @Test(.enabled(if: SharedFiles.hasModels))
  func agreesOnSamplesOfReferenceModels() throws {
    for name in try SharedFiles.folders(in: SharedFiles.models) {
      let folder = SharedFiles.models.appending(path: name)
      let tokenizer = try Tokenizer(folder: folder)
      for row in try SharedFiles.rows(folder.appending(path: "golden.jsonl")) {
        let text = try #require(row["text"]?.string)
        let length = try #require(row["max_length"]?.int)
        #expect(try Array(tokenizer.encode(text).prefix(length)) == row["input_ids"]?.ids, "\(name)")
      }
    }
  }
}
