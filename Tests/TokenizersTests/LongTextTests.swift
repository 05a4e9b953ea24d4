import Testing
import Tokenizers

/// Texts of a quarter of a megabyte, most of them a single word: with work that grows with the square of a text's
/// length these tests would take hours.
@Suite struct LongTextTests {
  private static let size = 1 << 18
  static let kinds = ["llama-3", "qwen", "llama-2", "mistral"]

  private func tokenizer(_ name: String) throws -> Tokenizer { try Fixtures.smallTokenizer(name).0 }

  /// The ids of a text without special tokens, which places must not change.
  private func ids(_ tokenizer: Tokenizer, _ text: String) throws -> [Int32] {
    let ids = try tokenizer.encode(text, addSpecialTokens: false)
    #expect(try tokenizer.encodeWithOffsets(text, addSpecialTokens: false).map(\.id) == ids)
    return ids
  }

  /// What a unit gives far inside a long run it gives all along the run.
  @Test(arguments: kinds, ["a", "ab", " ", "\r\n", "12", "e\u{301}", "漢字"])
  func runsAreRegular(kind: String, unit: String) throws {
    let tokenizer = try tokenizer(kind)
    let units = Self.size / unit.utf8.count
    let run = try ids(tokenizer, String(repeating: unit, count: units))
    func count(_ units: Int) throws -> Int { try ids(tokenizer, String(repeating: unit, count: units)).count }
    // 840 is a multiple of all the periods that there are: so many units on, the same tokens come again.
    let period = try count(1840) - count(1000)
    #expect(try run.count == count(1000 + (units - 1000) % 840) + (units - 1000) / 840 * period)
  }

  /// Marks that no starter stops: the longest stretch that normalisation looks at as a whole.
  @Test func marksWithoutEnd() throws {
    let tokenizer = try tokenizer("qwen")
    let marks = String(repeating: "\u{301}", count: Self.size / 2)
    #expect(
      try tokenizer.decode(ids(tokenizer, "a" + marks)).utf8.elementsEqual(
        ("\u{E1}" + marks.dropLastScalar).utf8)
    )
  }

  /// Added tokens that take the white space beside them, each standing in the white space of the others.
  @Test(arguments: ["llama-3", "llama-2"])
  func addedTokensInWhiteSpace(kind: String) throws {
    let tokenizer = try tokenizer(kind)
    let space = String(repeating: " ", count: Self.size / 4)
    let left = try #require(try ids(tokenizer, "<l>").first)
    let right = try #require(try ids(tokenizer, "<r>").first)
    #expect(try ids(tokenizer, space + "<l>") == [left])
    #expect(try ids(tokenizer, "<r>" + space) == [right])
    let many = try ids(tokenizer, String(repeating: "<r>\n\n\n ", count: Self.size / 8))
    #expect(many.count { $0 == right } == Self.size / 8)
    #expect(try ids(tokenizer, String(repeating: "<l", count: Self.size / 2)).count > 0)
  }
}

extension String {
  /// The text without its last code point.
  fileprivate var dropLastScalar: String { String(String.UnicodeScalarView(unicodeScalars.dropLast())) }
}
