/// A pattern at which a pre-tokenizer cuts a text.
enum SplitPattern: Sendable, Equatable {
  /// A string, which is not empty.
  case bytes([UInt8])
  /// Each scalar of a kind.
  case scalars(ScalarKind)
  case expression(SplitExpression)
  /// Runs of word characters and runs of what is neither word nor white space.
  case wordsAndSymbols

  /// A kind of scalars that a pre-tokenizer knows.
  enum ScalarKind: Sendable {
    /// General category N.
    case number
    /// Punctuation of ASCII and general category P.
    case punctuation
    case space
  }

  /// The matches in a part of well-formed UTF-8, in order and none over another.
  func matches(
    in bytes: [UInt8], _ range: Range<Int>, _ budget: inout EncodingBudget
  ) throws(EncodingProblem) -> [Range<Int>] {
    switch self {
    case .bytes(let pattern):
      return ByteSearch.occurrences(of: pattern, in: bytes, range).map { $0..<$0 + pattern.count }
    case .scalars(let kind): return Self.runs(in: bytes, range, joins: false) { kind.contains($0) ? 1 : 0 }
    case .wordsAndSymbols:
      return Self.runs(in: bytes, range, joins: true) {
        WordCharacter.contains($0) ? 1 : ScalarClasses.shared[$0].contains(.space) ? 0 : 2
      }
    case .expression(let expression):
      do {
        return try bytes.withUnsafeBufferPointer { try expression.matches(in: $0, range, &budget) }
      } catch let problem as EncodingProblem {
        throw problem
      } catch {
        preconditionFailure("an expression throws problems of encoding alone")
      }
    }
  }

  /// Scalars of a class that is not 0; neighbours of one class as one if `joins`.
  private static func runs(
    in bytes: [UInt8], _ range: Range<Int>, joins: Bool, _ kind: (UInt32) -> Int
  ) -> [Range<Int>] {
    bytes.withUnsafeBufferPointer { bytes in
      var found: [Range<Int>] = []
      var last = 0
      var index = range.lowerBound
      while index < range.upperBound {
        let (scalar, length) = UTF8Reader.scalar(bytes, at: index)
        let now = kind(scalar)
        if now != 0, joins, now == last {
          found[found.count - 1] = found[found.count - 1].lowerBound..<index + length
        } else if now != 0 {
          found.append(index..<index + length)
        }
        last = now
        index += length
      }
      return found
    }
  }
}

extension SplitPattern.ScalarKind {
  private static let punctuationMask = ScalarCategories.mask(of: "P") ?? 0
  private static let signs = Set("$+<=>^`|~".unicodeScalars.map(\.value))
  /// Where the reference, which knows Unicode 8, differs.
  private static let exceptions = Set(UnicodeText.ranges(UnicodeData.punctuation).flatMap(Array.init))

  /// Whether a scalar value is of the kind.
  func contains(_ scalar: UInt32) -> Bool {
    switch self {
    case .number: return !ScalarClasses.shared[scalar].isDisjoint(with: [.number, .digit])
    case .space: return ScalarClasses.shared[scalar].contains(.space)
    case .punctuation:
      let isKnown =
        ScalarCategories.shared.bit(of: scalar) & Self.punctuationMask != 0 || Self.signs.contains(scalar)
      return isKnown != Self.exceptions.contains(scalar)
    }
  }
}

/// Characters of words: `\w` of Unicode Technical Standard 18.
enum WordCharacter {
  /// Whether a scalar value is one.
  static func contains(_ value: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(value) else { return false }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
    default: return properties.isAlphabetic || properties.isJoinControl
    }
  }
}
