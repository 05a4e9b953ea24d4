import Foundation
import Studies
import StudySupport
import TestSupport
import Testing

@Suite struct ConversationTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func records(_ text: String, columns: DataColumns = DataColumns()) throws -> [SampleRecord] {
    try DataFile.records(at: folder.write(text, to: "data.json"), columns: columns)
  }

  @Test func theLastTurnOfTheAssistantIsTheResponse() throws {
    let text = """
      {"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "a"}, \
      {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}, {"role": "assistant", "content": "d"}]}
      {"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}], "id": 7}
      """
    let found = try records(text)
    #expect(found.map(\.output) == ["d", "b"])
    #expect(found[0].turns.map(\.role) == [.system, .user, .assistant, .user])
    #expect(found[0].turns.map(\.content) == ["s", "a", "b", "c"])
    #expect(found[0].question == "system: s\nuser: a\nassistant: b\nuser: c" && found[1].question == "a")
    #expect(!found[1].asksTheSame(as: SampleRecord(instruction: "a", output: "b")))
    #expect(found[1].identity != SampleRecord(instruction: "a", output: "b").identity)
  }

  @Test func anInstructionComesBeforeAConversationUnlessTheStudyNamesThat() throws {
    let text =
      #"{"instruction": "a", "output": "b", "chat": [{"role": "user", "content": "c"}, {"role": "assistant", "content": "d"}]}"#
    #expect(try records(text)[0].output == "b")
    #expect(try records(text, columns: DataColumns([.messages: "chat"]))[0].output == "d")
  }

  @Test func turnsBehindTheLastOfTheAssistantAreNotRead() throws {
    let text = """
      {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}]}
      """
    let found = try records(text)
    #expect(found[0].output == "b" && found[0].turns.map(\.content) == ["a"])
  }

  @Test(arguments: [
    ("3", "that is not a list of turns"), ("[]", "without a turn of the assistant"),
    (#"[{"role": "user", "content": "a"}]"#, "without a turn of the assistant"),
    (#"[{"role": "assistant", "content": "a"}]"#, "nothing before the response"),
    (
      #"[{"role": "tool", "content": "a"}, {"role": "assistant", "content": "a"}]"#,
      "turn 1 of `messages` by `tool`"
    ),
    (
      #"[{"role": "user"}, {"role": "assistant", "content": "a"}]"#,
      "turn 1 of `messages` without the strings"
    ),
    (
      #"[{"role": "user", "content": null}, {"role": "assistant", "content": "a"}]"#,
      "`messages` turn 1 `content` that is not"
    ),
    (
      #"[{"role": "user", "content": "\ud83d"}, {"role": "assistant", "content": "a"}]"#,
      "half of a surrogate pair"
    ),
  ])
  func refusesOther(turns: String, words: String) throws {
    let error = #expect(throws: StudyError.self) { try records("{\"messages\": \(turns)}") }
    #expect(error?.description.contains(words) == true)
  }

  @Test func aBaseModelHasNoPlaceForAConversation() throws {
    let fixture = try StudyFixture()
    let turns = #"[{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]"#
    for name in ["fast", "fast-wrong", "slow"] {
      try fixture.folder.write("{\"messages\": \(turns)}", to: "data/\(name).json")
    }
    let study = try fixture.read()
    let error = #expect(throws: StudyError.self) { try StudyData(study: study) }
    #expect(error?.description.contains("is a conversation, and a base model has no chat template") == true)
  }

  @Test(
    .enabled(if: SharedData.hasModels, "needs the reference models in ../shared/reference/models"))
  func oneQuestionHasThePromptOfAnInstruction() throws {
    let folder = SharedData.models.appending(path: "llama3")
    let encoder = try SampleEncoder(folder: folder, prompt: .chat, settings: StudySettings())
    let turns = [ChatTurn(role: .user, content: "a")]
    let chat = try encoder.text(of: SampleRecord(turns: turns, output: "b"))
    #expect(try chat == encoder.text(of: SampleRecord(instruction: "a", output: "b")))
    let own = try encoder.text(
      of: SampleRecord(
        turns: [ChatTurn(role: .system, content: "s")] + turns + [ChatTurn(role: .assistant, content: "x")]
          + turns, output: "b"))
    #expect(own.prompt.contains("system<|end_header_id|>\n\ns<|eot_id|>") && !own.prompt.contains("helpful"))
    #expect(own.prompt.contains("assistant<|end_header_id|>\n\nx<|eot_id|>"))
  }
}
