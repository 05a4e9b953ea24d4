import Foundation
import Tokenizers

/// What is known of a checkpoint's tokenizer and chat template, or why they cannot be used.
struct PromptFacts {
  let facts: [Fact]
  /// Why the tokenizer cannot be used, when it cannot.
  let problem: (any Error)?

  /// Looks into `folder`, whose model has an embedding of so many `rows`.
  init(of folder: URL, rows: Int) {
    let tokenizer = Result { try Tokenizer(folder: folder).vocabularySize }
    let template = Result { try ChatPrompt(folder: folder).name }
    let beyond = max(((try? tokenizer.get()) ?? 0) - rows, 0)
    // A text that has one of these cannot be computed; other texts can.
    let warning = [Fact("tokens_without_embedding", "  without embedding", .count(beyond, "token"))]
    facts =
      [Fact("tokenizer_size", "tokenizer", Self.value(tokenizer) { .count($0, "token") })]
      + (beyond > 0 ? warning : [])
      + [Fact("chat_template", "chat template", Self.value(template) { .text($0) })]
    problem = if case .failure(let error) = tokenizer { error } else { nil }
  }

  private static func value<Found>(
    _ found: Result<Found, any Error>, _ value: (Found) -> Fact.Value
  ) -> Fact.Value {
    switch found {
    case .success(let found): value(found)
    case .failure(let error): .unusable(reason: "\(error)")
    }
  }
}
