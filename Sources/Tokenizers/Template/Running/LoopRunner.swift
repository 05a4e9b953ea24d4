/// Runs a `for` loop.
struct LoopRunner {
  let run: TemplateRun
  let loop: TemplateLoop

  /// Writes the loop; a jump is one out of a loop around it, from what `else` holds.
  func write() throws -> TemplateRun.Jump? {
    let list = try run.value(loop.list)
    guard loop.isRecursive else { return try write(list, depth0: 0, recurse: nil) }
    let surroundings = run.activation
    try run.write(try text(of: list, 0, in: surroundings))
    return nil
  }

  /// The text of a recursive loop for some elements.
  private func text(of list: TemplateValue, _ depth0: Int, in surroundings: Activation) throws -> String {
    guard let function = loop.function else { preconditionFailure("a recursive loop has a function") }
    return try run.budget.nested {
      try run.inFunction(function, in: surroundings) {
        try run.text {
          _ = try write(list, depth0: depth0) { try text(of: $0, $1, in: surroundings) }
        }
      }
    }
  }

  private func write(
    _ list: TemplateValue, depth0: Int, recurse: ((TemplateValue, Int) throws -> String)?
  ) throws -> TemplateRun.Jump? {
    var (source, elements) = (list, try PythonSequence(budget: run.budget).iterator(over: list))
    if loop.filter != nil {
      elements = try filtered(elements, list)
      source = .iterator(elements)
    }
    let state = try LoopState(over: source, elements, depth0: depth0, budget: run.budget, recurse: recurse)
    // Jinja takes a loop for empty as long as no round has come to its end.
    var isEmpty = true
    while let element = try state.next() {
      try run.budget.step()
      let jump = try round(element, state)
      if jump == .leave { break }
      if jump == nil { isEmpty = false }
    }
    guard isEmpty, !loop.otherwise.body.isEmpty else { return nil }
    return try run.inScope(loop.otherwise.scope) { try run.write(loop.otherwise.body) }
  }

  private func round(_ element: TemplateValue, _ state: LoopState) throws -> TemplateRun.Jump? {
    try run.bind(loop.target, element)
    if let reference = loop.state { run.activation[reference] = .loop(state) }
    return try run.inScope(loop.block.scope) { try run.write(loop.block.body) }
  }

  /// The elements for which the filter of the loop holds, each looked at when the loop comes to it.
  private func filtered(_ elements: TemplateIterator, _ list: TemplateValue) throws -> TemplateIterator {
    guard let filter = loop.filter, let function = loop.filterFunction else { return elements }
    let surroundings = run.activation
    let own = Activation(function, in: surroundings)
    var hasStarted = false
    return try TemplateIterator(holding: list) { [self, run, loop] in
      while let element = try elements.next() {
        let kept: TemplateValue? = try run.resume(own) {
          if !hasStarted { run.enter(loop.filterScope) }
          hasStarted = true
          try run.bind(loop.filterTarget, element)
          return try run.value(filter).isTrue ? try parts(of: loop.filterTarget) ?? element : nil
        }
        if let kept { return kept }
      }
      return nil
    }
  }

  /// The tuple that Jinja makes of several names behind a filter, whatever kind of list the element is.
  private func parts(of target: TemplateTarget) throws -> TemplateValue? {
    switch target {
    case .name(let name): return name.reference.flatMap { run.activation[$0] }
    case .attribute: return nil
    case .tuple(let targets): return .tuple(try TemplateList(targets.compactMap { try parts(of: $0) }))
    }
  }
}
