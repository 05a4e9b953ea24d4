import Foundation
import JSON
import Testing

@Suite struct JSONWriterTests {
  private func sample(_ style: JSONWriter.Style) -> String {
    var json = JSONWriter(style: style)
    json.object { json in
      json.member("z", 1)
      json.member("a", "x")
      json.key("list")
      json.array { json in
        json.value(0.1)
        json.value(true)
        json.null()
        json.object { _ in }
        json.array { _ in }
      }
      json.member("none", nil as Double?)
    }
    return json.text
  }

  @Test func writesInTheOrderGiven() {
    #expect(sample(.init()) == #"{"z":1,"a":"x","list":[0.1,true,null,{},[]],"none":null}"#)
  }

  @Test func indents() {
    let expected = """
      {
        "z": 1,
        "a": "x",
        "list": [
          0.1,
          true,
          null,
          {},
          []
        ],
        "none": null
      }
      """
    #expect(sample(.init(indent: 2)) == expected)
  }

  @Test func doublesReadBackAsTheyWere() throws {
    let values = [
      0, -0.0, 1, -1.5, 0.1, 1.0 / 3, 1e-5, 1e16, 1e21, 1e22, .leastNonzeroMagnitude,
      .greatestFiniteMagnitude, 123456789.125, 2e-308,
      9007199254740992, -1e300,
    ]
    for value in values {
      var json = JSONWriter()
      json.value(value)
      let read = try JSONDocument(json.bytes).root.double
      #expect(read == value, "\(json.text)")
    }
  }

  @Test func writesNonFiniteNumbersByOption() {
    for (nonFinite, expected) in [
      (JSONWriter.Style.NonFinite.null, "[null,null,null]"), (.python, "[NaN,Infinity,-Infinity]"),
    ] {
      var json = JSONWriter(style: .init(nonFinite: nonFinite))
      json.array { json in for value in [Double.nan, .infinity, -.infinity] { json.value(value) } }
      #expect(json.text == expected)
    }
  }

  @Test func escapesWhatCannotStandAsItIs() throws {
    let text = "\"\\\n\r\t\u{0}\u{1F}\u{7F}\u{2028}\u{2029}</script>\u{E9}e\u{301}\u{1F600}"
    var plain = JSONWriter()
    plain.value(text)
    #expect(
      plain.text == #""\"\\\n\r\t\u0000\u001f\u007f\u2028\u2029</script>"# + "\u{E9}e\u{301}\u{1F600}\"")
    var safe = JSONWriter(style: .init(isSafeInHTML: true))
    safe.value(text)
    #expect(!safe.text.contains("<"))
    for json in [plain, safe] {
      #expect(try JSONDocument(json.bytes).root.utf8Bytes.map(Array.init) == Array(text.utf8))
    }
  }
}
