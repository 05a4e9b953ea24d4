import JSON

/// Variables that a chat template is given beside the messages and the special tokens, such as `enable_thinking`.
package struct TemplateVariables: Sendable, Hashable {
  /// A value as YAML and JSON have it.
  package indirect enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case double(Double)
    case text(String)
    case list([Value])
    case mapping([Member])
  }

  /// A member of a mapping.
  package struct Member: Sendable, Hashable {
    package let name: String
    package let value: Value

    package init(name: String, value: Value) {
      (self.name, self.value) = (name, value)
    }
  }

  /// The variables, sorted by name.
  package let members: [Member]

  /// Names that say what is asked and where the prompt ends: they are never free.
  package static let reserved = ["add_generation_prompt", "messages"]

  /// Takes variables with different names.
  package init(_ members: [Member] = []) {
    self.members = members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Whether there are none.
  package var isEmpty: Bool { members.isEmpty }

  /// The variables as one JSON object, the same for equal variables.
  package var json: String {
    var json = JSONWriter()
    Self.write(.mapping(members), to: &json)
    return json.text
  }

  private static func write(_ value: Value, to json: inout JSONWriter) {
    switch value {
    case .null: json.null()
    case .bool(let value): json.value(value)
    case .integer(let value): json.value(value)
    case .double(let value): json.value(value)
    case .text(let text): json.value(text)
    case .list(let values): json.array { json in for value in values { write(value, to: &json) } }
    case .mapping(let members):
      json.object { json in
        for member in members {
          json.key(member.name)
          write(member.value, to: &json)
        }
      }
    }
  }

  /// These variables, with those of others in place of equal names.
  package func overridden(by others: TemplateVariables) -> TemplateVariables {
    let names = Set(others.members.map(\.name))
    return TemplateVariables(members.filter { !names.contains($0.name) } + others.members)
  }
}

extension TemplateValue {
  /// A value that a user gives; throws ``TemplateError`` where it is nested too deep.
  init(_ value: TemplateVariables.Value) throws {
    switch value {
    case .null: self = .none
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .integer(value)
    case .double(let value): self = .double(value)
    case .text(let text): self = .string(text)
    case .list(let values): self = .list(try TemplateList(values.map { try TemplateValue($0) }))
    case .mapping(let members):
      self = .mapping(try TemplateMapping(members.map { (.string($0.name), try TemplateValue($0.value)) }))
    }
  }
}

extension TemplateVariables.Value {
  /// A value of a JSON document.
  package init(_ json: JSONValue) {
    switch json.kind {
    case .null: self = .null
    case .bool: self = .bool(json.bool ?? false)
    case .integer: self = .integer(json.int ?? 0)
    case .double: self = .double(json.double ?? 0)
    case .string: self = .text(json.string ?? "")
    case .array: self = .list((json.array.map(Array.init) ?? []).map { Self($0) })
    case .object:
      self = .mapping((json.object.map(Array.init) ?? []).map { .init(name: $0.key, value: Self($0.value)) })
    }
  }
}
