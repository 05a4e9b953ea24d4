/// The variable `loop`: Jinja's `LoopContext`, which asks for the next element only when it has to.
final class LoopState {
  private let source: TemplateValue
  private let budget: TemplateBudget
  private var elements: TemplateIterator
  /// The element that was asked for ahead.
  private var after: TemplateValue?
  private var current: TemplateValue?
  private var before: TemplateValue?
  private var knownLength: Int?
  private var lastChanged: TemplateValue?
  private(set) var index0 = -1
  /// Loops of the same text around this one.
  let depth0: Int
  /// Levels of values that this one holds, itself included.
  let depth: Int
  /// Runs the body for other elements, in a recursive loop.
  let recurse: ((TemplateValue, Int) throws -> String)?

  init(
    over source: TemplateValue, _ elements: TemplateIterator, depth0: Int, budget: TemplateBudget,
    recurse: ((TemplateValue, Int) throws -> String)?
  ) throws {
    depth = try TemplateList.depth(of: [source])
    (self.source, self.elements, self.depth0, self.budget) = (source, elements, depth0, budget)
    self.recurse = recurse
  }

  /// Goes on to the next element, or returns nil at the end.
  func next() throws -> TemplateValue? {
    guard let next = try after ?? elements.next() else { return nil }
    after = nil
    index0 += 1
    (before, current) = (current, next)
    return next
  }

  private func peek() throws -> TemplateValue? {
    if after == nil { after = try elements.next() }
    return after
  }

  /// The number of elements; those of an iterator are made at once for it.
  func length() throws -> Int {
    if let knownLength { return knownLength }
    let length: Int
    if case .iterator = source {
      let rest = try PythonSequence(budget: budget).elements(of: .iterator(elements))
      elements = try TemplateIterator(rest)
      length = rest.count + index0 + 1 + (after == nil ? 0 : 1)
    } else {
      length = try PythonSequence(budget: budget).count(of: source)
    }
    knownLength = length
    return length
  }

  /// The value of `loop.name`, or nil if there is none of the name.
  func attribute(_ name: String) throws -> TemplateValue? {
    switch name {
    case "index": return .integer(index0 + 1)
    case "index0": return .integer(index0)
    case "revindex": return .integer(try length() - index0)
    case "revindex0": return .integer(try length() - index0 - 1)
    case "first": return .bool(index0 == 0)
    case "last": return .bool(try peek() == nil)
    case "length": return .integer(try length())
    case "depth": return .integer(depth0 + 1)
    case "depth0": return .integer(depth0)
    case "previtem": return (index0 == 0 ? nil : before) ?? .undefined("there is no previous element")
    case "nextitem": return try peek() ?? .undefined("there is no next element")
    default: return nil
    }
  }

  /// The value of `loop.cycle(...)` or `loop.changed(...)`.
  func call(_ name: String, _ arguments: CallArguments, _ budget: TemplateBudget) throws -> TemplateValue {
    guard arguments.named.isEmpty else {
      throw TemplateError.evaluation("\"\(name)\" has no parameters with names")
    }
    let values = arguments.positional
    if name == "cycle" {
      guard !values.isEmpty else { throw TemplateError.evaluation("\"cycle\" is given nothing") }
      return values[((index0 % values.count) + values.count) % values.count]
    }
    let value = TemplateValue.tuple(try TemplateList(values))
    if let lastChanged, try PythonComparison(budget: budget).areEqual(lastChanged, value) {
      return .bool(false)
    }
    lastChanged = value
    return .bool(true)
  }
}
