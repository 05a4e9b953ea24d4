import Figures
import Foundation
import Support

/// A value that a template shows. Its fields are declared once, with their shapes, so that templates can be
/// checked against them before anything is rendered and on branches that no page of this study takes.
protocol PageModel: Sendable {
  /// The names that templates may use.
  static var fields: [Field<Self>] { get }
}

/// One name of a page model.
struct Field<Model>: Sendable {
  let key: String
  let shape: Shape
  /// The value as the template engine takes it: text is escaped here, not there.
  let value: @Sendable (Model) -> Any

  private init(_ key: String, _ shape: Shape, _ value: @escaping @Sendable (Model) -> Any) {
    self.key = key
    self.shape = shape
    self.value = value
  }

  static func text(_ key: String, _ value: @escaping @Sendable (Model) -> String) -> Field {
    Field(key, .text) { HTML(escaping: value($0)).markup }
  }

  static func text(_ key: String, optional value: @escaping @Sendable (Model) -> String?) -> Field {
    Field(key, .optional(.text)) { present(value($0).map { HTML(escaping: $0).markup }) }
  }

  /// Sentences, broken into lines only where that reads well.
  static func prose(_ key: String, _ value: @escaping @Sendable (Model) -> String) -> Field {
    text(key) { Prose.keptTogether(value($0)) }
  }

  static func prose(_ key: String, optional value: @escaping @Sendable (Model) -> String?) -> Field {
    text(key, optional: { value($0).map(Prose.keptTogether) })
  }

  static func html(_ key: String, _ value: @escaping @Sendable (Model) -> HTML) -> Field {
    Field(key, .html) { value($0).markup }
  }

  static func html(_ key: String, optional value: @escaping @Sendable (Model) -> HTML?) -> Field {
    Field(key, .optional(.html)) { present(value($0)?.markup) }
  }

  static func flag(_ key: String, _ value: @escaping @Sendable (Model) -> Bool) -> Field {
    Field(key, .flag, value)
  }

  static func model<Inner: PageModel>(_ key: String, _ value: @escaping @Sendable (Model) -> Inner) -> Field {
    Field(key, .record(Inner.shapes)) { value($0).values }
  }

  static func model<Inner: PageModel>(_ key: String, optional value: @escaping @Sendable (Model) -> Inner?)
    -> Field
  {
    Field(key, .optional(.record(Inner.shapes))) { present(value($0)?.values) }
  }

  static func list<Inner: PageModel>(_ key: String, _ value: @escaping @Sendable (Model) -> [Inner]) -> Field
  {
    Field(key, .list(Inner.shapes)) { value($0).map(\.values) }
  }

  /// A missing value as the engine's null: leaving the name out would make the engine look for it further out.
  private static func present(_ value: Any?) -> Any { value ?? NSNull() }
}

extension PageModel {
  /// The names with their shapes.
  @Sendable static func shapes() -> [String: Shape] {
    Dictionary(fields.map { ($0.key, $0.shape) }) { first, _ in first }
  }

  /// The names with their values, for the template engine.
  var values: [String: Any] {
    Dictionary(Self.fields.map { ($0.key, $0.value(self)) }) { first, _ in first }
  }
}

/// Kind of value that a template may use under one name.
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

  /// Words for the shape in error messages.
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
