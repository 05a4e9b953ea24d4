import Support
import Testing

@Suite struct WordingTests {
  @Test(arguments: [
    ("models", "modles", 1), ("a", "", 1), ("", "", 0), ("kitten", "sitting", 3), ("task", "tasks", 1),
  ])
  func distance(_ left: String, _ right: String, _ expected: Int) {
    #expect(NearestWord.distance(Array(left.unicodeScalars), Array(right.unicodeScalars)) == expected)
  }

  @Test func findsSlips() {
    let words = ["name", "title", "models", "settings"]
    #expect(NearestWord.to("setings", among: words) == "settings")
    #expect(NearestWord.to("Title", among: words) == "title")
    #expect(NearestWord.to("photosynthesis", among: words) == nil)
    #expect(NearestWord.to("x", among: []) == nil)
  }

  @Test func findsWhatAWordBeginsWith() {
    let words = ["web", "acl", "acl-full", "icml", "a"]
    #expect(NearestWord.to("acl2024", among: words) == "acl")
    #expect(NearestWord.to("ACL-full-2025", among: words) == "acl-full")
    #expect(NearestWord.to("aardvark", among: words) == nil)
  }

  @Test(arguments: [("a", "a."), ("a.", "a."), ("did you mean `b`?", "did you mean `b`?"), ("", "")])
  func endsASentenceOnce(text: String, closed: String) {
    #expect(Sentence.closed(text) == closed)
  }

  @Test(arguments: [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
  func listsWords(words: [String], list: String) {
    #expect(WordList.and(words) == list)
  }

  @Test func quotesOnOneLineAndCutsWhatIsLong() {
    #expect(Quoted.text("a\nb\u{1B}c") == "`a b c`")
    #expect(Quoted.text("abcd", limit: 4) == "`abcd`")
    #expect(Quoted.text("abcde", limit: 4) == "`abcd…`")
  }
}
