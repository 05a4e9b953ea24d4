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
    ("b: 1\na: 'b\nc: d\n", "line 2: not YAML: `a: 'b` opens a quotation mark", "close it with '"),
    ("a: \"b\nc: \"d\"\n", "line 1: not YAML: `a: \"b` opens a quotation mark", "close it with \""),
    (
      "a: 'It's'\nb: c\n", "`'It's'` goes on behind its closing quotation mark",
      "write a quotation mark inside twice"
    ),
    ("a: \"b \"c\" d\"\n", "goes on behind its closing quotation mark", "inside as \\\""),
    ("a: \"b\\d\"\n", "line 1", "use single ones"),
    ("b: 1\ntitle:T\n", "line 2: not YAML: `title:T` has no space behind its colon", "write `title: T`"),
    ("b: 1\ntitle T\nc: 1\n", "line 2: not YAML: `title T` has no colon", "write a key"),
    ("b: *T\n", "begins with `*`", "'*T'"), ("b: - T\n", "begins with `-`", "'- T'"),
    ("b: > T\n", "begins with `>`", "'> T'"),
    ("b: { c: d\ne: f\n", "line 1: not YAML: `b: { c: d` opens `{`", "close it with `}`"),
    ("b: [d\ne: f\n", "line 1: not YAML: `b: [d` opens `[`", "close it with `]`"),
    ("a:\n   b: 1\n  c: 2\n", "line 3: not YAML: `c: 2` begins in column 3", "in column 4"),
    ("a:\n  b: 1\n   c: 2\n", "line 3: not YAML: `c: 2` begins in column 4", "in column 3"),
    ("a:\n  - b: 1\n     c: 2\n", "line 3: not YAML: `c: 2` begins in column 6", "in column 5"),
    ("a:\n  - b: 1\n   c: 2\n", "line 3: not YAML: `c: 2` begins in column 4", "in column 5"),
    ("a:\n  -b: 1\n    c: 2\n", "line 2: not YAML: `-b: 1` has no space behind its dash", "write `- b: 1`"),
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
