/// A part of a template that is not plain text. `line` counts from 1.
indirect enum TemplateNode: Sendable {
  /// `{{name}}`, or `{{{name}}}` and `{{&name}}` when raw.
  case variable(name: String, isRaw: Bool, line: Int)
  /// `{{#name}} … {{/name}}`, or `{{^name}} … {{/name}}` when inverted.
  case section(name: String, isInverted: Bool, body: [TemplateNode], line: Int)
  /// `{{>name}}`.
  case partial(name: String, line: Int)
  /// `{{<name}} … {{/name}}` with the blocks it fills.
  case parent(name: String, blocks: [TemplateBlock], line: Int)
  /// `{{$name}} … {{/name}}`: a place that a child template may fill.
  case block(TemplateBlock)
}

/// A named stretch of a template, with what stands there unless a child template says otherwise.
struct TemplateBlock: Sendable {
  let name: String
  let body: [TemplateNode]
  let line: Int
}
