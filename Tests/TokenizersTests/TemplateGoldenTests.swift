import JSON
import Testing
import Tokenizers

/// Random programs against what Jinja makes of them: `fuzz_templates.py --sample` wrote them.
@Suite struct TemplateGoldenTests {
  @Test func agreeWithJinja() throws {
    let rows = try Fixtures.rows("templates.jsonl")
    let given = try #require(rows.first?["variables"])
    guard case .mapping(let members) = TemplateVariables.Value(given) else {
      Issue.record("the first line holds the variables")
      return
    }
    let variables = TemplateVariables(members)
    #expect(rows.count > 300)
    for row in rows.dropFirst() {
      let template = try #require(row["template"]?.string)
      let text = try? ChatTemplate(template).render(variables)
      #expect(
        text.map { Array($0.utf8) } == row["text"]?.utf8Bytes.map(Array.init), "\(template.debugDescription)")
    }
  }

  /// White space behind the last cut stays, and a filter of a loop makes tuples of several names.
  @Test(arguments: [
    ("{{ ' a b  c '.split(maxsplit=1) }}", "['a', 'b  c ']"),
    ("{{ ' a b  c '.rsplit(none, 1) }}", "[' a b', 'c']"),
    ("{% for k, v in [['a', 1], ['b', 2]] if k %}{{ loop.nextitem }}{% endfor %}", "('b', 2)"),
  ])
  func agreesWithJinjaWhereItDidNot(template: String, text: String) throws {
    #expect(try ChatTemplate(template).render(TemplateVariables()) == text)
  }

  /// Programs that ran without end.
  @Test(arguments: [("{{ () * 1000000000000000 }}", "()"), ("{{ '' * 1000000000000000 }}", "")])
  func repeatNothingAtOnce(template: String, text: String) throws {
    #expect(try ChatTemplate(template).render(TemplateVariables()) == text)
  }

  @Test func boundTheSizeOfKeys() throws {
    let template =
      "{% set n = namespace(a=(1,)) %}{% for i in range(60) %}{% set n.a = (n.a, n.a) %}{% endfor %}{{ {n.a: 1} }}"
    let error = #expect(throws: TemplateError.self) { try ChatTemplate(template).render(TemplateVariables()) }
    #expect(error?.description == "line 1: it asks for a key of more than 10000 values")
  }
}
