import Foundation
import JSON
import Testing
import Tokenizers

/// What is said of a `tokenizer.json` that cannot be used.
@Suite struct BadTokenizerTests {
  private func failure(_ text: String) throws -> String {
    let folder = TemporaryFolder()
    let file = try folder.write(text, to: "tokenizer.json")
    let error = #expect(throws: TokenizerError.self, "\(text)") { try Tokenizer(contentsOf: file) }
    #expect(error?.file == file.path)
    return error?.description ?? ""
  }

  @Test(arguments: [
    ("", "empty"), ("{", "not valid JSON"), ("[1]", "the file: expected an object, found a list"),
    ("{}", "model: expected an object, found nothing"),
    (#"{"model": null}"#, "model: expected an object, found null"),
  ])
  func refusesWhatIsNoTokenizer(text: String, message: String) throws {
    let description = try failure(text)
    #expect(description.contains(message), "\(description)")
  }

  @Test(arguments: [
    (#""type": "Unigram""#, "the model \"Unigram\" is not supported. Supported are \"BPE\""),
    (#""type": "WordPiece""#, "the model \"WordPiece\""),
    (#""type": 5"#, "model.type: expected a string, found 5"),
    (#""vocab": []"#, "model.vocab: expected an object, found a list"),
    (#""vocab": {}"#, "model.vocab has no token"),
    (#""vocab": {"a": -1}"#, "model.vocab[\"a\"]: expected a token id from 0"),
    (#""vocab": {"a": 99999999999999999999}"#, "model.vocab[\"a\"]: expected a token id"),
    (#""vocab": {"a": 4294967296}"#, "found 4294967296"), (#""vocab": {"a": 1.5}"#, "found 1.5"),
    (#""vocab": {"a": "x"}"#, "found \"x\""),
    (#""vocab": {"a": 1, "b": 1}"#, "the id 1 to both \"a\" and \"b\""),
    (#""merges": 1"#, "model.merges: expected a list"),
    (#""merges": ["a b"]"#, "model.merges[0] needs the token \"ab\", which is not in model.vocab"),
    (#""merges": ["a q"]"#, "needs the token \"q\""), (#""merges": [["a", "q"]]"#, "needs the token \"q\""),
    (#""merges": ["ab"]"#, "model.merges[0]: expected two tokens"),
    (#""merges": ["a b c"]"#, "expected two tokens"),
    (#""merges": [["a"]]"#, "expected two tokens"), (#""merges": [["a", 1]]"#, "expected two tokens"),
    (#""dropout": 0.1"#, "dropout makes encoding random"), (#""unk_token": "<x>""#, "model.unk_token"),
    (#""end_of_word_suffix": "</w>""#, "model.end_of_word_suffix: expected null"),
    (#""continuing_subword_prefix": "@@""#, "model.continuing_subword_prefix"),
    (#""byte_fallback": "yes""#, "model.byte_fallback: expected true or false, found \"yes\""),
  ])
  func refusesBadModels(member: String, message: String) throws {
    var parts = [#""type": "BPE""#, #""vocab": {"a": 0, "b": 1}"#, #""merges": []"#]
    let key = member.prefix { $0 != ":" }
    parts.removeAll { $0.hasPrefix(key) }
    let description = try failure(#"{"model": {\#((parts + [member]).joined(separator: ", "))}}"#)
    #expect(description.contains(message), "\(description)")
  }

  private static let template = #"{"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A"}}]}"#

  @Test(arguments: [
    (#""normalizer": {"type": "Lowercase"}"#, "normalizer: the normalizer \"Lowercase\" is not supported"),
    (
      #""normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "BertNormalizer"}]}"#,
      "normalizer.normalizers[1]: the normalizer \"BertNormalizer\""
    ),
    (
      #""normalizer": {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}"#,
      "the regular expression \" {2,}\" is not supported"
    ),
    (#""normalizer": {"type": "Replace", "pattern": {"String": ""}, "content": "x"}"#, "not empty"),
    (#""normalizer": {"type": "Prepend"}"#, "normalizer.prepend"), (#""normalizer": {}"#, "normalizer.type"),
    (
      #""pre_tokenizer": {"type": "BertPreTokenizer"}"#,
      "the pre-tokenizer \"BertPreTokenizer\" is not supported"
    ),
    (
      #""pre_tokenizer": {"type": "Split", "pattern": {"Regex": "\\w+"}, "behavior": "Isolated", "invert": false}"#,
      #"the regular expression "\\w+" is not supported: "\w" is not understood"#
    ),
    (
      #""pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "ByteLevel", "add_prefix_space": false}, {"type": "Metaspace", "replacement": "_"}]}"#,
      "nothing that rewrites the text after the ByteLevel"
    ),
    (#""pre_tokenizer": {"type": "CharDelimiterSplit", "delimiter": "ab"}"#, "expected one character"),
    (
      #""pre_tokenizer": {"type": "Punctuation", "behavior": "Odd"}"#, "the behavior \"Odd\" is not supported"
    ),
    (
      #""pre_tokenizer": {"type": "Split", "pattern": {"String": "x"}, "behavior": "Odd", "invert": false}"#,
      "the behavior \"Odd\" is not supported"
    ),
    (
      #""pre_tokenizer": {"type": "Metaspace", "replacement": "_", "prepend_scheme": "last"}"#,
      "the prepend scheme \"last\""
    ),
    (
      #""post_processor": {"type": "BertProcessing"}"#,
      "the post-processor \"BertProcessing\" is not supported"
    ),
    (
      #""post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>"}}], "special_tokens": {}}"#,
      "post_processor.special_tokens.<s>.ids: expected a list, found nothing"
    ),
    (#""post_processor": {"type": "TemplateProcessing", "single": []}"#, "expected the sequence A"),
    (
      #""post_processor": {"type": "Sequence", "processors": [\#(template), {"type": "Sequence", "processors": [\#(template)]}]}"#,
      "post_processor: expected one TemplateProcessing at most"
    ),
    (
      #""normalizer": {"type": "NFC"}, "pre_tokenizer": {"type": "Metaspace", "replacement": "_", "prepend_scheme": "first"}"#,
      "pre_tokenizer.prepend_scheme: expected \"always\" or \"never\" beside a normalizer, found \"first\""
    ),
    (#""added_tokens": [{"id": 2}]"#, "added_tokens[0].content"),
    (#""added_tokens": 7"#, "added_tokens: expected a list, found 7"),
  ])
  func refusesBadComponents(member: String, message: String) throws {
    let description = try failure(#"{\#(member), "model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}"#)
    #expect(description.contains(message), "\(description)")
  }

  @Test(arguments: [
    ("a*", "nothing at all"), ("b(a*)*", "part that can be empty"), ("(a", "not closed"),
    ("a)", "not opened"),
    ("[a", "ends too early"), ("[a[b]]", "a set within a set"), ("(?<=a)b", "the group"),
    ("a{101}", "0 to 100 rounds"),
    ("\\p{Han}", "the property"), ("(?i:é)", "beyond ASCII"), ("a{2}{3}", "repetition of a repetition"),
    (String(repeating: "(", count: 1000), "deep"),
    (String(repeating: "(", count: 9) + "a" + String(repeating: "){100}", count: 9), "too long"),
  ])
  func refusesExpressionsThatAreNotUnderstood(text: String, message: String) throws {
    var json = JSONWriter()
    json.object { json in json.member("Regex", text) }
    let description = try failure(
      """
      {"pre_tokenizer": {"type": "Split", "pattern": \(json.text), "behavior": "Isolated", "invert": false},
       "model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}
      """)
    #expect(description.contains(message), "\(description)")
  }

  /// Files that ask for more than a text may take: a text that doubles, one that grows, an expression that tries without end.
  @Test func boundsWhatATextTakes() throws {
    func problem(_ member: String, _ text: String) throws -> String? {
      let folder = TemporaryFolder()
      let file = try folder.write(
        #"{\#(member), "model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}"#, to: "tokenizer.json")
      let tokenizer = try Tokenizer(contentsOf: file)
      return #expect(throws: TokenizerError.self) { try tokenizer.encode(text) }?.description
    }
    let doubling = #"{"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}"#
    let steps = Array(repeating: doubling, count: 27).joined(separator: ", ")
    #expect(
      try problem(#""normalizer": {"type": "Sequence", "normalizers": [\#(steps)]}"#, "a")?.contains(
        "its normalizer")
        == true)
    let long = String(repeating: "b", count: 1_000_000)
    #expect(
      try problem(
        #""normalizer": {"type": "Replace", "pattern": {"String": "a"}, "content": "\#(long)"}"#,
        String(repeating: "a", count: 1000))?.contains("its normalizer") == true)
    let split =
      #"{"type": "Split", "pattern": {"Regex": "(a|aa)+b"}, "behavior": "Isolated", "invert": false}"#
    #expect(
      try problem(#""pre_tokenizer": \#(split)"#, String(repeating: "a", count: 100))?.contains("more steps")
        == true)
    let token = #"{"id": 1, "content": "\#(long)", "single_word": false, "lstrip": false, "rstrip": false, "#
    #expect(
      try failure(
        #"{"added_tokens": [\#(token)"normalized": false, "special": true}], "model": {"vocab": {"a": 0}, "merges": []}}"#
      ).contains("added_tokens[0].content: expected at most 1024 bytes, found 1000000 bytes"))
  }

  private func token(
    _ content: String, _ id: Int, strips: Bool = false, isNormalized: Bool = false
  ) -> String {
    #"""
    {"id": \#(id), "content": "\#(content)", "single_word": false, "lstrip": \#(strips), "rstrip": false,
     "normalized": \#(isNormalized), "special": true}
    """#
  }

  /// Added tokens that are searched in the normalised text.
  @Test func refusesAddedTokensThatNormalizeToTheSame() throws {
    func message(_ normalizer: String, _ tokens: String...) throws -> String {
      try failure(
        """
        {"added_tokens": [\(tokens.joined(separator: ", "))], "normalizer": \(normalizer),
         "model": {"vocab": {"a": 0}, "merges": []}}
        """)
    }
    let composed = token("\u{C5}", 1, isNormalized: true)
    let decomposed = token("A\u{30A}", 2, isNormalized: true)
    #expect(
      try message(#"{"type": "NFC"}"#, composed, decomposed).contains("are the same once normalised"))
    let strip = #"{"type": "Strip", "strip_left": true, "strip_right": true}"#
    #expect(
      try message(strip, token("  ", 1, isNormalized: true)).contains(
        "added_tokens[0].content: expected a text of which the normalizer leaves something"))
  }

  @Test func refusesMisplacedAddedTokens() throws {
    func message(_ tokens: String...) throws -> String {
      try failure(
        #"{"added_tokens": [\#(tokens.joined(separator: ", "))], "model": {"vocab": {"a": 0}, "merges": []}}"#
      )
    }
    #expect(try message(token("<x>", 5)).contains("has the id 5, but it gets 1"))
    #expect(try message(token("<x>", 1), token("<y>", 3)).contains("has the id 3, but it gets 2"))
    #expect(try message(token("a", 1)).contains("has the id 1, but it gets 0"))
    #expect(
      try message(token("<x>", 1), token("<x>", 1, strips: true)).contains("twice with different rules"))
    #expect(try message(token("<x>", -1)).contains("expected a token id"))
  }

  @Test func saysWhatIsMissing() throws {
    let folder = TemporaryFolder()
    let nothing = #expect(throws: TokenizerError.self) { try Tokenizer(folder: folder.url) }
    #expect(nothing?.description.contains("there is no tokenizer.json here") == true)
    _ = try folder.write("", to: "tokenizer.model")
    let other = #expect(throws: TokenizerError.self) { try Tokenizer(folder: folder.url) }
    #expect(other?.description.contains("there is tokenizer.model but no tokenizer.json") == true)
    #expect(other?.description.contains("AutoTokenizer.from_pretrained") == true)
    let file = folder.url.appending(path: "absent.json")
    let absent = #expect(throws: TokenizerError.self) { try Tokenizer(contentsOf: file) }
    #expect(absent?.description.contains("No such file or directory") == true)
  }
}
