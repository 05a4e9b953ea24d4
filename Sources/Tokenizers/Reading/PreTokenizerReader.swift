/// Reads the `pre_tokenizer` of a `tokenizer.json`.
enum PreTokenizerReader {
  private static let supported = ["ByteLevel", "Metaspace", "Sequence", "Split"]

  /// What a pre-tokenizer does.
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
    // The words leave nothing between them, so these two are the same.
    guard (behavior, inverted) == (.isolated, false) || (behavior, inverted) == (.removed, true) else {
      throw part["behavior"].unsupported(
        "behavior", "\(behavior.rawValue)\(inverted ? " (inverted)" : "")", supported: ["Isolated"])
    }
    return .words(known.pattern)
  }

  /// Older files have `add_prefix_space` in place of `prepend_scheme`.
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
