/// The variables that a part of a template sees: those set in it and those of the parts around it.
struct TemplateScope {
  private var frames: [[String: TemplateValue]]

  init(_ variables: [String: TemplateValue]) {
    frames = [variables]
  }

  /// The value of a variable.
  subscript(name: String) -> TemplateValue {
    frames.last { $0[name] != nil }?[name] ?? .undefined
  }

  /// Sets a variable in the innermost part.
  mutating func set(_ name: String, _ value: TemplateValue) { frames[frames.count - 1][name] = value }

  /// Starts a part whose variables end with it.
  mutating func push() { frames.append([:]) }

  /// Ends a part.
  mutating func pop() { frames.removeLast() }
}
