/// A variable of a template: a slot of the function that it belongs to.
struct VariableReference: Hashable {
  /// Functions to go out from the one that is running.
  let hops: Int
  let slot: Int
}

/// The slots of a function: the template itself, a macro, the body of a recursive loop, the filter of a loop.
final class FunctionLayout {
  /// Functions around this one.
  let depth: Int
  private(set) var slotCount = 0

  init(depth: Int) {
    self.depth = depth
  }

  func newSlot() -> Int {
    defer { slotCount += 1 }
    return slotCount
  }
}

/// The variables that a part of a template starts with, and ends with.
struct ScopePlan {
  /// Where a variable's first value comes from.
  enum Load {
    /// From whoever starts the part: a parameter, or the element of a loop.
    case parameter
    /// From the variables that the template is given.
    case context(String)
    /// From a variable of a part around this one.
    case copy(of: VariableReference)
    /// From nowhere.
    case undefined
  }

  var loads: [(slot: Int, load: Load)] = []
}

/// The variables of a part of a template while names are resolved: Jinja's `idtracking.Symbols`.
///
/// A name belongs to the innermost part that sets it, in which it starts with the value that it has outside; which part that
/// is depends on the text alone, not on what is run.
final class VariableScope {
  fileprivate enum Source {
    case parameter
    case context
    case copy(of: Variable)
    case undefined
  }

  /// A variable of a scope.
  struct Variable {
    let function: FunctionLayout
    let slot: Int
  }

  /// What is known of the names so far; branches of a condition each have their own.
  struct Table {
    fileprivate var slots: [String: Int] = [:]
    fileprivate var sources: [Int: Source] = [:]
    fileprivate var stores: Set<String> = []
  }

  let parent: VariableScope?
  let function: FunctionLayout
  private(set) var table = Table()
  private var slotOfName: [String: Int] = [:]

  /// Makes the scope of a part within another, or of a function of its own.
  init(parent: VariableScope?, function: FunctionLayout? = nil) {
    self.parent = parent
    self.function = function ?? parent?.function ?? FunctionLayout(depth: 0)
  }

  private func define(_ name: String, _ source: Source) {
    let slot = slotOfName[name] ?? function.newSlot()
    slotOfName[name] = slot
    table.slots[name] = slot
    table.sources[slot] = source
  }

  /// The variable that a name stands for, here or outside.
  func find(_ name: String) -> Variable? {
    var scope: VariableScope? = self
    while let next = scope {
      if let slot = next.table.slots[name] { return Variable(function: next.function, slot: slot) }
      scope = next.parent
    }
    return nil
  }

  /// Notes that a name is read.
  func load(_ name: String) {
    if find(name) == nil { define(name, .context) }
  }

  /// Notes that a name is set.
  func store(_ name: String) {
    table.stores.insert(name)
    guard table.slots[name] == nil else { return }
    define(name, parent?.find(name).map { .copy(of: $0) } ?? .undefined)
  }

  /// Notes that a name is set from outside.
  func declare(_ name: String) {
    table.stores.insert(name)
    define(name, .parameter)
  }

  /// Notes what branches read and set, of which one is run.
  func branch(_ bodies: [() -> Void]) {
    let before = table
    var branches: [Table] = []
    for body in bodies {
      table = before
      body()
      branches.append(table)
    }
    table = before
    let stores = branches.reduce(into: Set<String>()) { $0.formUnion($1.stores) }.subtracting(table.stores)
    for branch in branches {
      table.slots.merge(branch.slots) { $1 }
      table.sources.merge(branch.sources) { $1 }
      table.stores.formUnion(branch.stores)
    }
    for name in stores {
      guard let slot = find(name)?.slot else { continue }
      table.sources[slot] = parent?.find(name).map { .copy(of: $0) } ?? .context
    }
  }

  /// The reference to a variable from code of a function.
  static func reference(to variable: Variable, from function: FunctionLayout) -> VariableReference {
    VariableReference(hops: function.depth - variable.function.depth, slot: variable.slot)
  }

  /// What the part starts with.
  var plan: ScopePlan {
    let names = Dictionary(uniqueKeysWithValues: slotOfName.map { ($1, $0) })
    let loads = table.sources.sorted { $0.key < $1.key }.map {
      slot, source -> (slot: Int, load: ScopePlan.Load) in
      switch source {
      case .parameter: (slot, .parameter)
      case .context: (slot, .context(names[slot] ?? ""))
      case .copy(let variable): (slot, .copy(of: Self.reference(to: variable, from: function)))
      case .undefined: (slot, .undefined)
      }
    }
    return ScopePlan(loads: loads)
  }
}
