/// Reads the `decoder` of a `tokenizer.json`.
///
/// Ids do not depend on it, so an unknown one is no error: there are then no steps.
enum DecoderReader {
  /// The steps of a decoder, or nil if it is absent or one of its steps is unknown.
  static func steps(_ component: FileValue) throws -> [DecodingStep]? {
    guard !component.isAbsent else { return nil }
    switch try component["type"].string() {
    case "ByteLevel": return [.byteLevel]
    case "ByteFallback": return [.byteFallback]
    case "Fuse": return [.fuse]
    case "Replace":
      let (pattern, content) = try NormalizerReader.replacement(component)
      return [.replace(pattern, with: content)]
    case "Strip":
      return [
        .strip(
          try component["content"].text(), start: try component["start"].count(),
          stop: try component["stop"].count())
      ]
    case "Metaspace":
      let scheme = component["prepend_scheme"]
      let keepsFirst =
        scheme.isAbsent
        ? try !component["add_prefix_space"].bool(default: true) : try scheme.string() == "never"
      return [.metaspace(try component["replacement"].text(), dropsFirst: !keepsFirst)]
    case "Sequence":
      var steps: [DecodingStep] = []
      for element in try component["decoders"].elements() {
        guard let more = try self.steps(element) else { return nil }
        steps += more
      }
      return steps
    default: return nil
    }
  }
}
