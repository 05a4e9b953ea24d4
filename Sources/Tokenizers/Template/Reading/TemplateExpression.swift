/// A part of a template that has a value.
final class TemplateExpression {
  /// The kinds of expressions.
  enum Kind {
    case constant(TemplateValue)
    case name(String)
    case list([TemplateExpression])
    case tuple([TemplateExpression])
    case mapping([(key: TemplateExpression, value: TemplateExpression)])
    /// `owner.name`.
    case attribute(TemplateExpression, String)
    /// `owner[key]`.
    case item(TemplateExpression, TemplateExpression)
    /// `owner[start:stop:step]`.
    case slice(TemplateExpression, TemplateSlice)
    case call(TemplateExpression, TemplateArguments)
    /// `input | name(...)`; without an input the text of a block.
    case filter(TemplateExpression?, String, TemplateArguments)
    /// `input is name(...)`.
    case test(TemplateExpression, String, TemplateArguments)
    case not(TemplateExpression)
    case sign(TemplateExpression, isNegative: Bool)
    case and(TemplateExpression, TemplateExpression)
    case or(TemplateExpression, TemplateExpression)
    /// Texts joined by `~`.
    case concatenation([TemplateExpression])
    /// A chain such as `a < b <= c`.
    case comparison(TemplateExpression, [(operation: ComparisonOperator, right: TemplateExpression)])
    case arithmetic(ArithmeticOperator, TemplateExpression, TemplateExpression)
    /// `value if test else otherwise`.
    case condition(test: TemplateExpression, value: TemplateExpression, otherwise: TemplateExpression?)
  }

  /// The deepest tree that is read: no template that Python compiles comes near.
  static let deepest = 200

  let kind: Kind
  let line: Int
  /// Levels of the tree below and with this one.
  let depth: Int
  /// The variable that a name stands for; set once names are resolved.
  var reference: VariableReference?

  /// Makes an expression; throws where the tree becomes too deep.
  init(_ kind: Kind, line: Int) throws {
    self.kind = kind
    self.line = line
    depth = 1 + (Self.children(of: kind).map(\.depth).max() ?? 0)
    guard depth <= Self.deepest else {
      throw TemplateError.limit("an expression of more than \(Self.deepest) levels", line: line)
    }
  }

  /// The expressions in this one, in the order in which Jinja looks through them.
  var children: [TemplateExpression] { Self.children(of: kind) }

  private static func children(of kind: Kind) -> [TemplateExpression] {
    switch kind {
    case .constant, .name: []
    case .list(let parts), .tuple(let parts), .concatenation(let parts): parts
    case .mapping(let pairs): pairs.flatMap { [$0.key, $0.value] }
    case .attribute(let owner, _), .not(let owner), .sign(let owner, _): [owner]
    case .item(let owner, let key): [owner, key]
    case .slice(let owner, let slice): [owner] + slice.parts
    case .call(let owner, let arguments), .test(let owner, _, let arguments): [owner] + arguments.expressions
    case .filter(let input, _, let arguments): (input.map { [$0] } ?? []) + arguments.expressions
    case .and(let left, let right), .or(let left, let right), .arithmetic(_, let left, let right):
      [left, right]
    case .comparison(let first, let rest): [first] + rest.map(\.right)
    case .condition(let test, let value, let otherwise): [test, value] + (otherwise.map { [$0] } ?? [])
    }
  }
}

/// The parts of `[start:stop:step]`.
struct TemplateSlice {
  var start: TemplateExpression?
  var stop: TemplateExpression?
  var step: TemplateExpression?

  var parts: [TemplateExpression] { [start, stop, step].compactMap { $0 } }
}

/// What stands in the parentheses of a call, a filter or a test.
struct TemplateArguments {
  var positional: [TemplateExpression] = []
  var named: [(name: String, value: TemplateExpression)] = []
  /// `*list`.
  var list: TemplateExpression?
  /// `**mapping`.
  var mapping: TemplateExpression?

  var expressions: [TemplateExpression] {
    positional + named.map(\.value) + [list, mapping].compactMap { $0 }
  }
}

/// Operators of which several can stand in a chain.
enum ComparisonOperator: String {
  case equal = "=="
  case unequal = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isIn = "in"
  case isNotIn = "not in"
}

/// Operators on two numbers; some take texts and lists too.
enum ArithmeticOperator: String {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case divideToFloor = "//"
  case remainder = "%"
  case power = "**"
}
