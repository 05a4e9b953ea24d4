/// One pre-tokenizer of a `tokenizer.json`: it cuts the text into pieces, and may rewrite them.
enum PreTokenizationStep: Sendable, Equatable {
  /// Cuts into the words of a known regular expression.
  case words(WordPattern)
  /// Cuts at a pattern; `inverted` swaps matches and what lies between them. Behind the pre-tokenizer `ByteLevel` the
  /// pattern sees the characters that stand for the bytes.
  case split(SplitPattern, SplitBehavior, inverted: Bool, seesBytes: Bool)
  /// Puts a replacement in place of each space and in front, and may cut before each replacement.
  case metaspace(replacement: [UInt8], prefix: MetaspacePrefix, splits: Bool)
  /// Puts a space in front of each piece that does not start with one.
  case prefixSpace

  /// The pieces that get a metaspace in front of them.
  enum MetaspacePrefix: String, Sendable, CaseIterable {
    /// All.
    case always
    /// The one that starts the text.
    case first
    /// None.
    case never
  }

  /// Cuts the pieces of a text further.
  ///
  /// `startsText` tells whether the text is the start of all that is encoded; only there a prefix of the kind
  /// ``MetaspacePrefix/first`` is put.
  func apply(
    to text: inout AlignedText, pieces: inout [Range<Int>], startsText: Bool, _ budget: inout EncodingBudget
  ) throws(EncodingProblem) {
    switch self {
    case .words(let pattern):
      var words: [Range<Int>] = []
      words.reserveCapacity(text.bytes.count / 4)
      for piece in pieces { pattern.appendWords(of: text.bytes, in: piece, to: &words) }
      pieces = words
    case .split(let pattern, let behavior, let inverted, let seesBytes):
      var cut: [Range<Int>] = []
      for piece in pieces {
        let matches =
          try seesBytes
          ? ByteAlphabet.matches(of: pattern, in: text.bytes[piece], &budget)
          : pattern.matches(in: text.bytes, piece, &budget)
        cut += behavior.split(piece, at: matches, inverted: inverted)
      }
      pieces = cut
    case .metaspace(let replacement, let prefix, let splits):
      try Self.putMetaspaces(in: &text, &pieces, replacement, prefix, startsText, budget)
      if splits {
        let step = Self.split(.bytes(replacement), .mergedWithNext, inverted: false, seesBytes: false)
        try step.apply(to: &text, pieces: &pieces, startsText: startsText, &budget)
      }
    case .prefixSpace:
      try Self.rewrite(&text, &pieces) { (piece, _) throws(EncodingProblem) in
        let space = UInt8(ascii: " ")
        return piece.bytes.first == space ? piece : try Self.prepend([space], to: piece, budget)
      }
    }
  }

  private static func putMetaspaces(
    in text: inout AlignedText, _ pieces: inout [Range<Int>], _ replacement: [UInt8],
    _ prefix: MetaspacePrefix,
    _ startsText: Bool, _ budget: EncodingBudget
  ) throws(EncodingProblem) {
    try rewrite(&text, &pieces) { (piece, isFirst) throws(EncodingProblem) in
      let piece = try NormalizationStep.replace([UInt8(ascii: " ")], with: replacement, in: piece, budget)
      let isMeant = prefix == .always || (prefix == .first && isFirst && startsText)
      guard isMeant, !piece.bytes.starts(with: replacement) else { return piece }
      return try prepend(replacement, to: piece, budget)
    }
  }

  private static func prepend(
    _ prefix: [UInt8], to piece: AlignedText, _ budget: EncodingBudget
  ) throws(EncodingProblem) -> AlignedText {
    try NormalizationStep.prepend(prefix).apply(to: piece, budget)
  }

  /// Replaces each piece by what `body` makes of it, told whether the piece starts the text.
  private static func rewrite(
    _ text: inout AlignedText, _ pieces: inout [Range<Int>],
    _ body: (AlignedText, Bool) throws(EncodingProblem) -> AlignedText
  ) throws(EncodingProblem) {
    var result = AlignedText(like: text)
    for index in pieces.indices {
      var piece = AlignedText(like: text)
      piece.append(text, pieces[index])
      piece = try body(piece, pieces[index].lowerBound == 0)
      let start = result.bytes.count
      result.append(piece, piece.bytes.indices)
      pieces[index] = start..<result.bytes.count
    }
    text = result
  }
}

/// Reads the `pre_tokenizer` of a `tokenizer.json`.
enum PreTokenizerReader {
  private static let supported = [
    "ByteLevel", "CharDelimiterSplit", "Digits", "Metaspace", "Punctuation", "Sequence", "Split",
    "Whitespace",
    "WhitespaceSplit",
  ]

  /// Work of a pre-tokenizer.
  struct PreTokenizer {
    var steps: [PreTokenizationStep] = []
    /// Whether words are made of bytes, in the alphabet of byte-level models.
    var isByteLevel = false
  }

