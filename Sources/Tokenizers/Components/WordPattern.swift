/// A regular expression that cuts a text into words, known by its text: each has a scanner written for it.
///
/// Every character of any text belongs to a match of these expressions.
enum WordPattern: Sendable, Equatable {
  /// GPT-2: case-sensitive contractions, a space may lead any word.
  case gpt2
  /// Llama 3, Qwen 2 and other descendants of GPT-4's, with at most so many digits in a word.
  case gpt4(digits: Int)

  /// The expressions that are understood, as they stand in the files.
  static let known: [(text: String, pattern: WordPattern)] = [
    (#"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#, .gpt2),
    (gpt4Text(digits: #"\p{N}{1,3}"#), .gpt4(digits: 3)),
    (gpt4Text(digits: #"\p{N}"#), .gpt4(digits: 1)),
  ]

  private static func gpt4Text(digits: String) -> String {
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"# + digits
      + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }

  /// Appends the words of a part of a text, in order.
  func appendWords(of bytes: [UInt8], in range: Range<Int>, to words: inout [Range<Int>]) {
    bytes.withUnsafeBufferPointer { buffer in
      let scanner = WordScanner(bytes: buffer, end: range.upperBound)
      var start = range.lowerBound
      while start < range.upperBound {
        let end =
          switch self {
          case .gpt2: scanner.endOfGPT2Word(at: start)
          case .gpt4(let digits): scanner.endOfGPT4Word(at: start, digits: digits)
          }
        words.append(start..<end)
        start = end
      }
    }
  }
}

/// Finds where a word of a ``WordPattern`` ends: the alternatives of the expression, tried in its order.
///
/// Each call looks a bounded number of scalars past the word that it finds, so cutting a text takes linear time.
struct WordScanner {
  private typealias Flags = ScalarClasses.Flags

  /// Well-formed UTF-8.
  let bytes: UnsafeBufferPointer<UInt8>
  /// End of the bytes that the expression sees.
  let end: Int
  private let classes = ScalarClasses.shared

  init(bytes: UnsafeBufferPointer<UInt8>, end: Int) {
    self.bytes = bytes
    self.end = end
  }

  /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
  func endOfGPT2Word(at start: Int) -> Int {
    if let end = endOfContraction(at: start, ignoresCase: false) { return end }
    let first = look(at: start)
    let leads = bytes[start] == UInt8(ascii: " ") && first.next < end
    let body = leads ? look(at: first.next) : first
    if body.flags.contains(.letter) { return endOfRun(of: .letter, from: body.next) }
    if body.flags.contains(.number) { return endOfRun(of: .number, from: body.next) }
    if isSymbol(body.flags) { return endOfSymbols(from: body.next) }
    return endOfSpace(at: start, stopsAtLineBreak: false)
  }

  /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,n}| ?[^\s\p{L}\p{N}]+[\r\n]*|`
  /// `\s*[\r\n]+|\s+(?!\S)|\s+`.
  func endOfGPT4Word(at start: Int, digits: Int) -> Int {
    if let end = endOfContraction(at: start, ignoresCase: true) { return end }
    let first = look(at: start)
    if first.flags.contains(.letter) { return endOfRun(of: .letter, from: first.next) }
    if first.flags.contains(.number) { return endOfRun(of: .number, from: first.next, atMost: digits - 1) }
    let second = first.next < end ? look(at: first.next) : (flags: [], next: end)
    if second.flags.contains(.letter), !first.flags.contains(.lineBreak) {
      return endOfRun(of: .letter, from: second.next)
    }
    if isSymbol(first.flags) { return endOfRun(of: .lineBreak, from: endOfSymbols(from: first.next)) }
    if bytes[start] == UInt8(ascii: " "), first.next < end, isSymbol(second.flags) {
      return endOfRun(of: .lineBreak, from: endOfSymbols(from: second.next))
    }
    return endOfSpace(at: start, stopsAtLineBreak: true)
  }

  @inline(__always)
  private func look(at index: Int) -> (flags: Flags, next: Int) {
    let (scalar, length) = UTF8Reader.scalar(bytes, at: index)
    return (classes[scalar], index + length)
  }

  /// Whether a scalar is none of letter, number and space.
  @inline(__always)
  private func isSymbol(_ flags: Flags) -> Bool { flags.isDisjoint(with: [.letter, .number, .space]) }

  private func endOfRun(of kind: Flags, from start: Int, atMost limit: Int = .max) -> Int {
    var index = start
    var left = limit
    while index < end, left > 0 {
      let (flags, next) = look(at: index)
      guard flags.contains(kind) else { break }
      index = next
      left -= 1
    }
    return index
  }

  private func endOfSymbols(from start: Int) -> Int {
    var index = start
    while index < end {
      let (flags, next) = look(at: index)
      guard isSymbol(flags) else { break }
      index = next
    }
    return index
  }

  /// The last alternatives: a run of spaces up to its last line break, if the expression has that one, or
  /// else without its last space if something follows, unless that is all of it.
  private func endOfSpace(at start: Int, stopsAtLineBreak: Bool) -> Int {
    var index = start
    var last = start
    var afterLineBreak: Int?
    while index < end {
      let (flags, next) = look(at: index)
      guard flags.contains(.space) else { break }
      last = index
      index = next
      if flags.contains(.lineBreak) { afterLineBreak = next }
    }
    if stopsAtLineBreak, let afterLineBreak { return afterLineBreak }
    return index == end || last == start ? index : last
  }

  /// End of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d`. Without regard to case, `ſ` (U+017F) is an s too.
  private func endOfContraction(at start: Int, ignoresCase: Bool) -> Int? {
    guard bytes[start] == UInt8(ascii: "'"), start + 1 < end else { return nil }
    let first = letter(at: start + 1, ignoresCase)
    switch first {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
    case 0xC5 where ignoresCase && bytes[start + 2] == 0xBF: return start + 3
    default: break
    }
    guard start + 2 < end else { return nil }
    switch (first, letter(at: start + 2, ignoresCase)) {
    case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "l"), UInt8(ascii: "l")):
      return start + 3
    default: return nil
    }
  }

  /// A byte, a capital of ASCII as its small letter if case is ignored.
  private func letter(at index: Int, _ ignoresCase: Bool) -> UInt8 {
    let byte = bytes[index]
    return ignoresCase && byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}
