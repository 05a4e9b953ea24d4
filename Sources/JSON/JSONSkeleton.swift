import CSimdjson

/// The shape of a JSON text: all of it but its numbers and the strings that are values, which are its holes.
///
/// Lines that a program wrote are alike but for these. A text of the same shape is read several times as fast as by
/// ``JSONDocument``, since its keys need only be compared.
package struct JSONSkeleton: Sendable {
  /// Kind of what stands in a hole.
  package enum Kind: Sendable, Equatable {
    /// A number.
    case number
    /// A number written as an integer of at most 15 digits.
    case integer
    /// An array of numbers, of any length.
    case numbers
    /// A string.
    case string
  }

  /// A place where texts of one shape differ.
  package struct Hole: Sendable, Equatable {
    /// The keys that lead to it, from the outermost; elements of arrays have none.
    package let path: [String]
    /// Kind of what stands there.
    package let kind: Kind
  }

  /// Bytes behind a text that must be readable, whatever they are.
  package static let padding = 32

  /// The holes, in the order of the text.
  package let holes: [Hole]
  private let literals: [UInt8]
  private let pieces: [CSimdjsonPiece]

  /// Takes the shape of a text that ``JSONDocument`` reads; nil for one with keys that are escaped, or with `null`, `true` or
  /// `false`.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - integers: keys of the outermost object whose values must be written as integers.
  package init?(of text: UnsafeRawBufferPointer, integers: Set<String> = []) {
    var scanner = SkeletonScanner(text: text, integers: integers)
    guard scanner.scan() else { return nil }
    holes = scanner.holes
    literals = scanner.literals + [UInt8](repeating: 0, count: Self.padding)
    pieces = scanner.pieces
  }

  /// Reads a text of this shape.
  ///
  /// - Parameters:
  ///   - text: the text, with ``padding`` readable bytes behind it.
  ///   - values: what stands in the holes, if the text is of this shape.
  /// - Returns: whether it is. A text with a number that is rare (`NaN`, one of more than 19 digits, one near the
  ///   ends of the range) is not; every number that is read is what ``JSONDocument`` reads.
  package func read(_ text: UnsafeRawBufferPointer, into values: JSONSkeletonValues) -> Bool {
    guard let start = text.baseAddress else { return false }
    values.reserve(numbers: text.count / 2 + 2, spans: pieces.count)
    return csimdjson_match(
      start.assumingMemoryBound(to: UInt8.self), text.count, literals, pieces, pieces.count,
      values.numbers.baseAddress, values.spans.baseAddress)
  }
}

/// The content of the holes of a text: buffers that are used again for the next one.
package final class JSONSkeletonValues {
  fileprivate private(set) var numbers = UnsafeMutableBufferPointer<Double>.allocate(capacity: 0)
  fileprivate private(set) var spans = UnsafeMutableBufferPointer<CSimdjsonSpan>.allocate(capacity: 0)

  /// Makes buffers that hold nothing.
  package init() {}

  deinit {
    numbers.deallocate()
    spans.deallocate()
  }

  fileprivate func reserve(numbers count: Int, spans spanCount: Int) {
    if numbers.count < count {
      numbers.deallocate()
      numbers = .allocate(capacity: count)
    }
    if spans.count < spanCount {
      spans.deallocate()
      spans = .allocate(capacity: spanCount)
    }
  }

  /// The number in the hole at `index` of the skeleton's.
  package func number(_ index: Int) -> Double { numbers[spans[index].start] }

  /// The numbers in that hole.
  package func list(_ index: Int) -> UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(rebasing: numbers[spans[index].start..<spans[index].start + spans[index].count])
  }

  /// The string in that hole of `text`.
  ///
  /// - Returns: nil when its bytes are no UTF-8 or an escape is wrong.
  package func string(_ index: Int, of text: UnsafeRawBufferPointer) -> String? {
    let span = spans[index]
    guard span.has_escape else {
      return String(validating: text[span.start..<span.start + span.count], as: UTF8.self)
    }
    let quoted = UnsafeRawBufferPointer(rebasing: text[span.start - 1...span.start + span.count])
    return try? JSONDocument(quoted).root.string
  }
}

/// Finds the holes of a text that is known to be JSON.
private struct SkeletonScanner {
  let text: UnsafeRawBufferPointer
  let integers: Set<String>
  private(set) var holes: [JSONSkeleton.Hole] = []
  private(set) var literals: [UInt8] = []
  private(set) var pieces: [CSimdjsonPiece] = []
  /// Keys of the objects around; nil for an array.
  private var path: [String?] = []
  private var place = 0
  private var literalStart = 0

  init(text: UnsafeRawBufferPointer, integers: Set<String>) {
    self.text = text
    self.integers = integers
  }

  mutating func scan() -> Bool {
    while place < text.count {
      switch text[place] {
      case UInt8(ascii: "{"): path.append("")
      case UInt8(ascii: "["):
        if let end = endOfNumbers() {
          place += 1
          addHole(.numbers, end: end)
          place += 1
          continue
        }
        path.append(nil)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = path.popLast()
      case UInt8(ascii: "\""):
        guard scanString() else { return false }
        continue
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "N"), UInt8(ascii: "I"):
        let isInteger = path.count == 1 && integers.contains(path[0] ?? "")
        addHole(isInteger ? .integer : .number, end: endOfToken())
        continue
      case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "f"): return false
      default: break
      }
      place += 1
    }
    addPiece(CSimdjsonHole.none)
    return true
  }

  private mutating func scanString() -> Bool {
    let start = place + 1
    var end = start
    while end < text.count, text[end] != UInt8(ascii: "\"") { end += text[end] == UInt8(ascii: "\\") ? 2 : 1 }
    guard end < text.count else { return false }
    var next = end + 1
    while next < text.count, [0x20, 0x09, 0x0D, 0x0A].contains(text[next]) { next += 1 }
    guard next < text.count, text[next] == UInt8(ascii: ":") else {
      place = start
      addHole(.string, end: end)
      place += 1
      return true
    }
    let key = text[start..<end]
    guard !path.isEmpty, !key.contains(UInt8(ascii: "\\")) else { return false }
    path[path.count - 1] = String(decoding: key, as: UTF8.self)
    place = next + 1
    return true
  }

  /// The end of the array that begins here, if it holds numbers and nothing else.
  private func endOfNumbers() -> Int? {
    let inside = Set("0123456789+-.eE, ".utf8)
    let end = text[(place + 1)...].firstIndex { !inside.contains($0) }
    return end.flatMap { text[$0] == UInt8(ascii: "]") ? $0 : nil }
  }

  private func endOfToken() -> Int {
    let ends = Set(",]} \t\r\n".utf8)
    return text[place...].firstIndex(where: ends.contains) ?? text.count
  }

  /// Ends a literal here, and begins the next behind the hole, at `end`: with the bracket or quote that closes it.
  private mutating func addHole(_ kind: JSONSkeleton.Kind, end: Int) {
    holes.append(.init(path: path.compactMap { $0 }, kind: kind))
    let hole: CSimdjsonHole =
      switch kind {
      case .number: .number
      case .integer: .integer
      case .numbers: .numbers
      case .string: .string
      }
    addPiece(hole)
    place = end
    literalStart = end
  }

  private mutating func addPiece(_ hole: CSimdjsonHole) {
    pieces.append(
      CSimdjsonPiece(
        offset: UInt32(literals.count), length: UInt32(place - literalStart), hole: hole))
    literals += text[literalStart..<place]
  }
}
