import Foundation
import JSON
import Tokenizers

// Renders chat templates for `Tests/TokenizersTests/fuzz_templates.py`: from each line of the standard input, an object with
// `template` and `variables`, to a line with `text`, or with `problem` and the kind of it.

func outcome(of line: String) -> [(String, String)] {
  do {
    let root = try JSONDocument(Data(line.utf8)).root
    guard case .mapping(let members) = root["variables"].map({ TemplateVariables.Value($0) }) else {
      return [("kind", "input"), ("problem", "no variables")]
    }
    let template = try ChatTemplate(root["template"]?.string ?? "")
    return [("text", try template.render(TemplateVariables(members)))]
  } catch let error as TemplateError {
    let kind =
      switch error.problem {
      case .syntax: "syntax"
      case .unsupported: "unsupported"
      case .raised: "raised"
      case .evaluation: "evaluation"
      case .limit: "limit"
      }
    return [("kind", kind), ("problem", error.description)]
  } catch {
    return [("kind", "input"), ("problem", "\(error)")]
  }
}

while let line = readLine(strippingNewline: true) {
  var json = JSONWriter()
  json.object { json in for (name, text) in outcome(of: line) { json.member(name, text) } }
  print(json.text)
}
