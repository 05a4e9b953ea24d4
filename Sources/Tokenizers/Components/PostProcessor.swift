/// The special tokens that stand around an encoded text.
struct PostProcessing: Sendable, Equatable {
  /// Ids before the text.
  var before: [Int32] = []
  /// Ids after the text.
  var after: [Int32] = []
}

/// Reads the `post_processor` of a `tokenizer.json`, as far as it concerns one text.
enum PostProcessorReader {
  private static let supported = ["ByteLevel", "Sequence", "TemplateProcessing"]

  /// The special tokens around a text, none if the component is `null`.
  static func read(_ component: FileValue) throws -> PostProcessing {
    let templates = try templates(in: component)
    // The reference applies a second one to the parts that the first has made, as if they were two texts.
    guard templates.count < 2 else { throw component.unexpected("one TemplateProcessing at most") }
    return try templates.first.map(template) ?? PostProcessing()
  }

  private static func templates(in component: FileValue) throws -> [FileValue] {
    guard !component.isAbsent else { return [] }
    let kind = try component["type"].string()
    switch kind {
    case "ByteLevel": return []  // It trims offsets, not ids.
    case "TemplateProcessing": return [component]
    case "Sequence": return try component["processors"].elements().flatMap(templates)
    default: throw component.unsupported("post-processor", kind, supported: supported)
    }
  }

  private static func template(_ component: FileValue) throws -> PostProcessing {
    var result = PostProcessing()
    var isAfterText = false
    for piece in try component["single"].elements() {
      let sequence = piece["Sequence"]
      if sequence.isAbsent {
        let ids = try specialTokens(piece["SpecialToken"]["id"], in: component["special_tokens"])
        if isAfterText { result.after += ids } else { result.before += ids }
      } else {
        guard !isAfterText, try sequence["id"].string() == "A" else {
          throw piece.unexpected("the sequence A, once")
        }
        isAfterText = true
      }
    }
    guard isAfterText else { throw component["single"].unexpected("the sequence A") }
    return result
  }

  private static func specialTokens(_ name: FileValue, in tokens: FileValue) throws -> [Int32] {
    try tokens[name.string()]["ids"].elements().map { try $0.id() }
  }
}
