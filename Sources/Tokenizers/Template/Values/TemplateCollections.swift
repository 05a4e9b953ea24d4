/// The elements of a list or a tuple, which never change.
final class TemplateList {
  /// The deepest nesting of values; a list whose elements are looked through and let go without end would take the stack.
  static let deepest = 100

  let elements: [TemplateValue]
  let depth: Int
  /// Names by which the elements of a tuple can be read, as those that `groupby` gives.
  let names: [String]

  /// Makes a list; throws ``TemplateError`` where it would be nested too deep.
  init(_ elements: [TemplateValue], names: [String] = []) throws {
    self.elements = elements
    self.names = names
    depth = try Self.depth(of: elements)
  }

  /// The nesting of a value with these parts.
  static func depth(of parts: [TemplateValue]) throws -> Int {
    let depth = 1 + (parts.lazy.map(\.depth).max() ?? 0)
    guard depth <= deepest else { throw TemplateError.limit("values nested more than \(deepest) deep") }
    return depth
  }
}

/// A mapping, in the order in which its keys were put in; it never changes.
final class TemplateMapping {
  let entries: [(key: TemplateValue, value: TemplateValue)]
  let depth: Int
  private let places: [TemplateKey: Int]

  /// Makes a mapping; a key that comes again keeps its place and gets the new value.
  init(_ pairs: [(key: TemplateValue, value: TemplateValue)]) throws {
    var places: [TemplateKey: Int] = [:]
    var entries: [(key: TemplateValue, value: TemplateValue)] = []
    for pair in pairs {
      let key = try TemplateKey(pair.key)
      if let place = places[key] {
        entries[place].value = pair.value
      } else {
        places[key] = entries.count
        entries.append(pair)
      }
    }
    self.entries = entries
    self.places = places
    depth = try TemplateList.depth(of: entries.map(\.value) + entries.map(\.key))
  }

  /// Makes a mapping of texts to values.
  convenience init(_ members: KeyValuePairs<String, TemplateValue>) throws {
    try self.init(members.map { (.string($0.key), $0.value) })
  }

  var count: Int { entries.count }

  /// The value of a key; throws if it is a list or the like.
  func value(of key: TemplateValue) throws -> TemplateValue? {
    places[try TemplateKey(key)].map { entries[$0].value }
  }

  /// The value of a text.
  func value(named name: String) -> TemplateValue? {
    places[.text(Array(name.utf8))].map { entries[$0].value }
  }
}

/// A key of a mapping; equal are those that Python takes for equal.
enum TemplateKey: Hashable {
  case undefined
  case none
  case integer(Int)
  case double(Double)
  case text([UInt8])
  case tuple([TemplateKey])

  /// The most values that a key may be made of; tuples that hold each other twice would make billions.
  private static let mostParts = 10_000

  /// Makes a key; throws for values that cannot be one.
  init(_ value: TemplateValue) throws {
    var parts = 0
    try self.init(value, &parts)
  }

  private init(_ value: TemplateValue, _ parts: inout Int) throws {
    parts += 1
    guard parts <= Self.mostParts else {
      throw TemplateError.limit("a key of more than \(Self.mostParts) values")
    }
    switch value {
    case .undefined: self = .undefined
    case .none: self = .none
    case .bool(let value): self = .integer(value ? 1 : 0)
    case .integer(let value): self = .integer(value)
    case .double(let value): self = Int(exactly: value).map { .integer($0) } ?? .double(value)
    case .string(let text), .markup(let text): self = .text(Array(text.utf8))
    case .tuple(let list): self = .tuple(try list.elements.map { try TemplateKey($0, &parts) })
    case .list, .mapping: throw TemplateError.evaluation("a \(value.type) cannot be a key")
    default: throw TemplateError.unsupported("a \(value.type) as a key")
    }
  }
}

/// The attributes of a namespace, the one value that changes.
final class TemplateNamespace {
  var members: [String: TemplateValue]

  init(_ members: [String: TemplateValue]) {
    self.members = members
  }
}

/// What `range(...)` gives.
struct TemplateRange: Equatable {
  let start: Int
  let stop: Int
  let step: Int

  /// Number of elements.
  let count: Int
  /// The longest that the sandbox makes.
  static let longest = 100_000

