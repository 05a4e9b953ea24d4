import Foundation
import JSON
import Testing
import Tokenizers

/// Chat templates of every family against what Jinja makes of them: `Fixtures/make_chat_fixtures.py` wrote the prompts.
@Suite struct ChatTemplateTests {
  /// The checkpoint folder of a fixture, or nil where `../shared` is not there.
  private func folder(_ fixture: JSONValue, _ made: TemporaryFolder) throws -> URL? {
    if let shared = fixture["folder"]?.string {
      let folder = SharedFiles.tokenizers.appending(path: "../\(shared)").standardizedFileURL
      return SharedFiles.exists(folder) ? folder : nil
    }
    var json = JSONWriter()
    json.object { json in
      json.member("chat_template", fixture["template"]?.string)
      for token in ["bos_token", "eos_token"] { json.member(token, fixture["tokens"]?[token]?.string) }
    }
    _ = try made.write(json.text, to: "tokenizer_config.json")
    return made.url
  }

  @Test func agreesWithJinja() throws {
    let fixtures = try Fixtures.rows("chat.jsonl")
    #expect(fixtures.count > 50)
    for fixture in fixtures {
      let made = TemporaryFolder()
      guard let folder = try folder(fixture, made) else { continue }
      let name = try #require(fixture["name"]?.string)
      let prompt = try ChatPrompt(folder: folder)
      #expect(prompt.name == fixture["family"]?.string, "\(name)")
      for row in try #require(fixture["cases"]?.array) {
        let system = row["system"]?.string
        // A family that takes no system message is given none.
        guard system == nil || prompt.allowsSystem else { continue }
        let question = try #require(row["question"]?.string)
        guard let expected = row["prompt"]?.utf8Bytes else {
          #expect(throws: TokenizerError.self, "\(name) refuses \(question.debugDescription)") {
            try prompt.render(system: system, user: question)
          }
          continue
        }
        #expect(
          try prompt.render(system: system, user: question).utf8.elementsEqual(expected),
          "\(name): \(question.debugDescription)")
      }
    }
  }

  /// Gemma has no place for a system message, nor have the first templates of Mistral and Phi-3.
  @Test(arguments: [
    ("chatml", true), ("llama-2", true), ("llama-3.2", true), ("gemma", false), ("gemma-3", false),
    ("mistral-7b-v0.1", false), ("mistral-7b-v0.3", true), ("phi-3", false), ("phi-3.5", true),
    ("olmo-2", true),
  ])
  func knowsWhoTakesASystemMessage(name: String, takes: Bool) throws {
    let fixture = try #require(try Fixtures.rows("chat.jsonl").first { $0["name"]?.string == name })
    let made = TemporaryFolder()
    let folder = try #require(try folder(fixture, made))
    let prompt = try ChatPrompt(folder: folder)
    #expect(prompt.allowsSystem == takes)
    #expect(prompt.system == (takes ? "You are a helpful assistant." : nil))
  }
}
