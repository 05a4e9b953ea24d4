/// Elements of values, by iteration, index and slice, as Python has them.
struct PythonSequence {
  let budget: TemplateBudget

  /// `iter(value)`.
  func iterator(over value: TemplateValue) throws -> TemplateIterator {
    switch value {
    case .undefined: return try TemplateIterator([])
    case .string(let text), .markup(let text): return try characters(of: text, areSafe: isMarkup(value))
    case .list(let list), .tuple(let list):
      return try counted(value, list.elements.count) { list.elements[$0] }
    case .mapping(let mapping): return try counted(value, mapping.count) { mapping.entries[$0].key }
    case .range(let range): return try counted(value, range.count) { .integer(range[$0]) }
    case .view(let view): return try counted(value, view.mapping.count) { try view.element($0) }
    case .iterator(let iterator): return iterator
    case .loop: throw TemplateError.unsupported("going over \"loop\"")
    case .none, .bool, .integer, .double, .namespace, .callable, .cycler:
      throw TemplateError.evaluation("a \(value.type) has no elements")
    }
  }

  private func isMarkup(_ value: TemplateValue) -> Bool { if case .markup = value { true } else { false } }

  private func counted(
    _ value: TemplateValue, _ count: Int, _ element: @escaping (Int) throws -> TemplateValue
  ) throws -> TemplateIterator {
    let budget = budget
    return try TemplateIterator(holding: value, count: count) { index in
      try budget.step()
      return try element(index)
    }
  }

  private func characters(of text: String, areSafe: Bool) throws -> TemplateIterator {
    guard !areSafe else { throw TemplateError.unsupported("going over a text that is marked as safe") }
    try budget.spend(text.utf8.count)
    let scalars = Array(text.unicodeScalars)
    return try counted(.none, scalars.count) { .string(String(scalars[$0])) }
  }

  /// `list(value)`.
  func elements(of value: TemplateValue) throws -> [TemplateValue] {
    if case .list(let list) = value { return list.elements }
    if case .tuple(let list) = value { return list.elements }
    let iterator = try iterator(over: value)
    var elements: [TemplateValue] = []
    while let element = try iterator.next() {
      try budget.spend(TemplateBudget.elementBytes)
      elements.append(element)
    }
    return elements
  }

  /// A list of these elements.
  func list(_ elements: [TemplateValue]) throws -> TemplateValue {
    try budget.make(elements.count, times: TemplateBudget.elementBytes)
    return .list(try TemplateList(elements))
  }

  /// `len(value)`.
  func count(of value: TemplateValue) throws -> Int {
    switch value {
    case .undefined: return 0
    case .string(let text), .markup(let text):
      try budget.spend(text.utf8.count)
      return text.unicodeScalars.count
    case .list(let list), .tuple(let list): return list.elements.count
    case .mapping(let mapping): return mapping.count
    case .range(let range): return range.count
    case .view(let view): return view.mapping.count
    case .loop(let loop): return try loop.length()
    default: throw TemplateError.evaluation("a \(value.type) has no length")
    }
  }

  /// `reversed(value)`, or nil where Python has none.
  func reversed(_ value: TemplateValue) throws -> TemplateIterator? {
    switch value {
    case .iterator, .loop: return nil
    case .none, .bool, .integer, .double, .namespace, .callable, .cycler: return nil
    default:
      let elements = try elements(of: value)
      return try counted(value, elements.count) { elements[elements.count - 1 - $0] }
    }
  }

  /// `value[index]` of what has places; nil where Python finds nothing there.
  func element(_ index: Int, of value: TemplateValue) throws -> TemplateValue? {
    switch value {
    case .string(let text):
      try budget.spend(text.utf8.count)
      let scalars = text.unicodeScalars
      return Self.place(index, scalars.count).map {
        .string(String(scalars[scalars.index(scalars.startIndex, offsetBy: $0)]))
      }
    case .markup: throw TemplateError.unsupported("a part of a text that is marked as safe")
    case .list(let list), .tuple(let list):
      return Self.place(index, list.elements.count).map { list.elements[$0] }
    case .range(let range): return Self.place(index, range.count).map { .integer(range[$0]) }
    default: return nil
    }
  }

  private static func place(_ index: Int, _ count: Int) -> Int? {
    let place = index < 0 ? index + count : index
    return (0..<count).contains(place) ? place : nil
  }

  /// `value[start:stop:step]`.
  func slice(
    _ value: TemplateValue, start: TemplateValue?, stop: TemplateValue?, step: TemplateValue?
  ) throws -> TemplateValue {
    let (start, stop, step) = (try bound(start), try bound(stop), try bound(step) ?? 1)
    func places(_ count: Int) throws -> TemplateRange {
      guard step != 0 else { throw TemplateError.evaluation("a slice has a step of 0") }
      let (first, end) = Self.limits(start, stop, step, count)
      try budget.make(count, times: 4)
      return TemplateRange(places: first, to: end, by: step)
    }
    switch value {
    case .string(let text):
      try budget.make(text.utf8.count)
      let scalars = Array(text.unicodeScalars)
      let range = try places(scalars.count)
      return .string(String(String.UnicodeScalarView((0..<range.count).map { scalars[range[$0]] })))
    case .list(let list): return .list(try part(of: list, places(list.elements.count)))
    case .tuple(let list): return .tuple(try part(of: list, places(list.elements.count)))
    case .range: throw TemplateError.unsupported("a slice of a range")
    case .markup: throw TemplateError.unsupported("a part of a text that is marked as safe")
    case .undefined(let why): throw TemplateError.evaluation(why)
    // Jinja gives nothing for a constant, and an error for a variable.
    default: throw TemplateError.unsupported("a slice of a \(value.type)")
    }
  }

  private func part(of list: TemplateList, _ range: TemplateRange) throws -> TemplateList {
    try budget.make(range.count, times: TemplateBudget.elementBytes)
    return try TemplateList((0..<range.count).map { list.elements[range[$0]] })
  }

  private func bound(_ value: TemplateValue?) throws -> Int? {
    guard let value else { return nil }
    if case .none = value { return nil }
    guard let index = value.integer else { throw TemplateError.evaluation("a slice goes to a \(value.type)") }
    return index
  }

  /// The first place of a slice, and the one that it does not reach.
  private static func limits(_ start: Int?, _ stop: Int?, _ step: Int, _ count: Int) -> (Int, Int) {
    let (lowest, highest) = step > 0 ? (0, count) : (-1, count - 1)
    func limit(_ value: Int?, _ otherwise: Int) -> Int {
      guard let value else { return otherwise }
      return min(max(value < 0 ? max(value, -count - 1) + count : value, lowest), highest)
    }
    return step > 0 ? (limit(start, 0), limit(stop, count)) : (limit(start, count - 1), limit(stop, -1))
  }
}
