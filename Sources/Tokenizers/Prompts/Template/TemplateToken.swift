/// A token between the braces of a template.
enum TemplateToken: Equatable {
  /// A name or keyword.
  case name(String)
  /// A string literal, its escapes resolved.
  case string(String)
  /// A whole number.
  case integer(Int)
  /// A number with a fraction.
  case double(Double)
  /// An operator or a bracket.
  case symbol(String)
}
