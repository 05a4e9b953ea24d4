import Foundation
import JSON
import Testing

@Suite struct JSONErrorTests {
  private func failure(_ bytes: [UInt8], allowsNonFinite: Bool = false) -> JSONError? {
    do {
      _ = try JSONDocument(bytes, allowsNonFinite: allowsNonFinite)
      return nil
    } catch {
      return error as? JSONError
    }
  }

  @Test(arguments: [
    ("", "empty", nil), ("  \n ", "empty", nil), ("[1] 2", "more", 1), ("1\n2", "more", 2),
    ("\"a\"\n\n]", "more", 3),
    ("1000000000000000000000 1", "more", 1), ("[1,\n2", "not valid JSON", 2),
    ("{\"a\" 1}", "not valid JSON", 1),
    ("{\"a\":1,}", "not valid JSON", 1), ("[1,]", "not valid JSON", 1), ("[1 2]", "not valid JSON", 1),
    ("{1:2}", "not valid JSON", 1), ("[1}", "not valid JSON", 1), ("]", "not valid JSON", 1),
    ("[nul]", "not valid JSON", 1), ("[truex]", "not valid JSON", 1), ("hello", "not valid JSON", 1),
    ("[\n\"abc]", "no closing quote", 2), ("[\"a\nb\"]", "control character", 1),
    ("[\n\"\\x\"]", "escape", 2),
    ("[\"\\u12G4\"]", "escape", 1), ("[01]", "not a JSON number", 1), ("[1.]", "not a JSON number", 1),
    ("[-]", "not a JSON number", 1), ("[+1]", "not valid JSON", 1), ("[1e400]", "outside the range", 1),
    ("[1,\nNaN]", "NaN", 2), ("-Infinity", "NaN and Infinity", 1), ("[nan]", "not valid JSON", 1),
    ("[1,\n[2],\n[3 4]]", "not valid JSON", 3),
  ])
  func saysWhatIsWrongAndWhere(text: String, what: String, line: Int?) throws {
    let error = try #require(failure(Array(text.utf8)), "\(text) was read")
    #expect(error.what.contains(what), "\(text): \(error)")
    #expect(error.line == line, "\(text): \(error)")
  }

  @Test func findsBadUTF8() throws {
    for bad: [UInt8] in [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ] {
      let error = try #require(failure(Array("[\n\"ab".utf8) + bad + Array("\"]".utf8)))
      #expect(error.what.contains("UTF-8") && error.line == 2 && error.byteOffset == 5, "\(error)")
    }
  }

  @Test func refusesDeepNesting() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(failure(nested(JSONDocument.maximumDepth)) == nil)
    #expect(failure(nested(JSONDocument.maximumDepth + 1))?.what.contains("256 deep") == true)
    #expect(failure(nested(1_000_000))?.what.contains("256 deep") == true)
    #expect(failure(Array(repeating: UInt8(ascii: "["), count: 1_000_000)) != nil)
  }

  /// Whatever happens to a valid text, reading ends with a value or an error.
  @Test func survivesMutations() {
    let seed = Array(
      #"{"a":[1,-2.5e3,"x\u00e9\n\ud83d\ude00",{"b":null}],"c":true,"d":NaN,"e":99999999999999999999}"#.utf8)
    var random = Generator(state: 7)
    for _ in 0..<20_000 {
      var bytes = seed
      for _ in 0..<(1 + random.next() % 4) {
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 4 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(seed[Int(random.next() % UInt64(seed.count))], at: place)
        default: bytes.removeSubrange(place...)
        }
        if bytes.isEmpty { bytes = [0x20] }
      }
      guard let root = try? JSONDocument(bytes, allowsNonFinite: true).root else { continue }
      touch(root)
    }
  }

  private func touch(_ value: JSONValue) {
    value.array?.forEach(touch)
    value.object?.forEach { touch($0.value) }
    _ = value.string
  }

  @Test func namesLineOfJSONLFile() {
    let error = failure(Array("[".utf8))?.inLine(12, of: "grads.jsonl")
    #expect(error?.description.hasPrefix("grads.jsonl, line 12") == true)
  }
}

/// A small fixed generator (splitmix64), so that a failure repeats.
private struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
