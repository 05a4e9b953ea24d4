/// A part of a template: text, or the tokens between a pair of braces.
enum TemplateSegment {
  /// Text that is written as it is.
  case text(String)
  /// `{{ ... }}`.
  case output([TemplateToken])
  /// `{% ... %}`.
  case statement([TemplateToken])
}
