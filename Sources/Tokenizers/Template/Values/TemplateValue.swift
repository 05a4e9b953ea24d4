/// A value in a template, as Python has it.
enum TemplateValue {
  /// A name that stands for nothing, with the reason; written as nothing.
  case undefined(String)
  case none
  case bool(Bool)
  /// A whole number; none beyond 64 bits.
  case integer(Int)
  case double(Double)
  case string(String)
  /// A text that is marked as safe for HTML. It is written as it is; what Jinja would escape for it is refused.
  case markup(String)
  case list(TemplateList)
  case tuple(TemplateList)
  case mapping(TemplateMapping)
  case namespace(TemplateNamespace)
  case range(TemplateRange)
  /// Keys, values or entries of a mapping.
  case view(TemplateView)
  /// Values that are made one by one, and only once.
  case iterator(TemplateIterator)
  case callable(TemplateCallable)
  /// The variable `loop`.
  case loop(LoopState)
  /// What `cycler(...)` gives.
  case cycler(TemplateCycler)

  /// The name of the type in Python, for messages.
  var type: String {
    switch self {
    case .undefined: "Undefined"
    case .none: "NoneType"
    case .bool: "bool"
    case .integer: "int"
    case .double: "float"
    case .string: "str"
    case .markup: "Markup"
    case .list: "list"
    case .tuple: "tuple"
    case .mapping: "dict"
    case .namespace: "Namespace"
    case .range: "range"
    case .view(let view): "dict_\(view.part.rawValue)"
    case .iterator: "generator"
    case .callable(let callable): callable.type
    case .loop: "LoopContext"
    case .cycler: "Cycler"
    }
  }

  /// Whether a condition takes this for true.
  var isTrue: Bool {
    switch self {
    case .undefined, .none: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .double(let value): value != 0
    case .string(let text), .markup(let text): !text.isEmpty
    case .list(let list), .tuple(let list): !list.elements.isEmpty
    case .mapping(let mapping): mapping.count > 0
    case .range(let range): range.count > 0
    case .view(let view): view.mapping.count > 0
    case .namespace, .iterator, .callable, .loop, .cycler: true
    }
  }

  var isUndefined: Bool { if case .undefined = self { true } else { false } }

  /// The text, if this is one.
  var text: String? {
    switch self {
    case .string(let text), .markup(let text): text
    default: nil
    }
  }

  /// The whole number, if this is one; true is 1.
  var integer: Int? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .integer(let value): value
    default: nil
    }
  }

  /// Levels of values in each other, this one included; a namespace, which can change, ends them.
  var depth: Int {
    switch self {
    case .list(let list), .tuple(let list): list.depth
    case .mapping(let mapping): mapping.depth
    case .view(let view): view.mapping.depth + 1
    case .iterator(let iterator): iterator.depth
    case .callable(let callable): callable.depth
    case .loop(let loop): loop.depth
    case .cycler(let cycler): cycler.depth
    case .namespace: 1
    default: 0
    }
  }
}
