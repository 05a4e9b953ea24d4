/// The variables of a function that is running.
final class Activation {
  /// The values of all slots; nil for a variable without value.
  private var slots: [TemplateValue?]
  private let parent: Activation?

  /// Starts a function within the one that surrounds its text.
  init(_ function: FunctionLayout, in parent: Activation?) {
    slots = Array(repeating: nil, count: function.slotCount)
    self.parent = parent
  }

  /// The value of a variable of this function or one around it.
  subscript(reference: VariableReference) -> TemplateValue? {
    get { owner(of: reference).slots[reference.slot] }
    set { owner(of: reference).slots[reference.slot] = newValue }
  }

  private func owner(of reference: VariableReference) -> Activation {
    var owner = self
    for _ in 0..<reference.hops {
      guard let parent = owner.parent else { preconditionFailure("a function has fewer functions around it") }
      owner = parent
    }
    return owner
  }

  /// Lets go of all values.
  func clear() {
    for slot in slots.indices { slots[slot] = nil }
  }
}
