/// A value in a template.
enum TemplateValue: Equatable {
  /// A name that stands for nothing; written as nothing.
  case undefined
  /// `none`.
  case none
  /// `true` or `false`.
  case bool(Bool)
  /// A whole number.
  case integer(Int)
  /// A number with a fraction.
  case double(Double)
  /// A text.
  case string(String)
  /// A list.
  case list([TemplateValue])
  /// A mapping, in order.
  case mapping([Entry])
  /// A namespace, whose attributes can be set from inside a loop.
  case namespace(Namespace)

  /// One entry of a mapping.
  struct Entry: Equatable {
    let key: String
    let value: TemplateValue

    static func == (left: Entry, right: Entry) -> Bool {
      left.key.utf8.elementsEqual(right.key.utf8) && left.value == right.value
    }
  }

  /// The attributes of a namespace.
  final class Namespace: Equatable {
    var members: [String: TemplateValue]

    init(_ members: [String: TemplateValue]) {
      self.members = members
    }

    static func == (left: Namespace, right: Namespace) -> Bool { left === right }
  }

  /// Whether a condition takes this for true.
  var isTrue: Bool {
    switch self {
    case .undefined, .none: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .double(let value): value != 0
    case .string(let text): !text.isEmpty
    case .list(let list): !list.isEmpty
    case .mapping(let entries): !entries.isEmpty
    case .namespace: true
    }
  }

  /// The text that is written for this value.
  func text() throws -> String {
    switch self {
    case .undefined: return ""
    case .none: return "None"
    case .bool(let value): return value ? "True" : "False"
    case .integer(let value): return String(value)
    case .double(let value): return value.description
    case .string(let text): return text
    case .list, .mapping, .namespace: throw TemplateError.unsupported("writing out a list or mapping")
    }
  }

  /// The text, if this is one.
  func string() throws -> String {
    guard case .string(let text) = self else {
      throw TemplateError.evaluation("a text was expected, found \(kind)")
    }
    return text
  }

  /// A whole number, if this is one.
  func integer() throws -> Int {
    guard case .integer(let value) = self else {
      throw TemplateError.evaluation("a whole number was expected, found \(kind)")
    }
    return value
  }

  /// The values that a loop goes over.
  func elements() throws -> [TemplateValue] {
    switch self {
    case .list(let list): return list
    case .mapping(let entries): return entries.map { .string($0.key) }
    case .string(let text): return text.unicodeScalars.map { .string(String($0)) }
    case .undefined: return []
    default: throw TemplateError.evaluation("a list was expected, found \(kind)")
    }
  }

  /// The kind of value that this is, for messages.
  var kind: String {
    switch self {
    case .undefined: "nothing"
    case .none: "none"
    case .bool: "a truth value"
    case .integer, .double: "a number"
    case .string: "a text"
    case .list: "a list"
    case .mapping: "a mapping"
    case .namespace: "a namespace"
    }
  }

  /// Equality as Python has it: texts by their code points, numbers by value.
  static func == (left: TemplateValue, right: TemplateValue) -> Bool {
    switch (left, right) {
    case (.undefined, .undefined), (.none, .none): true
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
    case (.list(let left), .list(let right)): left == right
    case (.mapping(let left), .mapping(let right)): left == right
    case (.namespace(let left), .namespace(let right)): left == right
    default: left.number.map { $0 == right.number } ?? false
    }
  }

  /// The value as a number; true is 1.
  var number: Double? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .integer(let value): Double(value)
    case .double(let value): value
    default: nil
    }
  }
}
