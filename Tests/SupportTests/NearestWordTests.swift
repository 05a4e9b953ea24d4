import Support
import Testing

@Suite("The nearest word")
struct NearestWordTests {
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
}
