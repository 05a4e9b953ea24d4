/// Reason why a regular expression is not taken: the end of a sentence about it.
struct ExpressionProblem: Error, Sendable, Equatable {
  let what: String
}

/// A regular expression, read.
indirect enum ExpressionTree: Sendable, Equatable {
  case scalar(ScalarSet)
  case sequence([ExpressionTree])
  case alternatives([ExpressionTree])
  case repetition(ExpressionTree, ClosedRange<Int>, Mode)
  case lookAhead(ExpressionTree, isNegated: Bool)
  case atomic(ExpressionTree)
  case place(SplitExpression.Instruction)

  /// The way in which a repetition is tried: with the most rounds first, the fewest first, or the most only.
  enum Mode: Sendable { case greedy, reluctant, possessive }

  /// Whether nothing can be a match.
  var canBeEmpty: Bool {
    switch self {
    case .scalar: false
    case .sequence(let parts): parts.allSatisfy(\.canBeEmpty)
    case .alternatives(let parts): parts.contains(where: \.canBeEmpty)
    case .repetition(let part, let counts, _): counts.lowerBound == 0 || part.canBeEmpty
    case .lookAhead, .place: true
    case .atomic(let part): part.canBeEmpty
    }
  }
}

/// Reads a regular expression by recursive descent.
struct ExpressionReader {
  private static let deepest = 50
  /// The most rounds of a counted repetition.
  private static let mostRounds = 100

  private var rest: Substring.UnicodeScalarView
  private var ignoresCase = false
  private var depth = 0

  /// The tree of an expression that matches no empty text; throws ``ExpressionProblem``.
  static func tree(of text: String) throws(ExpressionProblem) -> ExpressionTree {
    var reader = ExpressionReader(rest: text.unicodeScalars[...])
    let tree = try reader.alternatives()
    guard reader.rest.isEmpty else { throw ExpressionProblem(what: "a bracket is not opened") }
    guard !tree.canBeEmpty else { throw ExpressionProblem(what: "it matches nothing at all too") }
    return tree
  }

  private init(rest: Substring.UnicodeScalarView) { self.rest = rest }

