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
}
