/// A token that is found in the text before the model sees it.
struct AddedToken: Sendable, Equatable {
  let id: Int32
  /// The text that is the token, not empty.
  let content: [UInt8]
  /// Bytes that are searched: the content, normalised if ``isNormalized``.
  let pattern: [UInt8]
  /// Whether it counts only where no word character stands next to it.
  let isSingleWord: Bool
  /// Whether it takes the white space on its left with it.
  let stripsLeft: Bool
  /// Whether it takes the white space on its right with it.
  let stripsRight: Bool
  /// Whether it is searched in the normalised text, and normalised itself.
  let isNormalized: Bool
  /// Whether it is a control token, which readers of the text are not shown.
  let isSpecial: Bool
}

/// Reads the `added_tokens` of a `tokenizer.json`.
struct AddedTokenReader {
  let list: FileValue
  let vocabulary: Vocabulary
  let normalization: [NormalizationStep]

  /// The tokens in the order in which they are searched: special ones first.
  ///
  /// A token of the vocabulary has its id there; any other has the next free id. The reference gives these ids
  /// whatever the file says, so a file that says something else is refused.
  func read() throws -> [AddedToken] {
    var tokens: [AddedToken] = []
    var known: [[UInt8]: AddedToken] = [:]
    var highest: Int32?
    for element in list.isAbsent ? [] : try list.elements() {
      let token = try self.token(element)
      if let other = known[token.content] {
        guard other == token else {
          throw list.error(.repeatedAddedToken(text(token), place: element.place))
        }
        continue
      }
      let next = max(Int32(vocabulary.count), highest.map { $0 + 1 } ?? 0)
      let expected = vocabulary.id(of: token.content) ?? next
      guard token.id == expected else {
        throw list.error(
          .misplacedAddedToken(text(token), place: element.place, id: token.id, expected: expected))
      }
      highest = max(highest ?? 0, token.id)
      known[token.content] = token
      tokens.append(token)
    }
    try refuseEqualPatterns(tokens.filter(\.isNormalized))
    return tokens.filter(\.isSpecial) + tokens.filter { !$0.isSpecial }
  }

  private func refuseEqualPatterns(_ tokens: [AddedToken]) throws {
    var owners: [[UInt8]: AddedToken] = [:]
    for token in tokens {
      if let other = owners.updateValue(token, forKey: token.pattern) {
        throw list.error(.equalAddedTokens(text(other), text(token), place: list.place))
      }
    }
  }

  /// The most bytes of a token: a search looks at so many bytes at each place of a text.
  private static let longest = 1024

  private func token(_ element: FileValue) throws -> AddedToken {
    let content = try element["content"].text()
    guard content.count <= Self.longest else {
      throw element.error(
        .unexpected(
          place: element["content"].place, expected: "at most \(Self.longest) bytes",
          found: "\(content.count) bytes"))
    }
    let isNormalized = try element["normalized"].bool()
    let pattern = isNormalized ? try normalize(content) : content
    guard !pattern.isEmpty else {
      throw element["content"].unexpected("a text of which the normalizer leaves something")
    }
    return AddedToken(
      id: try element["id"].id(), content: content, pattern: pattern,
      isSingleWord: try element["single_word"].bool(), stripsLeft: try element["lstrip"].bool(),
      stripsRight: try element["rstrip"].bool(), isNormalized: isNormalized,
      isSpecial: try element["special"].bool())
  }

  private func normalize(_ content: [UInt8]) throws -> [UInt8] {
    let text = AlignedText(original: content, offset: 0, tracksOrigins: false)
    do {
      let budget = EncodingBudget(bytes: content.count)
      return try normalization.reduce(text) { try $1.apply(to: $0, budget) }.bytes
    } catch let problem as EncodingProblem {
      throw list.error(.encoding(problem))
    }
  }

  private func text(_ token: AddedToken) -> String { String(decoding: token.content, as: UTF8.self) }
}
