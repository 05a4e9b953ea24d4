/// One pre-tokenizer of a `tokenizer.json`: it cuts the text into pieces, and may rewrite them.
enum PreTokenizationStep: Sendable, Equatable {
  /// Cuts into the words of a known regular expression.
  case words(WordPattern)
  /// Cuts at a string, which is not empty; `inverted` swaps matches and what lies between them.
  case split([UInt8], SplitBehavior, inverted: Bool)
  /// Puts a replacement in place of each space and in front, and may cut before each replacement.
  case metaspace(replacement: [UInt8], prefix: MetaspacePrefix, splits: Bool)
  /// Puts a space in front of each piece that does not start with one.
  case prefixSpace

  /// Where a metaspace is put in front.
  enum MetaspacePrefix: String, Sendable, CaseIterable {
    /// Of each piece.
    case always
    /// Of the piece that starts the text.
    case first
    /// Of none.
    case never
  }

  /// Cuts the pieces of a text further; `startsText` tells whether the text is the start of all that is encoded.
  func apply(to text: inout AlignedText, pieces: inout [Range<Int>], startsText: Bool) {
    switch self {
    case .words(let pattern):
      var words: [Range<Int>] = []
      words.reserveCapacity(text.bytes.count / 4)
      for piece in pieces { pattern.appendWords(of: text.bytes, in: piece, to: &words) }
      pieces = words
    case .split(let pattern, let behavior, let inverted):
      pieces = Self.split(text, pieces, at: pattern, behavior, inverted: inverted)
    case .metaspace(let replacement, let prefix, let splits):
      let space = [UInt8(ascii: " ")]
      Self.rewrite(&text, &pieces) { piece, isFirst in
        var piece = NormalizationStep.replace(space, with: replacement, in: piece)
        let isMeant = prefix == .always || (prefix == .first && isFirst && startsText)
        if isMeant, !piece.bytes.starts(with: replacement) { piece = Self.prepend(replacement, to: piece) }
        return piece
      }
      if splits { pieces = Self.split(text, pieces, at: replacement, .mergedWithNext, inverted: false) }
    case .prefixSpace:
      Self.rewrite(&text, &pieces) { piece, _ in
        let space = UInt8(ascii: " ")
        return piece.bytes.first == space ? piece : Self.prepend([space], to: piece)
      }
    }
  }

  private static func prepend(_ prefix: [UInt8], to piece: AlignedText) -> AlignedText {
    NormalizationStep.prepend(prefix).apply(to: piece)
  }

  private static func rewrite(
    _ text: inout AlignedText, _ pieces: inout [Range<Int>], _ body: (AlignedText, Bool) -> AlignedText
  ) {
    var result = AlignedText(like: text)
    for index in pieces.indices {
      var piece = AlignedText(like: text)
      piece.append(text, pieces[index])
      piece = body(piece, pieces[index].lowerBound == 0)
      let start = result.bytes.count
      result.append(piece, piece.bytes.indices)
      pieces[index] = start..<result.bytes.count
    }
    text = result
  }

  private static func split(
    _ text: AlignedText, _ pieces: [Range<Int>], at pattern: [UInt8], _ behavior: SplitBehavior,
    inverted: Bool
  ) -> [Range<Int>] {
    pieces.flatMap { piece in
      let parts = parts(of: text.bytes, piece, at: pattern)
      return behavior.pieces(
        of: parts.map { SplitBehavior.Part(range: $0.range, isMatch: $0.isMatch != inverted) })
    }
  }

  private static func parts(of bytes: [UInt8], _ piece: Range<Int>, at pattern: [UInt8]) -> [SplitBehavior
    .Part]
  {
    var parts: [SplitBehavior.Part] = []
    var done = piece.lowerBound
    func add(_ range: Range<Int>, isMatch: Bool) {
      if !range.isEmpty { parts.append(SplitBehavior.Part(range: range, isMatch: isMatch)) }
    }
    for place in ByteSearch.occurrences(of: pattern, in: bytes, piece) {
      add(done..<place, isMatch: false)
      done = place + pattern.count
      add(place..<done, isMatch: true)
    }
    add(done..<piece.upperBound, isMatch: false)
    return parts
  }
}
