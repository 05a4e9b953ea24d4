import Foundation
import Support

/// Mistakes in the options of a command, beyond what the parser sees: the words of the command line only.
enum OptionError: Error, CustomStringConvertible {
  /// A value that is not as it must be.
  case value(option: String, value: String, expected: String)
  /// An option that changes nothing `here`, with what it does and what to do.
  case noEffect(option: String, here: String, mend: String)
  /// Two outputs that are one file.
  case sameOutput(first: String, second: String)

  var description: String {
    switch self {
    case .value(let option, let value, let expected):
      "\(option) was given as “\(value)”. It must be \(expected)."
    case .noEffect(let option, let here, let mend): "\(option) changes nothing \(here): \(mend)."
    case .sameOutput(let first, let second):
      first == second
        ? "The output \(first) was given twice. Give each file once."
        : "The outputs \(first) and \(second) are one file. Give each file once."
    }
  }

  /// Checks that no two of `outputs`, as they were given, are one file, however they are spelled.
  ///
  /// - Throws: `OptionError.sameOutput`.
  static func checkPlaces(_ outputs: [String]) throws {
    var seen: [String: String] = [:]
    for output in outputs {
      let place = OutputFile.target(of: UserPath.place(output)).path
      if let first = seen.updateValue(output, forKey: place) {
        throw OptionError.sameOutput(first: first, second: output)
      }
    }
  }
}
