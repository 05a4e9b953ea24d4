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
  func apply(to text: inout AlignedText, pieces: inout [Range<Int>], startsText: Bool) {
    switch self {
    case .words(let pattern):
      var words: [Range<Int>] = []
      words.reserveCapacity(text.bytes.count / 4)
      for piece in pieces { pattern.appendWords(of: text.bytes, in: piece, to: &words) }
      pieces = words
    case .split(let pattern, let behavior, let inverted):
      pieces = behavior.split(pieces, of: text.bytes, at: pattern, inverted: inverted)
    case .metaspace(let replacement, let prefix, let splits):
      let space = [UInt8(ascii: " ")]
      Self.rewrite(&text, &pieces) { piece, isFirst in
        var piece = NormalizationStep.replace(space, with: replacement, in: piece)
        let isMeant = prefix == .always || (prefix == .first && isFirst && startsText)
        if isMeant, !piece.bytes.starts(with: replacement) { piece = Self.prepend(replacement, to: piece) }
        return piece
      }
      if splits {
        pieces = SplitBehavior.mergedWithNext.split(pieces, of: text.bytes, at: replacement, inverted: false)
      }
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

  /// Replaces each piece by what `body` makes of it, told whether the piece starts the text.
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
}

/// Reads the `pre_tokenizer` of a `tokenizer.json`.
enum PreTokenizerReader {
  private static let supported = ["ByteLevel", "Metaspace", "Sequence", "Split"]

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
      guard !result.isByteLevel else {
        throw part.unexpected("nothing after the ByteLevel pre-tokenizer")
      }
      let kind = try part["type"].string()
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
      case "Split": result.steps.append(try split(part))
      default: throw part.unsupported("pre-tokenizer", kind, supported: supported)
      }
    }
    return result
  }

  /// The parts of nested sequences, in order.
  private static func flatten(_ component: FileValue) throws -> [FileValue] {
    guard !component.isAbsent else { return [] }
    guard try component["type"].string() == "Sequence" else { return [component] }
    return try component["pretokenizers"].elements().flatMap(flatten)
  }

  private static func split(_ part: FileValue) throws -> PreTokenizationStep {
    let behavior = try part["behavior"].choice("behavior", of: SplitBehavior.self)
    let inverted = try part["invert"].bool(default: false)
    let expression = part["pattern"]["Regex"]
    guard !expression.isAbsent else {
      return .split(try NormalizerReader.literal(part["pattern"]), behavior, inverted: inverted)
    }
    let text = try expression.string()
    guard let known = WordPattern.known.first(where: { $0.text.utf8.elementsEqual(text.utf8) }) else {
      throw expression.unsupported("regular expression", text, supported: WordPattern.known.map(\.text))
    }
    // The words leave nothing between them, so isolating words and removing what is no word are the same.
    guard (behavior, inverted) == (.isolated, false) || (behavior, inverted) == (.removed, true) else {
      throw part["behavior"].unsupported(
        "behavior", "\(behavior.rawValue)\(inverted ? " (inverted)" : "")", supported: ["Isolated"])
    }
    return .words(known.pattern)
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
