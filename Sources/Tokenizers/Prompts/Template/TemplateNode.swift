/// A part of a parsed template.
indirect enum TemplateNode {
  /// Text that is written as it is.
  case text(String)
  /// An expression whose value is written.
  case output(TemplateExpression)
  /// `{% if %}` with its `elif` branches, and what `else` holds.
  case condition([Branch], otherwise: [TemplateNode])
  /// `{% for names in list if filter %}`, and what `else` holds.
  case loop(Loop)
  /// `{% set name = value %}`; with two names an attribute of a namespace.
  case assignment([String], TemplateExpression)
  /// `{% set name %}...{% endset %}`.
  case capture(String, [TemplateNode])
  /// `{% break %}`.
  case leave
  /// `{% continue %}`.
  case next

  /// One branch of a condition.
  struct Branch {
    let condition: TemplateExpression
    let body: [TemplateNode]
  }

  /// The parts of a loop.
  struct Loop {
    let names: [String]
    let list: TemplateExpression
    let filter: TemplateExpression?
    let body: [TemplateNode]
    let otherwise: [TemplateNode]
  }
}
