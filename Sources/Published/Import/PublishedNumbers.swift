import JSON

/// The numbers of one object of a published line. NaN and the infinities are numbers, and `null`, which some
/// writers put in their place, is NaN.
struct PublishedNumbers {
  private var members: [String: JSONValue] = [:]
  private let name: String

  /// `name` is what messages call the object.
  ///
  /// - Throws: `LineProblem.repeatedKey`.
  init(_ object: JSONObject, name: String) throws {
    self.name = name
    for member in object {
      guard members.updateValue(member.value, forKey: member.key) == nil else {
        throw LineProblem.repeatedKey(member.key, place: name)
      }
    }
  }

  subscript(key: String) -> JSONValue? { members[key] }

  /// - Throws: `LineProblem.member` when it is missing or no number.
  func required(_ key: String) throws -> Double {
    guard let value = members[key] else { throw problem(key) }
    return try Self.number(value) ?? { throw problem(key) }()
  }

  /// NaN when it is missing.
  ///
  /// - Throws: `LineProblem.member` when it is no number.
  func optional(_ key: String) throws -> Double {
    members[key] == nil ? .nan : try required(key)
  }

  /// - Throws: `LineProblem.member` when it is missing or no list of numbers.
  func list(_ key: String) throws -> [Double] {
    guard let array = members[key]?.array else { throw problem(key, "a list of numbers") }
    return try array.map { try Self.number($0) ?? { throw problem(key, "a list of numbers") }() }
  }

  /// A number that is not negative; NaN when it may be missing and is.
  ///
  /// - Throws: `LineProblem` when it is negative, no number, or missing though it is required.
  func nonNegative(_ key: String, isRequired: Bool = true) throws -> Double {
    let number = try isRequired ? required(key) : optional(key)
    guard !(number < 0) else { throw wrong(key, "a number from 0", number) }
    return number
  }

  /// That the number of `key` is not what it must be.
  func wrong(_ key: String, _ expected: String, _ found: Double) -> LineProblem {
    .value(key, place: name, expected: expected, found: found)
  }

  static func number(_ value: JSONValue) -> Double? { value.isNull ? .nan : value.double }

  private func problem(_ key: String, _ expected: String = "a number") -> LineProblem {
    .member(key, expected: "\(expected) in \(name)")
  }
}
