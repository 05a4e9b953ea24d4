import Support

/// Why a text names no part of a study's samples.
package enum ShardProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// It is not two numbers with a slash between them.
  case form
  /// The samples cannot be dealt out to so many parts.
  case count(Int)
  /// Among so many parts there is none of this number.
  case number(Int, of: Int)

  /// What is expected, and what was found.
  package var description: String {
    switch self {
    case .form: "write the number of the part, a slash and the number of parts without spaces, such as 1/4"
    case .count(let count):
      "there must be 1 to \(NumberText.count(Shard.mostShards)) parts, not \(NumberText.count(count))"
    case .number(let number, 1): "the 1 part has the number 1, so there is no part \(number)"
    case .number(let number, let count):
      "the \(NumberText.count(count, "part")) have the numbers 1 to \(NumberText.count(count)), so there is no part \(number)"
    }
  }
}
