import ArgumentParser

/// The arguments of the command line before they are parsed.
enum Arguments {
  /// Options that take several values, all of which are numbers.
  private static let lists = ["--layer"]

  /// Options that may be given several times, each time with more of the same.
  private static let repeatable: Set = ["--style", "--layer", "--projections", "--columns"]

  /// An option with one value that is given twice would lose the first without a word.
  ///
  /// - Throws: `ValidationError` for the first such option.
  static func checkOnce(_ arguments: [String]) throws {
    var seen: Set<String> = []
    for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
      let name = String(argument.prefix { $0 != "=" })
      let isList =
        repeatable.contains(name) || name == "--output" && arguments.first == "plot"
        || name == "--format" && arguments.first == "export"
      if !isList, !seen.insert(name).inserted {
        throw ValidationError("\(name) is given twice; give it once.")
      }
    }
  }

  /// `arguments` with negative numbers among the values of a list joined to it by “=”: alone they would be taken for an
  /// option, and the list for one without values, whose error says nothing of what is wrong.
  static func withValues(_ arguments: [String]) -> [String] {
    var option = ""
    return arguments.reduce(into: []) { result, argument in
      if argument.hasPrefix("--") { option = argument }
      let isNegative = argument.first == "-" && argument.dropFirst().first?.isNumber == true
      guard isNegative, lists.contains(option) else { return result.append(argument) }
      if result.last == option { result.removeLast() }
      result.append("\(option)=\(argument)")
    }
  }
}
