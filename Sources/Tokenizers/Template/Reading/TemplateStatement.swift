/// A part of a template that is written or changes a variable.
struct TemplateStatement {
  /// The kinds of statements.
  indirect enum Kind {
    /// Text that is written as it is.
    case text(String)
    /// An expression whose value is written.
    case output(TemplateExpression)
    /// `{% if %}` with its `elif` branches, and what `else` holds.
    case condition([Branch], otherwise: [TemplateStatement])
    case loop(TemplateLoop)
    /// `{% set target = value %}`.
    case assignment(TemplateTarget, TemplateExpression)
    /// `{% set target | filter %}...{% endset %}`.
    case capture(TemplateTarget, filter: TemplateExpression?, TemplateBlock)
    case macro(TemplateMacro, name: String, VariableName)
    /// `{% call(...) macro() %}...{% endcall %}`.
    case call(TemplateExpression, TemplateMacro)
    /// `{% filter name %}...{% endfilter %}`.
    case filter(TemplateExpression, TemplateBlock)
    /// `{% with name = value %}...{% endwith %}`.
    case with([(target: TemplateTarget, value: TemplateExpression)], TemplateBlock)
    /// `{% generation %}...{% endgeneration %}`: the text as it is, in a function of its own.
    case generation(TemplateMacro)
    /// `{% break %}`.
    case leave
    /// `{% continue %}`.
    case next
  }

  /// One branch of a condition.
  struct Branch {
    let condition: TemplateExpression
    let body: [TemplateStatement]
  }

  let kind: Kind
  let line: Int
}

/// Statements with variables of their own.
final class TemplateBlock {
  let body: [TemplateStatement]
  /// The variables; set once names are resolved.
  var scope = ScopePlan()

  init(_ body: [TemplateStatement]) {
    self.body = body
  }
}

/// `{% for target in list if filter %}`, and what `else` holds.
final class TemplateLoop {
  let target: TemplateTarget
  let list: TemplateExpression
  let filter: TemplateExpression?
  let isRecursive: Bool
  let block: TemplateBlock
  let otherwise: TemplateBlock
  /// The variables of the filter and of its function, where the target is bound too.
  var filterScope = ScopePlan()
  var filterTarget: TemplateTarget
  var filterFunction: FunctionLayout?
  /// The function of a recursive loop's body.
  var function: FunctionLayout?
  /// The variable `loop`, if the body reads it.
  var state: VariableReference?

  init(
    target: TemplateTarget, list: TemplateExpression, filter: TemplateExpression?, isRecursive: Bool,
    block: TemplateBlock, otherwise: TemplateBlock
  ) {
    (self.target, self.list, self.filter, self.isRecursive) = (target, list, filter, isRecursive)
    (self.block, self.otherwise) = (block, otherwise)
    filterTarget = target.copy()
  }
}

/// A function that a template makes: `{% macro %}`, or what stands in a `{% call %}`.
final class TemplateMacro {
  /// A parameter; without a default it is undefined when it is not given.
  struct Parameter {
    let name: String
    var fallback: TemplateExpression?
  }

  let name: String?
  let parameters: [Parameter]
  let block: TemplateBlock
  let line: Int
  /// The variables of the parameters; set once names are resolved, like all below.
  var slots: [VariableReference] = []
  /// The variables `caller`, `kwargs` and `varargs`, where the body reads them.
  var caller: VariableReference?
  var named: VariableReference?
  var rest: VariableReference?
  var function = FunctionLayout(depth: 0)

  init(name: String?, parameters: [Parameter], block: TemplateBlock, line: Int) {
    (self.name, self.parameters, self.block, self.line) = (name, parameters, block, line)
  }
}

/// What a value is assigned to.
indirect enum TemplateTarget {
  case name(VariableName)
  /// An attribute of a namespace.
  case attribute(VariableName, String)
  case tuple([TemplateTarget])

  /// The same target with variables of its own.
  func copy() -> TemplateTarget {
    switch self {
    case .name(let name): .name(VariableName(name.name))
    case .attribute(let name, let attribute): .attribute(VariableName(name.name), attribute)
    case .tuple(let parts): .tuple(parts.map { $0.copy() })
    }
  }

  /// The names that are set.
  var names: [VariableName] {
    switch self {
    case .name(let name): [name]
    case .attribute: []
    case .tuple(let parts): parts.flatMap(\.names)
    }
  }
}

/// The name of a variable that is set, with the variable once names are resolved.
final class VariableName {
  let name: String
  var reference: VariableReference?

  init(_ name: String) {
    self.name = name
  }
}
