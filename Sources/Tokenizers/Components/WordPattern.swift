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
