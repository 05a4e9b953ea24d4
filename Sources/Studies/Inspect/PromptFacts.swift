import Foundation
import Tokenizers

/// What is known of a checkpoint's tokenizer and chat template, or why they cannot be used.
enum PromptFacts {
  static func facts(of folder: URL) -> [Fact] {
    [
      Fact(
        "tokenizer", "tokenizer",
        .text(told { "\(NumberText.count(try Tokenizer(folder: folder).vocabularySize)) tokens" })),
      Fact("chat_template", "chat template", .text(told { try ChatPrompt(folder: folder).name })),
    ]
  }

  private static func told(_ body: () throws -> String) -> String {
    do {
      return try body()
    } catch {
      return "none that can be used: \(error)"
    }
  }
}
