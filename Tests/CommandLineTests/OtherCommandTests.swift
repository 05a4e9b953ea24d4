import Foundation
import TestSupport
import Testing

@Suite struct OtherCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try ByteModel().write(to: folder.file("model"))
  }

  private func run(_ arguments: String..., input: String = "") throws -> Program.Outcome {
    try Program.start(arguments, in: folder.url, input: Data(input.utf8)).wait()
  }

  @Test func inspect() throws {
    let text = try run("inspect", "model")
    #expect(text.status == 0)
    #expect(text.output.contains("family               Llama\n"))
    #expect(text.output.contains("layers               2\n"))
    // The embedding has 256 rows of 12; a layer 432 weights in attention, 720 in the MLP and 24 in norms.
    for line in [
      "parameters           5,436", "  embedding          3,072", "  attention          864",
      "  MLP                1,440", "  norms              60", "dtype                F32",
      "weight files         model.safetensors", "tokenizer            256 tokens",
      "chat template        chatml",
      "gradients a sample   8", "  of each layer      q 12 × 12, k 6 × 12, v 6 × 12, o 12 × 12",
      "a sample of          1,024 tokens",
    ] {
      #expect(text.output.contains(line + "\n"), "\(line)")
    }
    #expect(text.output.contains("\n  and on one core    "))
    let json = try run("inspect", "model", "--json")
    #expect(json.output.contains(#""family":"Llama","layers":2,"hidden_size":12,"#))
    #expect(json.output.contains(#""dtypes":["F32"],"#))
    #expect(json.output.contains(#""weight_files":["model.safetensors"],"#))
    #expect(json.output.contains(#""tokenizer_size":256,"chat_template":"chatml","#))
    #expect(json.output.contains(#""gradient_shapes":{"q":[12,12],"k":[6,12],"v":[6,12],"o":[12,12]},"#))
    #expect(json.output.contains(#""sample_tokens":1024,"#))
    let long = try run("inspect", "model", "--json", "--tokens", "2000")
    #expect(try sampleBytes(long.output) > sampleBytes(json.output))
    let missing = try run("inspect", "nowhere")
    #expect(missing.status == 1)
    #expect(missing.errors.hasPrefix("Error: "))
    #expect(missing.output == "")
  }

  @Test func inspectOfAStudySaysWhatARunWouldComputeAndWritesNothing() throws {
    try folder.write(
      #"[{"instruction": "Add 1 and 1.", "output": "2"}, {"instruction": "Add 1 and 2.", "output": "3"}]"#,
      to: "data.json")
    try folder.write(
      """
      name: small
      title: Small
      models:
        - {name: one, label: One, path: model, stage: base}
      tasks:
        - {name: sums, label: Sums, kind: math, data: {none: {correct: data.json}}}
      """, to: "study.yml")
    let text = try run("inspect", ".")
    #expect(text.status == 0, "\(text.errors)")
    #expect(text.output.hasPrefix("0 samples there; all of every condition\n2 samples to compute, "))
    #expect(text.output.contains("\nin all about ") && text.output.contains("\n  One: about "))
    let json = try run("inspect", "study.yml", "--json")
    #expect(json.output.hasPrefix(#"{"samples_there":0,"#) && json.output.contains(#""samples":2,"#))
    #expect(!text.output.contains("asked for"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("study.sqlite").path))
    for asked in ["samples: 5", "sampling: {count: 5, seed: 1}"] {
      let study = try String(contentsOf: folder.file("study.yml"), encoding: .utf8)
      try folder.write("\(study)\nsettings: {\(asked)}\n", to: "more.yml")
      #expect(
        try run("inspect", "more.yml").output
          .contains("\n  Sums has 2 samples, fewer than the 5 asked for: all are taken.\n"), "\(asked)")
    }
    #expect(try run("run", ".").status == 0)
    #expect(try run("inspect", ".").output == "2 samples there, none to compute\n")
    let wrong = try run("inspect", ".", "--tokens", "100")
    #expect(wrong.status == 2 && wrong.errors.contains("--tokens"), "\(wrong.errors)")
  }

  @Test func checkAndRescueOfAStore() throws {
    let study = try SmallStudy(samples: 4)
    let place = study.folder.url.path
    #expect(try Program.run("run", place, "--quiet").status == 0)
    let whole = try Program.run("check", "--store", study.store.path)
    #expect(whole.status == 0)
    #expect(whole.output == "\(study.store.path) is whole: 6 runs, 24 samples.\n")
    var bytes = try Data(contentsOf: study.store)
    // The last of its pages.
    bytes.replaceSubrange(bytes.count - 32_768..<bytes.count, with: Data(count: 32_768))
    try bytes.write(to: study.store)
    let damaged = try Program.run("check", "--store", study.store.path)
    #expect(damaged.status == 1)
    #expect(damaged.output.contains("strata rescue"))
    let rescued = try Program.run("rescue", study.store.path, study.folder.file("saved.sqlite").path)
    #expect(rescued.status == 0, "\(rescued.errors)")
    #expect(rescued.output.hasPrefix("saved "))
    #expect(
      rescued.output.hasSuffix("in the place of \(study.store.path), and `strata run` goes on with it.\n"))
    #expect(try Data(contentsOf: study.store) == bytes)
    let again = try Program.run("rescue", study.store.path, study.folder.file("saved.sqlite").path)
    #expect(again.status == 1 && again.errors.contains("saved.sqlite cannot be used: something lies there"))
    try FileManager.default.removeItem(at: study.store)
    try FileManager.default.moveItem(at: study.folder.file("saved.sqlite"), to: study.store)
    #expect(try Program.run("run", place, "--quiet").status == 0)
    #expect(
      try Program.run("check", "--store", study.store.path).output.contains("is whole: 6 runs, 24 samples"))
    let missing = try Program.run("check", "--store", "nowhere.sqlite")
    #expect(missing.status == 1 && missing.errors.contains("nowhere.sqlite"))
  }

  @Test func inspectWithoutATokenizer() throws {
    try FileManager.default.removeItem(at: folder.file("model/tokenizer.json"))
    try folder.write(#"{"chat_template": "{{ 1 }}"}"#, to: "model/tokenizer_config.json")
    let text = try run("inspect", "model")
    #expect(text.status == 1)
    #expect(text.errors.contains("tokenizer.json"))
    #expect(text.output.contains("tokenizer            none that can be used: "))
    #expect(text.output.contains("chat template        none that can be used: "))
    let json = try run("inspect", "model", "--json")
    #expect(json.status == 1)
    #expect(json.output.contains(#""tokenizer_size":null,"tokenizer_size_problem":""#))
  }

  /// The usual way to a tokenizer that is larger than the embedding: a token for padding is added, the model not resized.
  @Test func inspectCountsTokensWithoutEmbedding() throws {
    let url = folder.file("model/tokenizer.json")
    let text = try String(contentsOf: url, encoding: .utf8)
    #expect(!(try run("inspect", "model").output.contains("without embedding")))
    var object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    object["added_tokens"] = [
      [
        "id": 256, "content": "[PAD]", "special": true, "normalized": false, "lstrip": false, "rstrip": false,
        "single_word": false,
      ] as [String: Any]
    ]
    try JSONSerialization.data(withJSONObject: object).write(to: url)
    #expect(try run("inspect", "model").output.contains("  without embedding  1 token\n"))
    #expect(try run("inspect", "model", "--json").output.contains(#""tokens_without_embedding":1,"#))
  }

  @Test func inspectWithoutAChatTemplateThatIsKnown() throws {
    try folder.write(#"{"chat_template": "{{ 1 }}"}"#, to: "model/tokenizer_config.json")
    let json = try run("inspect", "model", "--json")
    #expect(json.status == 0)
    #expect(json.output.contains(#""chat_template":null,"chat_template_problem":""#))
  }

  private func sampleBytes(_ json: String) throws -> Int {
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    return try #require(object?["sample_bytes"] as? Int)
  }

  @Test func tokenizeText() throws {
    for tokenizer in ["model", "model/tokenizer.json"] {
      let outcome = try run("tokenize", "--tokenizer", tokenizer, input: "Hé\n")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output == "72 195 169 10\n")
    }
    #expect(try run("tokenize", "--tokenizer", "model").output == "\n")
  }

  @Test func tokenizeLines() throws {
    let input = #"{"text": "ab", "id": 1}"# + "\n\n" + #"{"text": ""}"# + "\n"
    let outcome = try run("tokenize", "--tokenizer", "model", "--jsonl", "--no-special", input: input)
    #expect(outcome.output == "{\"ids\":[97,98]}\n{\"ids\":[]}\n")
    let wrong = try run("tokenize", "--tokenizer", "model", "--jsonl", input: input + "{\"txt\": 1}\n")
    #expect(wrong.status == 1)
    #expect(wrong.output == "")
    #expect(wrong.errors.hasPrefix("Error: standard input, line 4, is not a JSON object"))
  }

  @Test func tokenizeWithOffsets() throws {
    let outcome = try run(
      "tokenize", "--tokenizer", "model", "--jsonl", "--offsets", input: #"{"text": "aé"}"# + "\n")
    #expect(outcome.output == "{\"ids\":[97,195,169],\"offsets\":[[0,1],[1,2],[2,3]]}\n")
    let alone = try run("tokenize", "--tokenizer", "model", "--offsets")
    #expect(alone.status == 2)
    #expect(alone.errors.contains("--offsets needs --jsonl."))
  }

  @Test func tokenizeWhatIsNoText() throws {
    let outcome = try Program.start(
      ["tokenize", "--tokenizer", "model"], in: folder.url, input: Data([0x61, 0xFF])
    ).wait()
    #expect(outcome.status == 1)
    #expect(outcome.errors == "Error: standard input is not UTF-8 text. Save it as UTF-8.\n")
  }
}
