import Foundation
import JSON
import Testing

@Suite struct JSONSkeletonTests {
  /// Calls `body` with the bytes of `text`, with what must be readable behind them: nines, so that numbers seem to go on, or `behind`.
  private func withPadded<R>(
    _ text: [UInt8], behind: String = "9", _ body: (UnsafeRawBufferPointer) throws -> R
  ) rethrows -> R {
    let behind = Array(
      String(repeating: behind, count: JSONSkeleton.padding).utf8.prefix(JSONSkeleton.padding))
    return try (text + behind).withUnsafeBytes {
      try body(UnsafeRawBufferPointer(rebasing: $0[..<text.count]))
    }
  }

  private func skeleton(_ text: String, integers: Set<String> = []) -> JSONSkeleton? {
    withPadded(Array(text.utf8)) { JSONSkeleton(of: $0, integers: integers) }
  }

  /// The number that a skeleton reads in place of that of `[0]`, nil where it does not.
  private func number(_ text: String) throws -> Double? {
    let shape = try #require(skeleton(#"{"a": 0}"#))
    let values = JSONSkeletonValues()
    return withPadded(Array(#"{"a": \#(text)}"#.utf8)) { text in
      shape.read(text, into: values) ? values.number(0) : nil
    }
  }

  @Test func knowsWhereTheNumbersAndStringsOfATextStand() throws {
    let text = #"{"s": "a \" b", "n": [1, [2.5, -3], {"x": []}], "i": 7, "o": {"i": 8, "k": "v"}}"#
    let holes = try #require(skeleton(text, integers: ["i"])).holes
    #expect(holes.map(\.path) == [["s"], ["n"], ["n"], ["n", "x"], ["i"], ["o", "i"], ["o", "k"]])
    #expect(holes.map(\.kind) == [.string, .number, .numbers, .numbers, .integer, .number, .string])
    for other in [#"{"a": null}"#, #"{"a": [true]}"#, #"{"a\n": 1}"#] { #expect(skeleton(other) == nil) }
  }

  @Test func readsWhatStandsInTheHolesOfATextOfItsShape() throws {
    let first = try #require(skeleton(#"{"s": "", "n": 1, "l": [], "i": 0}"#, integers: ["i"]))
    let values = JSONSkeletonValues()
    let text = Array(#"{"s": "é\n\ud83d\ude00\"", "n": -2.5e-3, "l": [4, 5.5, 1e3], "i": -12}"#.utf8)
    try withPadded(text) { text in
      try #require(first.read(text, into: values))
      #expect(values.string(0, of: text) == "é\n😀\"")
      #expect(values.number(1) == -0.0025)
      #expect(Array(values.list(2)) == [4, 5.5, 1000])
      #expect(values.number(3) == -12)
    }
  }

  @Test func readsNoTextOfAnotherShape() throws {
    let text = #"{"s": "x", "n": 1.5, "l": [1, 2], "i": 3}"#
    let shape = try #require(skeleton(text, integers: ["i"]))
    let values = JSONSkeletonValues()
    func reads(_ bytes: [UInt8]) -> Bool { withPadded(bytes) { shape.read($0, into: values) } }
    let bytes = Array(text.utf8)
    #expect(reads(bytes))
    // Under the address sanitizer this tells too that nothing behind the padding is read, and no number kept that is not of the text.
    for (end, behind) in bytes.indices.flatMap({ end in ["9", "9, ", ",9", "0", "."].map { (end, $0) } }) {
      #expect(!withPadded(Array(bytes[..<end]), behind: behind) { shape.read($0, into: values) })
    }
    for other in [
      #"{"s": "x", "n": 1.5, "l": [1, 2], "i": 3.0}"#, #"{"s": "x", "n": 1.5, "l": [1, 2], "i": 3} "#,
      #"{"s": "x", "n": 1.5, "l": [1, 2], "i": 03}"#, #"{"s": "x", "n": 1.5, "l": [1,  2], "i": 3}"#,
      #"{"s": "x", "n": 1.5, "l": [1, 2,], "i": 3}"#, #"{"s": "x", "n": 1.5, "l": [1 2], "i": 3}"#,
      #"{"s": "x", "n": "1", "l": [1, 2], "i": 3}"#, #"{"s": "x", "n": null, "l": [1, 2], "i": 3}"#,
      #"{"t": "x", "n": 1.5, "l": [1, 2], "i": 3}"#, #"{"s": "x", "n": 1.5, "l": [1, NaN], "i": 3}"#,
      "{\"s\": \"x\u{1}\", \"n\": 1.5, \"l\": [1, 2], \"i\": 3}",
    ] {
      #expect(!reads(Array(other.utf8)), "\(other)")
    }
    // What is wrong inside of a string is found when it is asked for.
    for (string, isRight) in [("\\x", false), ("\\ud800", true), ("\\", false), ("\\u12", false)] {
      let other = Array(text.replacingOccurrences(of: "\"x\"", with: "\"\(string)\"").utf8)
      let found = withPadded(other) { shape.read($0, into: values) ? values.string(0, of: $0) : nil }
      #expect((found != nil) == isRight, "\(string)")
    }
    let broken = Array("{\"s\": \"".utf8) + [0xC3, 0x28] + Array(text.utf8.dropFirst(8))
    #expect(withPadded(broken) { shape.read($0, into: values) ? values.string(0, of: $0) : nil } == nil)
  }

  @Test func readsNothingThatIsNoNumber() throws {
    for text in [
      "", "-", "01", "-01", "1.", ".5", "1.e5", "1e", "1e+", "+1", "0x1", "1_0", "NaN", "-Infinity", "1..2",
      "1e5.5", "--1",
      "12345678901234567890", "1e99999", "1e400", "0.12345678901234567890",
    ] {
      #expect(try number(text) == nil, "\(text)")
    }
  }

  @Test func readsEveryNumberThatItReadsAsADocumentDoes() throws {
    var random = Random(state: 7)
    var texts = [
      "0", "-0", "0.0", "-0.0", "0e5", "-0e-5", "1", "-1", "9007199254740993", "9223372036854775807",
      "9223372036854775808",
      "1234567890123456789", "0.1", "1e22", "1e23", "1E+5", "1e-5", "4.9406564584124654e-324",
      "2.2250738585072014e-308",
      "1.7976931348623157e308", "5e-324", "0.000000000000000001", "123456789.123456789",
      "9999999999999999999",
    ]
    for _ in 0..<40_000 {
      let bits = Double(bitPattern: random.next())
      if bits.isFinite { texts.append("\(bits)") }
      let single = Double(Float(bitPattern: UInt32(truncatingIfNeeded: random.next())))
      if single.isFinite { texts.append("\(single)") }
      let digits = String(random.next() % 10_000_000_000_000_000_000)
      let place = Int(random.next() % UInt64(digits.count))
      let fraction =
        place == 0 ? "0." + digits.prefix(18) : digits.prefix(place) + "." + digits.dropFirst(place)
      texts.append(fraction.hasSuffix(".") ? fraction + "0" : String(fraction))
      texts.append("\(digits)e\(Int(random.next() % 500) - 250)")
    }
    var count = 0
    for text in texts {
      guard let found = try number(text) else { continue }
      count += 1
      let expected = try #require(try JSONDocument(Array(text.utf8)).root.double)
      #expect(found.bitPattern == expected.bitPattern, "\(text)")
    }
    // Only numbers near the ends of the range are left to the document.
    #expect(Double(count) > 0.8 * Double(texts.count))
  }

  /// SplitMix64, so that a failure can be looked at again.
  private struct Random {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }
}
