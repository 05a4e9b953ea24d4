import Analysis
import Figures
import Testing

/// Tables as files: what a reader of CSV and JSON sees.
@Suite struct TableTests {
  @Test(arguments: [
    ("=cmd()|'/c calc'!A0", "'=cmd()|'/c calc'!A0"), ("+1", "'+1"), ("-a", "'-a"), ("@a", "'@a"),
    ("\ta", "'\ta"), ("\ra", "\"'\ra\""), ("=\"a\"", "\"'=\"\"a\"\"\""), ("a=b", "a=b"),
  ])
  func aCellThatASpreadsheetWouldTakeForAFormulaIsText(text: String, field: String) {
    var table = Table([.words("name", "Name")])
    table.add([.text(text)])
    #expect(table.csv == "name\n\(field)\n")
  }

  @Test(arguments: [
    ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("a\"\u{301}", "\"a\"\"\u{301}\""),
    ("", ""),
  ])
  func quotesCommasAndLineEndsAreQuoted(text: String, field: String) {
    var table = Table([.words("name", "Name"), .numbers("n", "n")])
    table.add([.text(text), .count(1)])
    #expect(Array(table.csv.utf8) == Array("name,n\n\(field),1\n".utf8))
  }

  @Test func numbersReadBackExactlyWhatIsNoNumberIsEmptyInCSVAndNullInJSON() {
    var table = Table([.numbers("x", "x"), .numbers("y", "y")])
    table.add([.number(0.1 + 0.2), .number(-1e-300)])
    table.add([.number(.nan), .number(.infinity)])
    table.add([.number(nil), .missing])
    #expect(table.csv == "x,y\n0.30000000000000004,-1e-300\n,\n,\n")
    #expect(String(decoding: table.jsonColumns, as: UTF8.self) == #"["x","y"]"#)
    #expect(
      String(decoding: table.jsonRows, as: UTF8.self)
        == "[0.30000000000000004,-1e-300],[null,null],[null,null]")
  }

  @Test func numbersAndTheEndsOfIntervalsAreRoundedAndCountsAreNot() {
    var table = Table([.numbers("x", "x"), .numbers("n", "n")])
    table.add([.estimate(0.1 + 0.2, Interval(-1234567.89, 1e-300 / 3)), .count(123_456_789)])
    table.add([.number(.nan), .text("1.23456")])
    #expect(
      table.rounded(to: 4).csv == "x,x_lower,x_upper,n\n0.3,-1235000.0,3.333e-301,123456789\n,,,1.23456\n")
  }
}
