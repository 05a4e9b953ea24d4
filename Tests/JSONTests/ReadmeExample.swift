import JSON
import Testing

@Suite struct ReadmeExample {
  @Test func readsAndWrites() throws {
    // README example
    let document = try JSONDocument(Array(#"{"model": "tiny", "norms": [2, 0.5]}"#.utf8))
    let norms = document.root["norms"]?.array?.compactMap(\.double) ?? []

    var json = JSONWriter()
    json.object { json in
      json.member("model", document.root["model"]?.string)
      json.member("sum", norms.reduce(0, +))
    }
    print(json.text)  // {"model":"tiny","sum":2.5}
    // end of example
    #expect(json.text == #"{"model":"tiny","sum":2.5}"#)
  }
}
