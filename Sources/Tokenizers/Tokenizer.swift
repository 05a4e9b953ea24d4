import Foundation

/// A tokenizer of the byte-pair kind, read from a `tokenizer.json`.
///
/// It gives the ids that Hugging Face's library `tokenizers` gives for the same file. Time grows with n log n for any
/// text of n bytes. It can be used from several threads at once.
package final class Tokenizer: Sendable {
  private let path: String
  private let model: BytePairModel
  private let normalization: [NormalizationStep]
  private let preTokenization: [PreTokenizationStep]
  private let postProcessing: PostProcessing
  private let decoding: [DecodingStep]?
  /// Finds added tokens in the text as it is.
  private let finder: AddedTokenFinder
  /// Finds the added tokens that are meant for the normalised text.
  private let normalizedFinder: AddedTokenFinder
  private let addedContents: [Int32: [UInt8]]
  private let encoders: WordEncoderPool

  /// Highest id + 1, added tokens included. The embedding of a model may have more rows.
  package let vocabularySize: Int

  /// Reads a `tokenizer.json`.
  ///
  /// - Throws: ``TokenizerError`` for a file that cannot be read, that is malformed, or that has a component of a
  ///   kind which is not supported; the error names it and lists what is.
  package init(contentsOf url: URL) throws {
    let file = try TokenizerFile(contentsOf: url)
    path = url.path
    model = file.model
    normalization = file.normalization
    preTokenization = file.preTokenization
    postProcessing = file.postProcessing
    decoding = file.decoding
    finder = AddedTokenFinder(file.addedTokens.filter { !$0.isNormalized })
    normalizedFinder = AddedTokenFinder(file.addedTokens.filter(\.isNormalized))
    addedContents = Dictionary(file.addedTokens.map { ($0.id, $0.content) }) { first, _ in first }
    encoders = WordEncoderPool(model: model)
    vocabularySize = Int(max(model.vocabulary.highestID, file.addedTokens.map(\.id).max() ?? -1)) + 1
  }

  /// Reads the `tokenizer.json` of a checkpoint folder.
  ///
  /// - Throws: ``TokenizerError``; where there is only a `tokenizer.model` it says how to convert it.
  package convenience init(folder: URL) throws {
    try self.init(contentsOf: TokenizerFile.find(in: folder))
  }

  /// The ids of a text of less than 4 GB.
  ///
  /// With `addSpecialTokens` the tokens that the file puts around a text, mostly one at the start, are added. The
  /// text of a special token inside of the text becomes that token in any case.
  ///
  /// - Throws: ``TokenizerError`` where the file asks for more work or memory than a text may take.
  package func encode(_ text: String, addSpecialTokens: Bool = true) throws -> [Int32] {
    var ids = addSpecialTokens ? postProcessing.before : []
    try encoders.withEncoder { encoder in
      try forEachStretch(of: text, tracksOrigins: false) { stretch in
        switch stretch {
        case .token(let id, _): ids.append(id)
        case .words(let text, let words):
          text.bytes.withUnsafeBufferPointer { bytes in
            for word in words { encoder.append(UnsafeBufferPointer(rebasing: bytes[word]), to: &ids) }
          }
        }
      }
    }
    return addSpecialTokens ? ids + postProcessing.after : ids
  }

  /// The ids of a text of less than 4 GB with the bytes of its UTF-8 that each stands for.
  ///
  /// Tokens that are added around the text have an empty range at its start or end. Tokens may share bytes: those of
  /// a character that is normalised as a whole, and a space that is put in front, which stands for what follows it.
  ///
  /// - Throws: ``TokenizerError`` where the file asks for more work or memory than a text may take.
  package func encodeWithOffsets(
    _ text: String, addSpecialTokens: Bool = true
  ) throws -> [(id: Int32, range: Range<Int>)] {
    let end = text.utf8.count
    var tokens: [(id: Int32, range: Range<Int>)] = []
    if addSpecialTokens { tokens += postProcessing.before.map { ($0, 0..<0) } }
    try encoders.withEncoder { encoder in
      try forEachStretch(of: text, tracksOrigins: true) { stretch in
        switch stretch {
        case .token(let id, let range): tokens.append((id, range))
        case .words(let text, let words):
          for word in words { tokens += self.tokens(of: word, in: text, &encoder) }
        }
      }
    }
    if addSpecialTokens { tokens += postProcessing.after.map { ($0, end..<end) } }
    return tokens
  }

  /// The text that ids stand for, special tokens included; unknown ids are left out.
  ///
  /// Bytes that are no UTF-8, as those of a part of a character, become U+FFFD.
  package func decode(_ ids: [Int32]) -> String {
    let tokens = ids.compactMap { addedContents[$0] ?? model.vocabulary.token(of: $0).map(Array.init) }
    guard let decoding else {
      return String(decoding: Array(tokens.joined(separator: [UInt8(ascii: " ")])), as: UTF8.self)
    }
    let decoded = decoding.reduce(tokens) { $1.apply(to: $0) }
    return String(decoding: Array(decoded.joined()), as: UTF8.self)
  }

  /// Part of a text on its way to the model.
  private enum Stretch {
    /// An added token and the bytes of the original text that it takes up.
    case token(Int32, Range<Int>)
    /// Normalised text and the ranges of its words.
    case words(AlignedText, [Range<Int>])
  }

  private func tokens(
    of word: Range<Int>, in text: AlignedText, _ encoder: inout WordEncoder
  ) -> [(id: Int32, range: Range<Int>)] {
    let symbols = text.bytes.withUnsafeBufferPointer { bytes in
      encoder.tokens(of: UnsafeBufferPointer(rebasing: bytes[word]))
    }
    return symbols.map { symbol in
      let range = word.lowerBound + Int(symbol.start)..<word.lowerBound + Int(symbol.end)
      return (symbol.id, text.origin(of: range) ?? 0..<0)
    }
  }

  /// Gives added tokens and what lies between them, normalised and cut into words.
  private func forEachStretch(of text: String, tracksOrigins: Bool, _ body: (Stretch) -> Void) throws {
    var text = text
    var budget = EncodingBudget(bytes: text.utf8.count)
    do {
      try text.withUTF8 { bytes in
        for stretch in finder.stretches(of: bytes) {
          if let token = stretch.token {
            body(.token(token, stretch.range))
            continue
          }
          let original = AlignedText(
            original: bytes[stretch.range], offset: stretch.range.lowerBound, tracksOrigins: tracksOrigins)
          let normalized = try normalization.reduce(original) { try $1.apply(to: $0, budget) }
          try forEachStretch(of: normalized, startsText: stretch.range.lowerBound == 0, &budget, body)
        }
      }
    } catch let problem as EncodingProblem {
      throw TokenizerError(file: path, problem: .encoding(problem))
    }
  }

  private func forEachStretch(
    of text: AlignedText, startsText: Bool, _ budget: inout EncodingBudget, _ body: (Stretch) -> Void
  ) throws {
    guard !normalizedFinder.isEmpty else { return try cut(text, startsText: startsText, &budget, body) }
    for stretch in text.bytes.withUnsafeBufferPointer(normalizedFinder.stretches) {
      if let token = stretch.token {
        body(.token(token, text.origin(of: stretch.range) ?? 0..<0))
      } else {
        var part = AlignedText(like: text)
        part.append(text, stretch.range)
        try cut(part, startsText: startsText && stretch.range.lowerBound == 0, &budget, body)
      }
    }
  }

  private func cut(
    _ text: AlignedText, startsText: Bool, _ budget: inout EncodingBudget, _ body: (Stretch) -> Void
  ) throws {
    guard !text.bytes.isEmpty else { return }
    var text = text
    var words = [text.bytes.indices]
    for step in preTokenization {
      try step.apply(to: &text, pieces: &words, startsText: startsText, &budget)
    }
    body(.words(text, words))
  }
}
