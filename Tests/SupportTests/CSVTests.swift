import Support
import Testing

@Suite struct CSVTests {
  @Test func writesNumbersThatReadBackExactly() {
    #expect([0.1 + 0.2, -1e-300, 5].map { CSV.number($0) } == ["0.30000000000000004", "-1e-300", "5.0"])
    #expect([.infinity, -.infinity, .nan, nil].map(CSV.number) == ["Infinity", "-Infinity", "", ""])
    #expect([3, nil].map(CSV.count) == ["3", ""])
  }

  @Test func quotesAnyTextOrOnlyWhatNeedsIt() {
    #expect(
      CSV.row([CSV.quoted("a"), CSV.quoted("b\"\u{301}\n"), CSV.text("a")]) == "\"a\",\"b\"\"\u{301}\n\",a")
    #expect(["a,b", "a\"b", "=1", "a=b", ""].map(CSV.text) == ["\"a,b\"", "\"a\"\"b\"", "'=1", "a=b", ""])
  }
}
