import Foundation
import Gradients
import Tokenizers

/// Turns the records of data files into tokens, as one checkpoint and one study want them.
package protocol SampleEncoding: Sendable {
  /// The tokens of `record` and where its response begins.
  ///
  /// - Throws: what a chat template has against its question.
  func tokens(of record: SampleRecord) throws -> LabelledTokens
}

/// Turns records into labelled tokens: prompt and response are joined, encoded as one text and cut, and the position of
/// the response's first token is found as ``Prompting`` says.
package struct SampleEncoder: SampleEncoding {
  private let tokenizer: Tokenizer
  private let chat: ChatPrompt?
  private let prompting: Prompting
  private let maxLength: Int

  /// Reads the tokenizer of the checkpoint in `folder`, and its chat template for chat prompts.
  ///
  /// - Parameters:
  ///   - folder: a checkpoint folder.
  ///   - prompt: what stands before a response.
  ///   - chat: for chat prompts, what is said of them beside the checkpoint.
  ///   - settings: `prompting` and `maxLength` are looked at.
  /// - Throws: `TokenizerError`.
  package init(
    folder: URL, prompt: PromptKind, chat: ChatSettings = ChatSettings(), settings: StudySettings
  ) throws {
    tokenizer = try Tokenizer(folder: folder)
    self.chat = prompt == .chat ? try ChatPrompt(folder: folder, settings: chat) : nil
    prompting = settings.prompting
    maxLength = settings.maxLength
  }

  /// What should be known of the chat template of chat prompts, in sentences.
  package var notes: [String] { chat?.notes ?? [] }

  /// The text of `record`, not yet tokenised.
  ///
  /// - Throws: `TokenizerError` where the chat template refuses its question or conversation.
  package func text(of record: SampleRecord) throws -> SampleText {
    SampleText(prompt: try prompt(for: record), response: record.output)
  }

  private func prompt(for record: SampleRecord) throws -> String {
    guard let chat else { return record.question + "\n" }
    guard !record.turns.isEmpty else { return try chat.render(user: record.question) }
    return try chat.render(record.turns.map { ChatMessage(role: $0.role.rawValue, content: $0.content) })
  }

  /// The tokens of `record`, cut to the maximal length, and where its response begins.
  ///
  /// - Throws: `TokenizerError` where the chat template refuses its question or conversation.
  package func tokens(of record: SampleRecord) throws -> LabelledTokens {
    let text = try text(of: record)
    return switch prompting {
    case .published: try publishedTokens(of: text)
    case .exact: try exactTokens(of: text).tokens
    }
  }

  /// Finds how the tokens of `record` differ between the two ways of prompting, whichever the settings ask
  /// for.
  func difference(of record: SampleRecord) throws -> PromptingDifference {
    let text = try text(of: record)
    let published = try publishedTokens(of: text)
    let (exact, dropsBOS) = try exactTokens(of: text)
    return PromptingDifference(
      doublesBOS: dropsBOS, movesStart: exact.start + (dropsBOS ? 1 : 0) != published.start)
  }

  /// The prompt is tokenised on its own and its tokens are counted, though they need not be the first
  /// tokens of the whole text.
  private func publishedTokens(of text: SampleText) throws -> LabelledTokens {
    let ids = try tokenizer.encode(text.whole)
    return LabelledTokens(
      ids: Array(ids.prefix(maxLength)), start: try tokenizer.encode(text.prompt).count,
      cutCount: ids.count - maxLength)
  }

  /// The response begins at the first token that holds a byte of it; a BOS that the tokenizer adds before
  /// the template's own is left out.
  private func exactTokens(of text: SampleText) throws -> (tokens: LabelledTokens, dropsBOS: Bool) {
    var tokens = try tokenizer.encodeWithOffsets(text.whole)
    let dropsBOS = tokens.count > 1 && tokens[0].id == tokens[1].id && tokens[0].range.isEmpty
    if dropsBOS { tokens.removeFirst() }
    let boundary = text.prompt.utf8.count
    let start = tokens.firstIndex { $0.range.upperBound > boundary } ?? tokens.count
    let cut = LabelledTokens(
      ids: tokens.prefix(maxLength).map(\.id), start: start, cutCount: tokens.count - maxLength)
    return (cut, dropsBOS)
  }
}

/// The text of a sample in two parts.
package struct SampleText: Sendable, Equatable {
  /// Everything before the response.
  package let prompt: String
  /// The response, as the record has it.
  package let response: String

  /// Prompt and response together, the text that is tokenised.
  ///
  /// It ends with the response, so the last occurrence of the response, where the published script looks for
  /// its beginning, is this one, however often it also occurs before; an empty response begins at the end.
  package var whole: String { prompt + response }
}

/// The kind of text before a response.
package enum PromptKind: String, Sendable, Hashable, CaseIterable, Codable {
  /// The instruction, its input and a line feed.
  case base
  /// The checkpoint's own chat template: system message, user turn and generation prompt.
  case chat
}

/// The way to find the response's first token and to encode chat prompts. A study has one of the two for all
/// its samples.
package enum Prompting: String, Sendable, Hashable, CaseIterable, Codable {
  /// The way of the scripts of arXiv 2410.23743: `start` is the number of tokens of the encoded prefix, which
  /// may tokenise differently inside the whole text, and a chat template that writes BOS gets a second one.
  case published
  /// `start` comes from character offsets, and BOS is never doubled.
  case exact
}
