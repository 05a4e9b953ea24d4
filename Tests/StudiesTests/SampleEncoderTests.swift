import Foundation
import Gradients
import JSON
import Studies
import TestSupport
import Testing
import Tokenizers

/// Text, ids and start against what the reference implementation gives.
@Suite(
  .enabled(if: SharedData.hasModels, "needs the reference models in ../shared/reference/models"))
struct SampleEncoderReferenceTests {
  static let models = [
    "llama2", "llama3", "llama3-bf16", "llama3-sharded", "qwen2", "qwen3", "mistral", "gemma", "gemma2",
    "gemma2-bf16", "gemma2-sharded", "phi3", "olmo2",
  ]

  @Test(arguments: models)
  func everyGolden(model: String) throws {
    let folder = SharedData.models.appending(path: model)
    let records = try DataFile.records(at: folder.appending(path: "samples.json"))
    let lines = try Data(contentsOf: folder.appending(path: "golden.jsonl")).split(separator: 10)
    #expect(lines.count >= 12)
    for line in lines {
      let golden = try JSONDocument(line).root
      var settings = StudySettings()
      settings.maxLength = try #require(golden["max_length"]?.int)
      let prompt = golden["mode"]?.string == "instruct" ? PromptKind.chat : .base
      let encoder = try SampleEncoder(folder: folder, prompt: prompt, settings: settings)
      let record = records[try #require(golden["index"]?.int)]
      // Bytes, because Swift takes canonically equivalent strings as equal.
      #expect(try Array(encoder.text(of: record).whole.utf8) == golden["text"]?.utf8Bytes.map(Array.init))
      let tokens = try encoder.tokens(of: record)
      #expect(tokens.ids.map(Int.init) == golden["input_ids"]?.array?.map { $0.int ?? -1 })
      #expect(tokens.start == golden["start"]?.int)
    }
  }
}

@Suite struct SampleEncoderTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try ByteModel().write(to: folder.url)
  }

  private func encoder(
    _ prompt: PromptKind = .base, _ prompting: Prompting = .published, maxLength: Int = 1024
  ) throws -> SampleEncoder {
    var settings = StudySettings()
    settings.prompting = prompting
    settings.maxLength = maxLength
    return try SampleEncoder(folder: folder.url, prompt: prompt, settings: settings)
  }

  private func bytes(_ text: String) -> [Int32] { text.utf8.map(Int32.init) }

  @Test func aBasePromptIsInstructionInputAndALineFeed() throws {
    let record = SampleRecord(instruction: "Ä", input: "b", output: "cd")
    let tokens = try encoder().tokens(of: record)
    #expect(tokens.ids == bytes("Ä\nb\ncd"))
    #expect(tokens.start == 5)
    #expect(try encoder().tokens(of: SampleRecord(instruction: "a", output: "c")).ids == bytes("a\nc"))
  }

  @Test func aChatPromptIsTheCheckpointsTemplateWithTheSystemMessage() throws {
    let record = SampleRecord(instruction: "a", input: "b", output: "c")
    let prompt = """
      <|im_start|>system
      You are a helpful assistant.<|im_end|>
      <|im_start|>user
      a
      b<|im_end|>
      <|im_start|>assistant

      """
    let tokens = try encoder(.chat).tokens(of: record)
    #expect(tokens.ids == bytes(prompt + "c"))
    #expect(tokens.start == prompt.utf8.count)
  }

  @Test func findsTheResponseAtItsLastOccurrence() throws {
    let repeated = SampleRecord(instruction: "blue blue", output: "blue")
    #expect(try encoder().tokens(of: repeated).start == 10)
    for prompting in Prompting.allCases {
      let empty = try encoder(.base, prompting).tokens(of: SampleRecord(instruction: "a", output: ""))
      #expect(empty.start == 2)
      #expect(empty.labelled.isEmpty)
    }
  }

  @Test func cutsOnTheRightAndLeavesTheStartWhereItIs() throws {
    for prompting in Prompting.allCases {
      let encoder = try encoder(.base, prompting, maxLength: 3)
      let tokens = try encoder.tokens(of: SampleRecord(instruction: "abcdef", output: "g"))
      #expect(tokens.ids == bytes("abc"))
      #expect(tokens.labelled.isEmpty)
    }
  }
}

/// Where `exact` differs from `published`: merges over the boundary, and BOS written twice.
@Suite(
  .enabled(if: SharedData.hasModels, "needs the reference models in ../shared/reference/models"))
struct ExactPromptingTests {
  private func tokens(
    _ model: String, _ record: SampleRecord, _ prompt: PromptKind = .base
  ) throws -> (published: LabelledTokens, exact: LabelledTokens) {
    let folder = SharedData.models.appending(path: model)
    let encoded = try Prompting.allCases.map { prompting in
      var settings = StudySettings()
      settings.prompting = prompting
      return try SampleEncoder(folder: folder, prompt: prompt, settings: settings).tokens(of: record)
    }
    return (encoded[0], encoded[1])
  }

  @Test func labelsATokenThatHoldsTheFirstByteOfTheResponseWhereverThePromptEnds() throws {
    let record = SampleRecord(instruction: "Divide by 3.", output: "\n\n56")
    let (published, exact) = try tokens("llama3", record)
    #expect(published.ids == exact.ids)
    // The three line feeds are one token, which `published` counts to the prompt.
    #expect(exact.start == published.start - 1)
    let plain = try tokens("llama3", SampleRecord(instruction: "Divide by 3.", output: "56"))
    #expect(plain.published == plain.exact)
  }

  @Test(arguments: ["llama2", "llama3", "gemma"])
  func doesNotWriteBOSTwice(model: String) throws {
    let record = SampleRecord(instruction: "What is 1 + 1?", output: "2")
    let (published, exact) = try tokens(model, record, .chat)
    #expect(published.ids[0] == published.ids[1])
    #expect(exact.ids == Array(published.ids.dropFirst()))
    #expect(exact.start == published.start - 1)
    let base = try tokens(model, record)
    #expect(base.published.ids == base.exact.ids)
  }
}
