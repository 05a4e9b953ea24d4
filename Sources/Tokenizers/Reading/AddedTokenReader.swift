/// Reads the `added_tokens` of a `tokenizer.json`.
struct AddedTokenReader {
  let list: FileValue
  let vocabulary: Vocabulary

  /// The tokens in the order in which they are searched: special ones first.
  ///
  /// A token of the vocabulary has its id there; any other has the next free id. The reference gives ids so,
  /// whatever the file says; a file that says something else is refused.
  func read() throws -> [AddedToken] {
    var tokens: [AddedToken] = []
    var places: [[UInt8]: Int] = [:]
    var highest: Int32?
    for element in list.isAbsent ? [] : try list.elements() {
      let token = try self.token(element)
      if let place = places[token.content] {
        guard tokens[place] == token else {
          throw TokenizerError.repeatedAddedToken(text(token), at: element.place, file: list.file)
        }
        continue
      }
      let next = max(Int32(vocabulary.count), highest.map { $0 + 1 } ?? 0)
      let expected = vocabulary.id(of: token.content) ?? next
      guard token.id == expected else {
        throw TokenizerError.misplacedAddedToken(
          text(token), at: element.place, id: token.id, expected: expected, file: list.file)
      }
      highest = max(highest ?? 0, token.id)
      places[token.content] = tokens.count
      tokens.append(token)
    }
    return tokens.filter(\.isSpecial) + tokens.filter { !$0.isSpecial }
  }

  private func token(_ element: FileValue) throws -> AddedToken {
    AddedToken(
      id: try element["id"].id(), content: try element["content"].text(),
      isSingleWord: try element["single_word"].bool(), stripsLeft: try element["lstrip"].bool(),
      stripsRight: try element["rstrip"].bool(), isNormalized: try element["normalized"].bool(),
      isSpecial: try element["special"].bool())
  }

  private func text(_ token: AddedToken) -> String { String(decoding: token.content, as: UTF8.self) }
}
