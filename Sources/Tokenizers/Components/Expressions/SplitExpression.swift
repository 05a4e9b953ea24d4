/// A regular expression of a tokenizer file, with the meaning that Oniguruma gives it, as far as it is understood.
///
/// Alternation, groups, classes, general categories, repetition (greedy, reluctant and possessive), look-ahead and `(?i:...)`
/// are. It is run by trying alternatives in their order; ``Budget`` bounds how many.
struct SplitExpression: Sendable, Equatable {
  /// One step of a match.
  enum Instruction: Sendable, Equatable {
    /// Goes on behind a scalar of the set.
    case scalar(ScalarSet)
    /// Goes on at one place and, if that leads nowhere, at the other.
    case either(Int, or: Int)
    case jump(Int)
    case textStart, textEnd, lineStart, lineEnd
    /// Goes on at a place if what follows this instruction matches here, or does not.
    case lookAhead(isNegated: Bool, next: Int)
    /// Goes on at a place behind the first match of what follows this instruction, and tries no other.
    case atomic(next: Int)
    case match
  }

  let text: String
  let program: [Instruction]

  /// Reads an expression; throws ``ExpressionProblem``.
  init(_ text: String) throws(ExpressionProblem) {
    self.text = text
    program = try ExpressionCompiler.program(of: ExpressionReader.tree(of: text))
  }

  /// The matches in a part of well-formed UTF-8, of which it sees nothing else, in order and none over another.
  func matches(
    in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ budget: inout EncodingBudget
  ) throws(EncodingProblem) -> [Range<Int>] {
    var matcher = ExpressionMatcher(program: program, bytes: bytes, range: range)
    var found: [Range<Int>] = []
    var start = range.lowerBound
    while start < range.upperBound {
      if let end = try matcher.end(of: 0, at: start, &budget), end > start {
        found.append(start..<end)
        start = end
      } else {
        start += UTF8Reader.scalar(bytes, at: start).length
      }
    }
    return found
  }
}

/// Tries the alternatives of an expression at one place, without recursion but for look-ahead and atomic groups.
private struct ExpressionMatcher {
  let program: [SplitExpression.Instruction]
  let bytes: UnsafeBufferPointer<UInt8>
  let range: Range<Int>

  /// End of the match that starts at an index with an instruction, or nil.
  mutating func end(
    of first: Int, at start: Int, _ budget: inout EncodingBudget
  ) throws(EncodingProblem) -> Int? {
    var waiting: [(place: Int, index: Int)] = [(first, start)]
    while var (place, index) = waiting.popLast() {
      path: while true {
        try budget.step()
        switch program[place] {
        case .scalar(let set):
          guard index < range.upperBound else { break path }
          let (scalar, length) = UTF8Reader.scalar(bytes, at: index)
          guard set.contains(scalar) else { break path }
          index += length
          place += 1
        case .either(let next, let other):
          waiting.append((other, index))
          place = next
        case .jump(let next): place = next
        case .textStart, .textEnd, .lineStart, .lineEnd:
          guard holds(program[place], at: index) else { break path }
          place += 1
        case .lookAhead(let isNegated, let next):
          guard (try end(of: place + 1, at: index, &budget) == nil) == isNegated else { break path }
          place = next
        case .atomic(let next):
          guard let end = try end(of: place + 1, at: index, &budget) else { break path }
          (place, index) = (next, end)
        case .match: return index
        }
      }
    }
    return nil
  }

  private func holds(_ place: SplitExpression.Instruction, at index: Int) -> Bool {
    let lineFeed = UInt8(ascii: "\n")
    return switch place {
    case .textStart: index == range.lowerBound
    case .textEnd: index == range.upperBound
    case .lineStart:
      index == range.lowerBound || (bytes[index - 1] == lineFeed && index < range.upperBound)
    default: index == range.upperBound || bytes[index] == lineFeed
    }
  }
}

/// Limits of what encoding one text may take; a stranger's tokenizer could make a text grow without end, or look at it for hours.
struct EncodingBudget {
  /// Steps of regular expressions for each byte of a text, and for any text.
  static let stepsPerByte = 2000
  static let fewestSteps = 1_000_000
  /// Bytes that a text may be made for each of its bytes, and any text.
  static let growth = 64
  static let fewestBytes = 1 << 20

  private var steps: Int
  private let bytes: Int

  /// Makes the budget of a text of so many bytes.
  init(bytes: Int) {
    steps = Self.fewestSteps + Self.stepsPerByte * bytes
    self.bytes = Self.fewestBytes + Self.growth * bytes
  }

  /// Counts one step.
  @inline(__always)
  mutating func step() throws(EncodingProblem) {
    steps -= 1
    if steps < 0 { throw .steps }
  }

  /// Makes sure that a text may be made of `count` bytes and of `pieces` times `size` more.
  func allow(_ count: Int, _ pieces: Int = 0, times size: Int = 0) throws(EncodingProblem) {
    let (more, overflow) = pieces.multipliedReportingOverflow(by: size)
    guard !overflow, more <= bytes, count <= bytes - more else { throw .bytes(limit: bytes) }
  }
}

/// Reason why a text is not encoded.
enum EncodingProblem: Error, Sendable, Equatable, CustomStringConvertible {
  case steps
  case bytes(limit: Int)

  var description: String {
    switch self {
    case .steps: "one of its regular expressions needs more steps for a text than a tokenizer may take"
    case .bytes(let limit): "its normalizer makes a text longer than the \(limit) bytes that it may have"
    }
  }
}
