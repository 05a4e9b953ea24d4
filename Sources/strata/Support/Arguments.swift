/// The arguments of the command line before they are parsed.
enum Arguments {
  /// Options that take several values, all of which are numbers.
  private static let lists = ["--layer"]

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
