/// What is wrong with a line of published statistics; its text ends a sentence.
package enum LineProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The last line has no end: its writer was stopped.
  case truncated
  /// It is no JSON; the text is that of the reader.
  case notJSON(String)
  /// It is no JSON object.
  case notAnObject
  /// A member is missing, or not what it should be.
  case member(String, expected: String)
  /// A number is one that no gradient has, where in the line, with what it must be and what it is.
  case value(String, place: String, expected: String, found: Double)
  /// A key stands twice in one object, so that it cannot be known which value is meant.
  case repeatedKey(String, place: String)
  /// It has no parameter of a decoder layer.
  case noParameters
  /// It has a parameter whose layer is no number that layers have.
  case layerNumber(String)
  /// It lacks this parameter, between others that it has.
  case missingParameter(String)
  /// It has another number of layers than the model's lines before.
  case layers(Int, expected: Int)
  /// It has a layer of this number, counted from 0, beyond those of the model's lines before.
  case layer(Int, expected: Int)
  /// It has other projections than the lines before.
  case projections(String, expected: String)
  /// It is in another shape than the lines before.
  case shape(PublishedShape, expected: PublishedShape)
  /// The same sample stands in an earlier line.
  case duplicate(line: Int)

  /// What is wrong, after "the line".
  package var description: String {
    switch self {
    case .truncated: "is cut off: its writer was stopped before the end of the line"
    case .notJSON(let what): "is not JSON: \(what)"
    case .notAnObject: "is not a JSON object with `instruction`, `output`, `loss` and one object a parameter"
    case .member(let name, let expected): "has no `\(name)` that is \(expected)"
    case .value(let name, let place, let expected, let found):
      "has `\(name)` \(found) in \(place), where \(expected) is expected"
    case .repeatedKey(let name, let place):
      "has `\(name)` twice in \(place), and only one can be meant"
    case .layerNumber(let name):
      "has `\(name)`, whose layer is no number from 0 without signs or leading zeros"
    case .noParameters:
      "has no parameter such as `model.layers.0.self_attn.q_proj.weight`, so it holds no statistics"
    case .missingParameter(let name): "lacks `\(name)`, though it has others of that kind"
    case .layers(let found, let expected):
      "has \(found) layers, while earlier lines of the same model have \(expected)"
    case .layer(let number, let expected):
      "has a layer \(number), while earlier lines of the same model have \(expected) layers, 0 to \(expected - 1)"
    case .projections(let found, let expected):
      "has the projections \(found), while earlier lines have \(expected)"
    case .shape(let found, let expected):
      "is of the shape \(found.rawValue), while earlier lines are \(expected.rawValue)"
    case .duplicate(let line): "holds the same sample as line \(line)"
    }
  }
}

/// A line that cannot be imported.
package struct InvalidLine: Sendable, Equatable, CustomStringConvertible {
  /// The file.
  package let file: String
  /// The line, from 1.
  package let line: Int
  /// What is wrong with it.
  package let problem: LineProblem

  /// Line `line` of `file`, which is wrong by `problem`.
  package init(file: String, line: Int, problem: LineProblem) {
    self.file = file
    self.line = line
    self.problem = problem
  }

  /// `FILE:LINE: the line …`
  package var description: String { "\(file):\(line): the line \(problem)." }
}
