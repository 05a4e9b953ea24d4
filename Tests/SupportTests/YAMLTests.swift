import Support
import Testing

@Suite struct YAMLTests {
  private func message(_ text: String) throws -> String {
    let error = try #require(throws: FileError.self) { try YAMLDocument.root(of: text, file: "a.yml") }
    return error.description
  }

  @Test(arguments: [
    (
      "a: b\ntitle: Fast: and slow\n", "line 2: not YAML: the text `Fast: and slow` holds a colon",
      "'Fast: and slow'"
    ),
    ("title: it's: so\n", "holds a colon", "'it''s: so'"),
    ("a:\n\t- b\n", "line 2: not YAML: `- b` is indented with a tab", "indent with spaces"),
    ("a:\n  - name:\u{A0}m\n    path: m\n", "line 2: not YAML: `- name:", "no-break space (U+00A0)"),
    ("a: %50 of it\n", "begins with `%`", "'%50 of it'"), ("a: @b\n", "begins with `@`", "'@b'"),
    ("a: 'b\n", "line 1: not YAML: ", "while scanning a quoted scalar"),
  ]) func saysWhatIsWrongAndTheMend(text: String, place: String, mend: String) throws {
    let message = try message(text)
    #expect(message.contains(place) && message.contains(mend), "\(message)")
  }

  @Test func whatIsPublishedHasNoCommentsAndNoPathsOfTheMachine() throws {
    let text = """
      # of reviewer 2
      name: a
      models:
        - path: /home/me/models/small   # mine
        - path: ~/models/base/
        - path: ../other/chat
        - path: models/../../x
        - path: models/inside
        - path: org/name@main
      description: "either/or, 1/2"
      """
    let published = try PublishedYAML.text(of: text, file: "a.yml")
    let expected = """
      name: a
      models:
      - path: small
      - path: base
      - path: chat
      - path: x
      - path: models/inside
      - path: org/name@main
      description: "either/or, 1/2"

      """
    #expect(published == expected)
    #expect(try PublishedYAML.text(of: published, file: "a.yml") == published)
  }
}
