import Support

/// What is wrong with one record of a data file.
package enum RecordProblem: Sendable, Equatable, CustomStringConvertible {
  /// The record is a list, a text or a number.
  case notAnObject
  /// A key that every record has is not there.
  case missing(String)
  /// The value of a key is no string.
  case notAString(String)

  /// A key stands twice, so that it cannot be known which value is meant.
  case repeated(String)

  /// The end of a sentence that names the record.
  package var description: String {
    switch self {
    case .notAnObject: "is not an object with `instruction` and `output`"
    case .missing(let key): "has no `\(key)`; every record needs the strings `instruction` and `output`"
    case .repeated(let key): "has \(Quoted.text(key)) twice, and only one can be meant; delete the other"
    case .notAString(let key): "has a `\(key)` that is not a string"
    }
  }
}