  private mutating func alternatives() throws(ExpressionProblem) -> ExpressionTree {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw ExpressionProblem(what: "groups are nested more than \(Self.deepest) deep")
    }
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func sequence() throws(ExpressionProblem) -> ExpressionTree {
    var parts: [ExpressionTree] = []
    while let next = rest.first, next != "|", next != ")" {
      parts.append(try repeated(try atom()))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func take(_ text: String) -> Bool {
    guard rest.starts(with: text.unicodeScalars) else { return false }
    rest = rest.dropFirst(text.unicodeScalars.count)
    return true
  }

  private mutating func next() throws(ExpressionProblem) -> Unicode.Scalar {
    guard let scalar = rest.popFirst() else { throw ExpressionProblem(what: "it ends too early") }
    return scalar
  }

  private mutating func atom() throws(ExpressionProblem) -> ExpressionTree {
    switch try next() {
    case "(": return try group()
    case "[": return .scalar(try cased(try set()))
    case "\\": return try escaped()
    case ".": return .scalar(ScalarSet(items: [.range(0xA...0xA)], isNegated: true))
    case "^": return .place(.lineStart)
    case "$": return .place(.lineEnd)
    case "*", "+", "?": throw ExpressionProblem(what: "a repetition repeats nothing")
    case let scalar: return .scalar(try cased(ScalarSet(items: [.range(scalar.value...scalar.value)])))
    }
  }

  private func cased(_ set: ScalarSet) throws(ExpressionProblem) -> ScalarSet {
    guard ignoresCase else { return set }
    guard !set.namesOtherLetters else {
      throw ExpressionProblem(what: "both cases of letters beyond ASCII are not understood")
    }
    var set = set
    set.ignoresCase = true
    return set
  }

  private mutating func group() throws(ExpressionProblem) -> ExpressionTree {
    if take("?=") { return .lookAhead(try closed(), isNegated: false) }
    if take("?!") { return .lookAhead(try closed(), isNegated: true) }
    if take("?>") { return .atomic(try closed()) }
    let outside = ignoresCase
    defer { ignoresCase = outside }
    if take("?i:") {
      ignoresCase = true
    } else if !take("?:"), rest.first == "?" {
      throw ExpressionProblem(what: "the group \"(\(String(rest.prefix(3)))\" is not understood")
    }
    return try closed()
  }

  private mutating func closed() throws(ExpressionProblem) -> ExpressionTree {
    let tree = try alternatives()
    guard take(")") else { throw ExpressionProblem(what: "a bracket is not closed") }
    return tree
  }

  private mutating func escaped() throws(ExpressionProblem) -> ExpressionTree {
    if take("A") { return .place(.textStart) }
    if take("z") { return .place(.textEnd) }
    return .scalar(try cased(ScalarSet(items: [try escape()])))
  }

  /// What stands behind a backslash, within a set or outside.
  private mutating func escape() throws(ExpressionProblem) -> ScalarSet.Item {
    let scalar = try next()
    switch scalar {
    case "s", "S": return .space(isNegated: scalar == "S")
    case "d", "D": return .categories(ScalarCategories.mask(of: "Nd") ?? 0, isNegated: scalar == "D")
    case "p", "P": return try property(isNegated: scalar == "P")
    case "n": return .range(0xA...0xA)
    case "r": return .range(0xD...0xD)
    case "t": return .range(0x9...0x9)
    case "f": return .range(0xC...0xC)
    case "v": return .range(0xB...0xB)
    case "x", "u": return try numbered(digits: scalar == "x" ? 2 : 4)
    default:
      guard scalar.value < 0x80, !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar) else {
        throw ExpressionProblem(what: "\"\\\(scalar)\" is not understood")
      }
      return .range(scalar.value...scalar.value)
    }
  }

  private mutating func numbered(digits: Int) throws(ExpressionProblem) -> ScalarSet.Item {
    let isBraced = take("{")
    let text = String(rest.prefix(while: { $0.properties.isASCIIHexDigit }).prefix(isBraced ? 6 : digits))
    rest = rest.dropFirst(text.unicodeScalars.count)
    guard let value = UInt32(text, radix: 16), Unicode.Scalar(value) != nil,
      isBraced || text.utf8.count == digits,
      !isBraced || take("}"), isBraced || digits == 4 || value < 0x80
    else { throw ExpressionProblem(what: "a scalar by number is malformed") }
    return .range(value...value)
  }

  private mutating func property(isNegated: Bool) throws(ExpressionProblem) -> ScalarSet.Item {
    guard take("{"), let end = rest.firstIndex(of: "}") else {
      throw ExpressionProblem(what: "a property is not closed")
    }
    var name = String(rest[..<end])
    rest = rest[rest.index(after: end)...]
    var isNegated = isNegated
    if name.hasPrefix("^") {
      name.removeFirst()
      isNegated.toggle()
    }
    guard let mask = ScalarCategories.mask(of: name) else {
      throw ExpressionProblem(what: "the property \"\(name)\" is not understood")
    }
    return .categories(mask, isNegated: isNegated)
  }

  private mutating func set() throws(ExpressionProblem) -> ScalarSet {
    var set = ScalarSet(items: [], isNegated: take("^"))
    if rest.first == "]" { throw ExpressionProblem(what: "a set is empty") }
    while !take("]") {
      let item = try setItem()
      guard case .range(let first) = item, rest.first == "-", rest.dropFirst().first != "]" else {
        set.items.append(item)
        continue
      }
      _ = try next()
      guard case .range(let last) = try setItem(), last.lowerBound >= first.lowerBound else {
        throw ExpressionProblem(what: "a range of a set is malformed")
      }
      set.items.append(.range(first.lowerBound...last.lowerBound))
    }
    return set
  }

  private mutating func setItem() throws(ExpressionProblem) -> ScalarSet.Item {
    if rest.first == "[" || rest.starts(with: "&&".unicodeScalars) {
      throw ExpressionProblem(what: "a set within a set is not understood")
    }
    let scalar = try next()
    return scalar == "\\" ? try escape() : .range(scalar.value...scalar.value)
  }

  private mutating func repeated(_ part: ExpressionTree) throws(ExpressionProblem) -> ExpressionTree {
    let counts: ClosedRange<Int>
    var isCounted = false
    if take("*") {
      counts = 0...Int.max
    } else if take("+") {
      counts = 1...Int.max
    } else if take("?") {
      counts = 0...1
    } else if rest.first == "{" {
      counts = try self.counts()
      isCounted = true
    } else {
      return part
    }
    guard !part.canBeEmpty || counts == 0...1 else {
      throw ExpressionProblem(what: "the repetition of a part that can be empty is not understood")
    }
    let mode: ExpressionTree.Mode = take("?") ? .reluctant : take("+") ? .possessive : .greedy
    guard !isCounted || mode == .greedy, !("*+?{".unicodeScalars.contains(rest.first ?? "a")) else {
      throw ExpressionProblem(what: "a repetition of a repetition is not understood")
    }
    return .repetition(part, counts, mode)
  }

  private mutating func counts() throws(ExpressionProblem) -> ClosedRange<Int> {
    guard let end = rest.firstIndex(of: "}") else { throw ExpressionProblem(what: "\"{\" is not closed") }
    let parts = String(rest.dropFirst()[..<end]).split(separator: ",", omittingEmptySubsequences: false)
    rest = rest[rest.index(after: end)...]
    let numbers = parts.map { $0.isEmpty ? nil : Int($0) }
    let least = parts[0].isEmpty ? 0 : numbers[0] ?? -1
    let most = parts.count == 1 ? least : parts[1].isEmpty ? Int.max : numbers[1] ?? -1
    guard parts.count <= 2, least >= 0, most >= max(1, least), parts.count == 2 || least > 0,
      least <= Self.mostRounds, most <= Self.mostRounds || most == .max, parts != ["", ""]
    else { throw ExpressionProblem(what: "a repetition must be of 0 to \(Self.mostRounds) rounds") }
    return least...most
  }
}
