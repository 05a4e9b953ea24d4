/// One normaliser of a `tokenizer.json`: a rewriting of the text before it is cut into words.
enum NormalizationStep: Sendable, Equatable {
  /// Normalization Form C.
  case nfc
  /// Puts bytes in front of a text that is not empty; they stand for its first character, as in the reference.
  case prepend([UInt8])
  /// Puts bytes in place of each occurrence of others, which are not empty.
  case replace([UInt8], with: [UInt8])
  /// Takes away white space on the left and on the right.
  case strip(left: Bool, right: Bool)

  /// The text after this step.
  func apply(to text: AlignedText, _ budget: EncodingBudget) throws(EncodingProblem) -> AlignedText {
    switch self {
    case .nfc: return Composition.compose(text)
    case .prepend(let prefix):
      guard !text.bytes.isEmpty else { return text }
      try budget.allow(text.bytes.count + prefix.count)
      let first = text.bytes.withUnsafeBufferPointer { UTF8Reader.scalar($0, at: 0).length }
      var result = AlignedText(like: text)
      result.append(prefix, for: 0..<first, of: text)
      result.append(text, text.bytes.indices)
      return result
    case .replace(let pattern, let replacement):
      return try Self.replace(pattern, with: replacement, in: text, budget)
    case .strip(let left, let right): return Self.strip(text, left: left, right: right)
    }
  }

  /// Puts a string in place of each occurrence of another, which is not empty.
  static func replace(
    _ pattern: [UInt8], with replacement: [UInt8], in text: AlignedText, _ budget: EncodingBudget
  ) throws(EncodingProblem) -> AlignedText {
    let places = ByteSearch.occurrences(of: pattern, in: text.bytes, text.bytes.indices)
    guard !places.isEmpty else { return text }
    try budget.allow(text.bytes.count, places.count, times: replacement.count)
    var result = AlignedText(like: text)
    var done = 0
    for place in places {
      result.append(text, done..<place)
      done = place + pattern.count
      result.append(replacement, for: place..<done, of: text)
    }
    result.append(text, done..<text.bytes.count)
    return result
  }

  private static func strip(_ text: AlignedText, left: Bool, right: Bool) -> AlignedText {
    let kept = text.bytes.withUnsafeBufferPointer { bytes in
      let start = left ? WhiteSpace.end(in: bytes, from: 0) : 0
      return start..<(right ? max(start, WhiteSpace.start(in: bytes, before: bytes.count)) : bytes.count)
    }
    guard kept != text.bytes.indices else { return text }
    var result = AlignedText(like: text)
    result.append(text, kept)
    return result
  }
}

/// Reads the `normalizer` of a `tokenizer.json`.
enum NormalizerReader {
  private static let supported = ["NFC", "Prepend", "Replace", "Sequence", "Strip"]

  /// The most steps of a normaliser.
  private static let mostSteps = 1000

  /// The steps of a normaliser, none if it is `null`.
  static func read(_ component: FileValue) throws -> [NormalizationStep] {
    let steps = try steps(component)
    guard steps.count <= mostSteps else { throw component.unexpected("at most \(mostSteps) steps") }
    return steps
  }

  private static func steps(_ component: FileValue) throws -> [NormalizationStep] {
    guard !component.isAbsent else { return [] }
    let kind = try component["type"].string()
    switch kind {
    case "NFC": return [.nfc]
    case "Prepend": return [.prepend(try component["prepend"].text())]
    case "Replace":
      let (pattern, content) = try replacement(component)
      return [.replace(pattern, with: content)]
    case "Strip":
      return [
        .strip(left: try component["strip_left"].bool(), right: try component["strip_right"].bool())
      ]
    case "Sequence": return try component["normalizers"].elements().flatMap(steps)
    default: throw component.unsupported("normalizer", kind, supported: supported)
    }
  }

  /// The string that a `Replace` searches and the one it puts there, which may be empty.
  static func replacement(_ component: FileValue) throws -> (pattern: [UInt8], content: [UInt8]) {
    let content = Array(try component["content"].string().utf8)
    return (try literal(component["pattern"]), content)
  }

  /// A pattern that is a string without special meaning.
  static func literal(_ pattern: FileValue) throws -> [UInt8] {
    let expression = pattern["Regex"]
    guard expression.isAbsent else {
      throw expression.unsupported(
        "regular expression", try expression.string(), supported: ["{\"String\": ...}"])
    }
    return try pattern["String"].text()
  }
}