  /// Makes a range; throws for a step of 0 and for one that is too long.
  init(start: Int, stop: Int, step: Int) throws {
    guard step != 0 else { throw TemplateError.evaluation("range() must not have a step of 0") }
    (self.start, self.stop, self.step) = (start, stop, step)
    let (distance, overflow) =
      step > 0 ? stop.subtractingReportingOverflow(start) : start.subtractingReportingOverflow(stop)
    let size = step.magnitude
    let count = distance <= 0 && !overflow ? 0 : (distance.magnitude - 1) / size + 1
    guard !overflow, count <= Self.longest else {
      throw TemplateError.evaluation("a range has more than \(Self.longest) elements")
    }
    self.count = Int(count)
  }

  /// The places of a slice, of which there may be more than the sandbox makes numbers.
  init(places start: Int, to stop: Int, by step: Int) {
    (self.start, self.stop) = (start, stop)
    self.step = min(max(step, -Int(Int32.max)), Int(Int32.max))
    let distance = step > 0 ? stop - start : start - stop
    count = distance <= 0 ? 0 : (distance - 1) / Int(self.step.magnitude) + 1
  }

  subscript(index: Int) -> Int { start + index * step }

  static func == (left: TemplateRange, right: TemplateRange) -> Bool {
    guard left.count == right.count, left.count > 0 else { return left.count == right.count }
    return left.start == right.start && (left.count == 1 || left.step == right.step)
  }
}

/// Keys, values or entries of a mapping.
struct TemplateView {
  enum Part: String {
    case keys, values, items
  }

  let part: Part
  let mapping: TemplateMapping

  /// One of them.
  func element(_ index: Int) throws -> TemplateValue {
    let entry = mapping.entries[index]
    switch part {
    case .keys: return entry.key
    case .values: return entry.value
    case .items: return .tuple(try TemplateList([entry.key, entry.value]))
    }
  }
}

/// Values that are made one by one when they are asked for.
final class TemplateIterator {
  private let make: () throws -> TemplateValue?
  /// Levels of values that this one holds, itself included.
  let depth: Int

  /// Makes an iterator that holds a value; throws ``TemplateError`` where they would be nested too deep.
  init(holding value: TemplateValue = .none, _ make: @escaping () throws -> TemplateValue?) throws {
    self.make = make
    depth = try TemplateList.depth(of: [value])
  }

  /// Gives the elements of an array.
  convenience init(_ elements: [TemplateValue]) throws {
    try self.init(holding: .list(try TemplateList(elements)), count: elements.count) { elements[$0] }
  }

  /// Gives what is made of so many indices.
  convenience init(
    holding value: TemplateValue, count: Int, _ element: @escaping (Int) throws -> TemplateValue
  ) throws {
    var index = 0
    try self.init(holding: value) {
      guard index < count else { return nil }
      defer { index += 1 }
      return try element(index)
    }
  }

  /// The next value, or nil at the end.
  func next() throws -> TemplateValue? { try make() }
}

/// Values that are given in turn, over and over.
final class TemplateCycler {
  let items: [TemplateValue]
  let depth: Int
  var position = 0

  init(_ items: [TemplateValue]) throws {
    self.items = items
    depth = try TemplateList.depth(of: items)
  }
}

/// Something that can be called.
enum TemplateCallable {
  /// A function that is always there.
  case function(String)
  case method(TemplateMethod)
  case macro(MacroValue)
  /// What `joiner(...)` gives: nothing at first, then its text.
  case joiner(TemplateCycler)

  var type: String {
    switch self {
    case .function: "function"
    case .method: "builtin_function_or_method"
    case .macro: "Macro"
    case .joiner: "Joiner"
    }
  }

  /// Levels of values that this one holds, itself included.
  var depth: Int {
    switch self {
    case .function, .macro: 1
    case .method(let method): method.depth
    case .joiner(let joiner): joiner.depth
    }
  }
}

/// A method of a value.
final class TemplateMethod {
  let name: String
  let owner: TemplateValue
  let depth: Int

  init(_ name: String, of owner: TemplateValue) throws {
    (self.name, self.owner) = (name, owner)
    depth = try TemplateList.depth(of: [owner])
  }
}

/// A macro with the variables around it.
final class MacroValue {
  let macro: TemplateMacro
  let surroundings: Activation

  init(_ macro: TemplateMacro, in surroundings: Activation) {
    (self.macro, self.surroundings) = (macro, surroundings)
  }
}