  /// Reads the component; `null` does nothing.
  ///
  /// A prefix for the first piece only is not taken together with a normaliser: which piece is the first then
  /// depends on how the reference counts places in a text that is rewritten.
  static func read(_ component: FileValue, isNormalized: Bool) throws -> PreTokenizer {
    var result = PreTokenizer()
    for part in try flatten(component) {
      let kind = try part["type"].string()
      if let step = try split(kind, part, seesBytes: result.isByteLevel) {
        result.steps.append(step)
        continue
      }
      guard !result.isByteLevel else {
        throw part.unexpected("nothing that rewrites the text after the ByteLevel pre-tokenizer")
      }
      switch kind {
      case "ByteLevel":
        result.isByteLevel = true
        if try part["add_prefix_space"].bool() { result.steps.append(.prefixSpace) }
        if try part["use_regex"].bool(default: true) { result.steps.append(.words(.gpt2)) }
      case "Metaspace":
        let step = try metaspace(part)
        if isNormalized, case .metaspace(_, .first, _) = step {
          throw part["prepend_scheme"].unexpected("\"always\" or \"never\" beside a normalizer")
        }
        result.steps.append(step)
      default: throw part.unsupported("pre-tokenizer", kind, supported: supported)
      }
    }
    return result
  }

  /// The step of a pre-tokenizer that cuts a text and leaves it as it is; nil for any other.
  private static func split(_ kind: String, _ part: FileValue, seesBytes: Bool) throws -> PreTokenizationStep?
  {
    func cut(_ pattern: SplitPattern, _ behavior: SplitBehavior, inverted: Bool = false)
      -> PreTokenizationStep
    {
      .split(pattern, behavior, inverted: inverted, seesBytes: seesBytes)
    }
    switch kind {
    case "Split": return try split(part, seesBytes: seesBytes)
    case "Digits":
      return cut(
        .scalars(.number), try part["individual_digits"].bool(default: false) ? .isolated : .contiguous)
    case "Punctuation":
      let behavior = part["behavior"]
      return cut(
        .scalars(.punctuation),
        try behavior.isAbsent ? .isolated : behavior.choice("behavior", of: SplitBehavior.self))
    case "Whitespace": return cut(.wordsAndSymbols, .removed, inverted: true)
    case "WhitespaceSplit": return cut(.scalars(.space), .removed)
    case "CharDelimiterSplit":
      let delimiter = try part["delimiter"].text()
      guard UTF8Reader.scalars(delimiter).count == 1 else {
        throw part["delimiter"].unexpected("one character")
      }
      return cut(.bytes(delimiter), .removed)
    default: return nil
    }
  }

  /// The parts of nested sequences, in order.
  private static func flatten(_ component: FileValue) throws -> [FileValue] {
    guard !component.isAbsent else { return [] }
    guard try component["type"].string() == "Sequence" else { return [component] }
    return try component["pretokenizers"].elements().flatMap(flatten)
  }

  private static func split(_ part: FileValue, seesBytes: Bool) throws -> PreTokenizationStep {
    let behavior = try part["behavior"].choice("behavior", of: SplitBehavior.self)
    let inverted = try part["invert"].bool(default: false)
    let expression = part["pattern"]["Regex"]
    guard !expression.isAbsent else {
      let text = try NormalizerReader.literal(part["pattern"])
      return .split(.bytes(text), behavior, inverted: inverted, seesBytes: seesBytes)
    }
    let text = try expression.string()
    // The words leave nothing between them, so isolating words and removing what is no word are the same.
    let isWhole = (behavior, inverted) == (.isolated, false) || (behavior, inverted) == (.removed, true)
    if isWhole, !seesBytes,
      let known = WordPattern.known.first(where: { $0.text.utf8.elementsEqual(text.utf8) })
    {
      return .words(known.pattern)
    }
    let pattern = SplitPattern.expression(try self.expression(text, expression))
    return .split(pattern, behavior, inverted: inverted, seesBytes: seesBytes)
  }

  private static func expression(_ text: String, _ value: FileValue) throws -> SplitExpression {
    do {
      return try SplitExpression(text)
    } catch {
      throw value.error(.unreadableExpression(text, reason: error.what, place: value.place))
    }
  }

  /// Reads a metaspace; older files have `add_prefix_space` in place of `prepend_scheme`.
  private static func metaspace(_ part: FileValue) throws -> PreTokenizationStep {
    let scheme = part["prepend_scheme"]
    let prefix: PreTokenizationStep.MetaspacePrefix =
      if scheme.isAbsent {
        try part["add_prefix_space"].bool(default: true) ? .always : .never
      } else {
        try scheme.choice("prepend scheme", of: PreTokenizationStep.MetaspacePrefix.self)
      }
    return .metaspace(
      replacement: try part["replacement"].text(), prefix: prefix,
      splits: try part["split"].bool(default: true))
  }
}
