import Foundation
import JSON
import Testing
import Tokenizers

/// Small tokenizers of every kind on strings that are hard to tokenise, held to Hugging Face's `tokenizers`:
/// `Fixtures/make_tokenizer_fixtures.py` wrote them.
@Suite struct SmallTokenizerTests {
  static let names = [
    "gpt-2", "gpt-2 with a space in front", "gpt-2 as a pattern", "llama-3", "qwen", "llama-2", "gemma",
    "mistral", "metaspace always", "metaspace never", "unknown", "unknown one by one",
    "smollm", "falcon-3", "mistral-nemo", "deepseek-3", "possessive", "words", "between spaces",
    "between letters",
    "punctuation",
  ]

  @Test func theFixturesAreThese() throws {
    #expect(try Fixtures.smallTokenizers().map { $0["name"]?.string } == Self.names)
  }

  @Test(arguments: names)
  func agreesOnHardStrings(name: String) throws {
    let (tokenizer, cases) = try Fixtures.smallTokenizer(name)
    #expect(cases.count > 40)
    for row in cases {
      let values = Array(try #require(row.array))
      let text = try #require(values[0].string)
      #expect(try tokenizer.encode(text) == values[1].ids, "\(text.debugDescription)")
      #expect(
        try tokenizer.encode(text, addSpecialTokens: false) == values[2].ids, "\(text.debugDescription)")
      #expect(try tokenizer.encodeWithOffsets(text).map(\.id) == values[1].ids, "\(text.debugDescription)")
    }
  }

  /// Tokens start in the order of the text, and inside of it.
  @Test(arguments: names)
  func placesFollowTheText(name: String) throws {
    let (tokenizer, cases) = try Fixtures.smallTokenizer(name)
    for row in cases {
      let text = try #require(row.array?.first?.string)
      let ranges = try tokenizer.encodeWithOffsets(text).map(\.range)
      for (last, next) in zip(ranges, ranges.dropFirst()) {
        #expect(next.lowerBound >= last.lowerBound, "\(text.debugDescription)")
      }
      #expect(ranges.allSatisfy { $0.upperBound <= text.utf8.count }, "\(text.debugDescription)")
    }
  }

  /// Characters, as the reference counts places.
  @Test(arguments: ["gpt-2 with a space in front", "llama-3", "llama-2", "mistral"])
  func agreesOnPlaces(name: String) throws {
    let (tokenizer, cases) = try Fixtures.smallTokenizer(name)
    for row in cases {
      let values = Array(try #require(row.array))
      let text = try #require(values[0].string)
      // The character that each byte belongs to.
      let owners = text.unicodeScalars.enumerated().flatMap { place, scalar in
        Array(repeating: place, count: UTF8.width(scalar))
      }
      let places = try tokenizer.encodeWithOffsets(text, addSpecialTokens: false).flatMap {
        [owners[$0.range.lowerBound], owners[$0.range.upperBound - 1] + 1]
      }
      #expect(places.map(Int32.init) == values[3].ids, "\(text.debugDescription)")
    }
  }

  /// As in the reference, a space that is put in front stands for the character after it.
  @Test func aSpaceInFrontStandsForWhatFollows() throws {
    let (tokenizer, _) = try Fixtures.smallTokenizer("llama-2")
    let tokens = try tokenizer.encodeWithOffsets("<s>ж a", addSpecialTokens: false)
    #expect(tokens.map(\.range) == [0..<3, 3..<5, 3..<4, 4..<5, 5..<7])
  }
}

/// The tokenizer of the miniature study on the strings of its recipe.
@Suite struct MiniatureTokenizerTests {
  @Test func agreesOnStringsOfTheRecipe() throws {
    let study = Fixtures.root.appending(path: "examples/miniature")
    let tokenizer = try Tokenizer(folder: study.appending(path: "models/base"))
    let rows = try SharedFiles.rows(study.appending(path: "recipe/tokenization.jsonl"))
    #expect(rows.count > 150)
    for row in rows {
      let text = try #require(row["text"]?.string)
      #expect(try tokenizer.encode(text) == row["ids"]?.ids, "\(text.debugDescription)")
      #expect(
        try tokenizer.encode(text, addSpecialTokens: false) == row["ids_no_special"]?.ids,
        "\(text.debugDescription)")
    }
  }
}
