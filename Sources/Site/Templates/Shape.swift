/// What a template may use under one name.
indirect enum Shape: Sendable {
  /// Text, which a tag `{{name}}` escapes.
  case text
  /// Markup, which only a tag `{{{name}}}` may insert.
  case html
  /// Something to decide by: `{{#name}}` or `{{^name}}`.
  case flag
  /// Names of its own, reached inside `{{#name}}` or by `{{name.inner}}`.
  case record(Fields)
  /// Repeats what stands inside `{{#name}}`, with the names of the element.
  case list(Fields)
  /// A value that may be missing, so that it can only be used inside `{{#name}}`.
  case optional(Shape)

  /// Names and their shapes; found when asked for, since models may contain each other.
  typealias Fields = @Sendable () -> [String: Shape]

  /// How error messages call it.
  var noun: String {
    switch self {
    case .text: "text"
    case .html: "markup"
    case .flag: "a condition"
    case .record: "a group of names"
    case .list: "a list"
    case .optional(let shape): "\(shape.noun) that may be missing"
    }
  }
}
