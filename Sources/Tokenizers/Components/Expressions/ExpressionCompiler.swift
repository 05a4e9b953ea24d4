/// Turns the tree of a regular expression into the steps of a match.
struct ExpressionCompiler {
  private static let longest = 20_000

  private var program: [SplitExpression.Instruction] = []

  /// The program of an expression, which ends with `match`.
  static func program(of tree: ExpressionTree) throws(ExpressionProblem) -> [SplitExpression.Instruction] {
    var compiler = ExpressionCompiler()
    try compiler.add(tree)
    compiler.program.append(.match)
    return compiler.program
  }

  private mutating func add(_ tree: ExpressionTree) throws(ExpressionProblem) {
    guard program.count <= Self.longest else { throw ExpressionProblem(what: "it is too long") }
    switch tree {
    case .scalar(let set): program.append(.scalar(set))
    case .place(let place): program.append(place)
    case .sequence(let parts): for part in parts { try add(part) }
    case .alternatives(let parts): try add(alternatives: parts)
    case .repetition(let part, let counts, let mode): try add(part, counts, mode)
    case .lookAhead(let part, let isNegated):
      try addGroup(part) { .lookAhead(isNegated: isNegated, next: $0) }
    case .atomic(let part): try addGroup(part) { .atomic(next: $0) }
    }
  }

  /// Adds a part that is matched by itself, before it the instruction made of the place behind it.
  private mutating func addGroup(
    _ part: ExpressionTree, _ instruction: (Int) -> SplitExpression.Instruction
  ) throws(ExpressionProblem) {
    let place = program.count
    program.append(.match)
    try add(part)
    program.append(.match)
    program[place] = instruction(program.count)
  }

  private mutating func add(alternatives parts: [ExpressionTree]) throws(ExpressionProblem) {
    var jumps: [Int] = []
    for part in parts.dropLast() {
      let place = program.count
      program.append(.match)
      try add(part)
      jumps.append(program.count)
      program.append(.match)
      program[place] = .either(place + 1, or: program.count)
    }
    if let last = parts.last { try add(last) }
    for jump in jumps { program[jump] = .jump(program.count) }
  }

  private mutating func add(
    _ part: ExpressionTree, _ counts: ClosedRange<Int>, _ mode: ExpressionTree.Mode
  ) throws(ExpressionProblem) {
    if mode == .possessive {
      return try addGroup(.repetition(part, counts, .greedy)) { .atomic(next: $0) }
    }
    for _ in 0..<counts.lowerBound { try add(part) }
    guard counts.upperBound < .max else {
      let place = program.count
      program.append(.match)
      try add(part)
      program.append(.jump(place))
      return program[place] = choice(place + 1, program.count, mode)
    }
    var places: [Int] = []
    for _ in counts.lowerBound..<counts.upperBound {
      places.append(program.count)
      program.append(.match)
      try add(part)
    }
    for place in places { program[place] = choice(place + 1, program.count, mode) }
  }

  private func choice(_ on: Int, _ out: Int, _ mode: ExpressionTree.Mode) -> SplitExpression.Instruction {
    mode == .reluctant ? .either(out, or: on) : .either(on, or: out)
  }
}
