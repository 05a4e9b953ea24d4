/// The values that a function, a filter or a test is given.
struct CallArguments {
  var positional: [TemplateValue] = []
  var named: [(name: String, value: TemplateValue)] = []

  /// The values of parameters, nil for those that are not given.
  ///
  /// - Parameters:
  ///   - function: the name of the function, for messages.
  ///   - names: the parameters in their order.
  ///   - required: the number of those, from the first, that must be given.
  ///   - unnamed: the number of those, from the first, that cannot be given by name.
  /// - Returns: one value for each of `names`.
  /// - Throws: ``TemplateError`` for values that do not fit.
  func values(
    for function: String, _ names: [String], required: Int = 0, unnamed: Int = 0
  ) throws -> [TemplateValue?] {
    guard positional.count <= names.count else {
      throw TemplateError.evaluation("\"\(function)\" is given more than \(names.count) values")
    }
    var values: [TemplateValue?] = positional + Array(repeating: nil, count: names.count - positional.count)
    for (name, value) in named {
      guard let place = names.firstIndex(of: name), place >= unnamed else {
        throw TemplateError.evaluation("\"\(function)\" has no parameter \"\(name)\"")
      }
      guard values[place] == nil else {
        throw TemplateError.evaluation("\"\(function)\" is given \"\(name)\" twice")
      }
      values[place] = value
    }
    guard values.prefix(required).allSatisfy({ $0 != nil }) else {
      throw TemplateError.evaluation("\"\(function)\" is given too few values")
    }
    return values
  }

  /// Refuses all values.
  func expectNone(for function: String) throws { _ = try values(for: function, []) }
}

extension TemplateValue {
  /// The whole number that a parameter needs.
  func expectInteger(for function: String) throws -> Int {
    guard let integer else {
      throw TemplateError.evaluation("\"\(function)\" needs a whole number, found a \(type)")
    }
    return integer
  }

  /// The text that a parameter needs.
  func expectText(for function: String) throws -> String {
    guard let text else { throw TemplateError.evaluation("\"\(function)\" needs a text, found a \(type)") }
    return text
  }
}

extension Optional<TemplateValue> {
  /// Nil for a parameter that is not given, and for `none`.
  var orNone: TemplateValue? {
    if case .some(.none) = self { return nil }
    return self
  }
}
