/// An expression of a template.
indirect enum TemplateExpression {
  /// A value that stands there.
  case literal(TemplateValue)
  /// `[a, b]`.
  case list([TemplateExpression])
  /// `{'a': b}`.
  case mapping([Entry])
  /// A variable.
  case name(String)
  /// `a.name` or `a['name']`.
  case member(TemplateExpression, TemplateExpression)
  /// `a[from:to:step]`.
  case slice(TemplateExpression, TemplateExpression?, TemplateExpression?, TemplateExpression?)
  /// `function(...)`.
  case call(String, Arguments)
  /// `a.method(...)`.
  case method(TemplateExpression, String, Arguments)
  /// `a | filter(...)`.
  case filter(TemplateExpression, String, Arguments)
  /// `a is name` or `a is name(...)`.
  case test(TemplateExpression, String, Arguments, isNegated: Bool)
  /// `-a`, `+a` or `not a`.
  case unary(String, TemplateExpression)
  /// `a + b` and so on.
  case binary(String, TemplateExpression, TemplateExpression)
  /// `a if condition else b`.
  case conditional(condition: TemplateExpression, then: TemplateExpression, otherwise: TemplateExpression?)

  /// One entry of a mapping.
  struct Entry {
    let key: TemplateExpression
    let value: TemplateExpression
  }

  /// What stands in the parentheses of a call.
  struct Arguments {
    var positional: [TemplateExpression] = []
    var named: [Entry] = []
  }
}
