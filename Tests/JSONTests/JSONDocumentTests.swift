import Foundation
import JSON
import Testing

@Suite struct JSONDocumentTests {
  private func read(_ text: String, allowsNonFinite: Bool = false) throws -> JSONValue {
    try JSONDocument(Array(text.utf8), allowsNonFinite: allowsNonFinite).root
  }

  @Test func refusesANamedPipeAtOnce() throws {
    let pipe = FileManager.default.temporaryDirectory.appending(path: "strata-test-\(UUID().uuidString)")
    #expect(mkfifo(pipe.path, 0o600) == 0)
    defer { unlink(pipe.path) }
    let error = try #require(throws: JSONError.self) { try JSONDocument(contentsOf: pipe) }
    #expect(error.description == "\(pipe.path): it is not a regular file.")
  }

  @Test func readsEveryKind() throws {
    let value = try read(#"{"a": [1, -2.5, true, false, null, "x"], "b": {}, "c": []}"#)
    let elements = Array(try #require(value["a"]?.array))
    #expect(elements.map(\.kind) == [.integer, .double, .bool, .bool, .null, .string])
    #expect(elements[0].int == 1 && elements[0].double == 1)
    #expect(elements[1].double == -2.5 && elements[1].int == nil)
    #expect(elements[2].bool == true && elements[3].bool == false)
    #expect(elements[4].isNull && elements[5].string == "x")
    #expect(value["b"]?.object?.count == 0 && value["c"]?.array?.isEmpty == true)
    #expect(value["d"] == nil && elements[0]["a"] == nil)
  }

  @Test(arguments: [
    "12", "-1.5e3", "true", "null", #""a""#, "[]", "{}", " 7 \n", "NaN", "1000000000000000000000",
  ])
  func readsAnyValueAsRoot(text: String) throws {
    _ = try read(text, allowsNonFinite: true)
  }

  @Test func keepsOrderAndRepeatedKeysAndFindsTheLast() throws {
    let value = try read(#"{"b": 1, "a": 2, "b": {"c": [3]}, "z": 4}"#)
    let object = try #require(value.object)
    #expect(object.map(\.key) == ["b", "a", "b", "z"])
    #expect(value["b"]?["c"]?.array?.first?.int == 3)
    #expect(value["z"]?.int == 4)
  }

  @Test func tellsCanonicalEquivalentsApart() throws {
    let value = try read("{\"\u{E9}\": 1, \"e\u{301}\": 2}")
    #expect(value["\u{E9}"]?.int == 1)
    #expect(value["e\u{301}"]?.int == 2)
    let keys = try #require(value.object).map(\.keyBytes)
    #expect(keys[0] != keys[1] && Set(keys).count == 2)
    #expect(keys[0] == "\u{E9}" && !(keys[0] == "e\u{301}"))
  }

  @Test(arguments: [
    (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    (#""\u0041\u00e9\u20AC\ud83d\ude00""#, "A\u{E9}\u{20AC}\u{1F600}"),
    (#""a\u0000b""#, "a\u{0}b"), (#""\ud800""#, "\u{FFFD}"), (#""\udc00x""#, "\u{FFFD}x"),
    (#""\ud800\ud83d\ude00""#, "\u{FFFD}\u{1F600}"), (#""\ud800\u0041""#, "\u{FFFD}A"),
    (#""\ud800\n""#, "\u{FFFD}\n"),
  ])
  func resolvesEscapes(text: String, expected: String) throws {
    #expect(try read(text).utf8Bytes.map(Array.init) == Array(expected.utf8))
    #expect(try read("[\(text), 1]").array?.first?.utf8Bytes.map(Array.init) == Array(expected.utf8))
  }

  @Test(arguments: [
    ("1000000000000000019884624838656", 1e30), ("9223372036854775808", 0x1p63),
    ("-9223372036854775809", -0x1p63),
    ("18446744073709551616", 0x1p64),
  ])
  func readsWideIntegersAsDoubles(text: String, expected: Double) throws {
    for value in [try read(text), try #require(read("[\(text) , 1]").array?.first)] {
      #expect(value.double == expected && value.int == nil && value.isWideInteger && value.kind == .double)
    }
    #expect(try read("9223372036854775807").int == Int.max)
    #expect(try read("-9223372036854775808").int == Int.min)
    #expect(try !read("1e30").isWideInteger)
  }

  /// One call of simdjson 3.0.1 reads such numbers as 0.
  @Test func readsNumbersOfManyDigits() throws {
    for text in ["1234567890.12345678904567890123", "-123456789012345678901e23", "99.99999999999999999"] {
      #expect(try read(text).double == Double(text))
      #expect(try read("[\(text)]").array?.first?.double == Double(text))
    }
  }

  @Test func readsNumbersOfPythonWhenAsked() throws {
    let values = try #require(read("[NaN,Infinity , -Infinity, 1]", allowsNonFinite: true).array)
    let numbers = values.compactMap(\.double)
    #expect(numbers.count == 4 && numbers[0].isNaN)
    #expect(Array(numbers[1...]) == [.infinity, -.infinity, 1])
  }

  @Test func skipsByteOrderMark() throws {
    #expect(try JSONDocument([0xEF, 0xBB, 0xBF] + Array("[1]".utf8)).root.array?.count == 1)
  }

  @Test func outlivesItsDocumentAndItsBytes() throws {
    var value: JSONValue?
    do {
      let bytes = Array(#"{"k": "value with some length"}"#.utf8)
      value = try JSONDocument(bytes).root["k"]
    }
    #expect(value?.string == "value with some length")
  }

  @Test func readsFileAndNamesItInErrors() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "strata-json-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("{\"a\": 1}".utf8).write(to: file)
    #expect(try JSONDocument(contentsOf: file).root["a"]?.int == 1)
    try Data("{\n\"a\": tru\n}".utf8).write(to: file)
    let error = #expect(throws: JSONError.self) { try JSONDocument(contentsOf: file) }
    #expect(error?.file == file.path && error?.line == 2)
    let missing = file.appendingPathExtension("missing")
    let absent = #expect(throws: JSONError.self) { try JSONDocument(contentsOf: missing) }
    #expect(absent?.description.contains(missing.path) == true)
    #expect(absent?.description.contains("No such file") == true)
  }
}
