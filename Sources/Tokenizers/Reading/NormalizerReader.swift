/// Reads the `normalizer` of a `tokenizer.json`.
enum NormalizerReader {
  private static let supported = ["NFC", "Prepend", "Replace", "Sequence", "Strip"]

  /// The steps of a normaliser, none if it is `null`.
  static func steps(_ component: FileValue) throws -> [NormalizationStep] {
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
