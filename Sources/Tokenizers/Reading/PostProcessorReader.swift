/// Reads the `post_processor` of a `tokenizer.json`, as far as it concerns one text.
enum PostProcessorReader {
  private static let supported = ["ByteLevel", "Sequence", "TemplateProcessing"]

  /// The special tokens around a text, none if the component is `null`.
  static func read(_ component: FileValue) throws -> PostProcessing {
    guard !component.isAbsent else { return PostProcessing() }
    let kind = try component["type"].string()
    switch kind {
    case "ByteLevel": return PostProcessing()  // It trims offsets, not ids.
    case "TemplateProcessing": return try template(component)
    case "Sequence":
      return try component["processors"].elements().reduce(into: PostProcessing()) { all, element in
        let next = try read(element)
        all.before = next.before + all.before
        all.after += next.after
      }
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
