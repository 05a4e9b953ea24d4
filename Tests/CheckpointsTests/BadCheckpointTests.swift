import Checkpoints
import Foundation
import TestSupport
import Testing

/// Folders and configurations that cannot be used: an error that names file, place and mend.
@Suite struct BadCheckpointTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func message(_ checkpoint: SyntheticCheckpoint = SyntheticCheckpoint()) throws -> String {
    try checkpoint.write(to: folder.url)
    return try message()
  }

  private func message() throws -> String {
    try #require(throws: CheckpointError.self) { try Checkpoint(folder: folder.url) }.description
  }

  @Test func noSuchFolder() throws {
    let error = #expect(throws: CheckpointError.self) { try Checkpoint(folder: folder.file("absent")) }
    #expect(error?.description.contains("absent is not there") == true)
  }

  @Test func noConfig() throws {
    #expect(try message().contains("config.json"))
  }

  @Test(arguments: ["", "not json", "[1, 2]", "{\"model_type\": "]) func configIsNotAnObject(text: String)
    throws
  {
    try folder.write(text, to: "config.json")
    #expect(try message().contains("config.json"))
  }

  @Test func noWeights() throws {
    try SyntheticCheckpoint().write(to: folder.url)
    try FileManager.default.removeItem(at: folder.file("model.safetensors"))
    #expect(try message().contains("model.safetensors.index.json"))
  }

  @Test func unknownFamilyListsTheSupportedOnes() throws {
    var checkpoint = SyntheticCheckpoint()
    checkpoint.config["model_type"] = "falcon"
    checkpoint.config["architectures"] = ["FalconForCausalLM"]
    let text = try message(checkpoint)
    #expect(
      text.contains("FalconForCausalLM") && text.contains("LlamaForCausalLM")
        && text.contains("Qwen2ForCausalLM"))
  }

  @Test func aHeadThatIsNoLanguageModelIsRefused() throws {
    var checkpoint = SyntheticCheckpoint()
    checkpoint.config["architectures"] = ["LlamaForSequenceClassification"]
    #expect(try message(checkpoint).contains("LlamaForSequenceClassification"))
  }

  @Test func aKeyThatIsNotUnderstoodIsNamed() throws {
    var checkpoint = SyntheticCheckpoint()
    checkpoint.config["logit_scale"] = 0.5
    #expect(try message(checkpoint).contains("logit_scale"))
  }

  @Test func anUnknownKeyThatIsOffPasses() throws {
    var checkpoint = SyntheticCheckpoint()
    checkpoint.config["use_parallel_residual"] = false
    checkpoint.config["logit_scale"] = NSNull()
    try checkpoint.write(to: folder.url)
    #expect(throws: Never.self) { try Checkpoint(folder: folder.url) }
  }

  @Test(
    arguments: [
      ("hidden_size", -4, "hidden_size"), ("num_hidden_layers", 1_000_000_000, "at most 10000"),
      ("rms_norm_eps", -1, "from 0 up"), ("hidden_size", 1 << 40, "hidden_size"),
      ("vocab_size", 0, "vocab_size"),
      ("num_key_value_heads", 3, "does not divide"), ("head_dim", 5, "even"),
    ] as [(String, Int, String)])
  func sizesThatMakeNoSense(key: String, value: Int, expected: String) throws {
    var checkpoint = SyntheticCheckpoint()
    checkpoint.config[key] = value
    #expect(try message(checkpoint).contains(expected))
  }

  /// The largest sizes that are read one by one make products that no machine counts.
  @Test(arguments: [
    ["vocab_size", "hidden_size", "intermediate_size"],
    ["num_attention_heads", "num_key_value_heads", "head_dim"],
    ["intermediate_size", "hidden_size"],
  ]) func sizesWhoseProductsOverflow(keys: [String]) throws {
    var checkpoint = SyntheticCheckpoint()
    for key in keys { checkpoint.config[key] = Int(Int32.max) - (key == "head_dim" ? 1 : 0) }
    #expect(try message(checkpoint).contains("its sizes make more weights than there can be"))
  }

  @Test func aKeyThatStandsTwiceIsRefused() throws {
    try SyntheticCheckpoint().write(to: folder.url)
    let text = try String(contentsOf: folder.file("config.json"), encoding: .utf8)
    try folder.write(
      text.replacing("\"rope_theta\":10000", with: "\"rope_theta\":10000,\"rope_theta\":500000"),
      to: "config.json")
    #expect(try message().contains("key \"rope_theta\": it stands there twice"))
  }

  @Test(arguments: ["hidden_size", "num_hidden_layers", "rms_norm_eps", "vocab_size"])
  func aMissingKeyIsNamed(key: String) throws {
    var checkpoint = SyntheticCheckpoint()
    checkpoint.config[key] = nil
    #expect(try message(checkpoint).contains("key \"\(key)\": it is missing"))
  }

  @Test func anUnknownRopeTypeIsNamed() throws {
    var checkpoint = SyntheticCheckpoint()
    checkpoint.config["rope_scaling"] = ["rope_type": "spiral", "factor": 2.0]
    #expect(
      try message(checkpoint).contains(
        "\"spiral\" is not supported; supported: default, linear, dynamic, llama3, yarn, longrope"))
  }

  @Test func twoBasesThatContradictEachOtherAreRefused() throws {
    var checkpoint = SyntheticCheckpoint()
    checkpoint.config["rope_theta"] = 5e5
    checkpoint.config["rope_parameters"] = ["rope_type": "default", "rope_theta": 1e4] as [String: Any]
    #expect(try message(checkpoint).contains("which is meant?"))
  }

  @Test func twoSpellingsOfTheRotaryEmbeddingMustAgree() throws {
    var checkpoint = SyntheticCheckpoint()
    checkpoint.config["rope_scaling"] = ["type": "linear", "factor": 4] as [String: Any]
    checkpoint.config["rope_parameters"] =
      ["rope_type": "linear", "rope_theta": 1e4, "factor": 4] as [String: Any]
    try checkpoint.write(to: folder.url)
    #expect(try Checkpoint(folder: folder.url).decoder.rotaries[0].scaling == .linear(factor: 4))
    checkpoint.config["rope_scaling"] = ["type": "linear", "factor": 2] as [String: Any]
    #expect(try message(checkpoint).contains("describes another rotary embedding"))
  }

  @Test func namesInFilesDoNotReachTheTerminalAsTheyAre() throws {
    var checkpoint = SyntheticCheckpoint()
    checkpoint.tensors.append(
      .init(String(repeating: "evil\u{1B}[31m\n", count: 50), shape: [1], values: [0]))
    let text = try message(checkpoint)
    #expect(!text.contains("\u{1B}") && !text.contains("\n") && text.count < 600, "\(text)")
  }

  @Test func anUnsupportedActivationIsNamed() throws {
    var checkpoint = SyntheticCheckpoint()
    checkpoint.config["hidden_act"] = "relu2"
    #expect(try message(checkpoint).contains("relu2"))
  }

  @Test func missingUnusedAndMisshapenTensorsAreAllNamed() throws {
    var checkpoint = SyntheticCheckpoint()
    checkpoint.tensors.removeAll { $0.name == "model.layers.0.mlp.up_proj.weight" }
    checkpoint.tensors.append(.init("model.layers.0.self_attn.q_proj.bias", shape: [1], values: [0]))
    let norm = try #require(checkpoint.tensors.firstIndex { $0.name == "model.norm.weight" })
    checkpoint.tensors[norm] = .init(
      "model.norm.weight", shape: [3, 4], values: Array(repeating: 1, count: 12))
    let text = try message(checkpoint)
    #expect(text.contains("model.layers.0.mlp.up_proj.weight [20, 12] is missing"))
    #expect(text.contains("model.layers.0.self_attn.q_proj.bias [1] is not used"))
    #expect(text.contains("model.norm.weight has the shape [3, 4], expected [12]"))
  }

  /// Tools that know nothing of a tied head save the embedding twice.
  @Test(arguments: [false, true]) func aHeadBesideItsTiedEmbeddingMustBeACopy(differs: Bool) throws {
    var checkpoint = SyntheticCheckpoint()
    let embedding = checkpoint.tensors[0]
    var data = embedding.data
    if differs { data[0] ^= 1 }
    checkpoint.tensors.append(
      .init("lm_head.weight", type: embedding.type, shape: embedding.shape, data: data))
    guard differs else {
      try checkpoint.write(to: folder.url)
      #expect(try Checkpoint(folder: folder.url).decoder.tiedEmbedding)
      return
    }
    #expect(try message(checkpoint).contains("lm_head.weight differs from model.embed_tokens.weight"))
  }

  @Test func anUnsupportedDtypeIsNamed() throws {
    var checkpoint = SyntheticCheckpoint()
    let norm = try #require(checkpoint.tensors.firstIndex { $0.name == "model.norm.weight" })
    checkpoint.tensors[norm] = .init("model.norm.weight", type: "F8_E4M3", shape: [12], data: Data(count: 12))
    #expect(
      try message(checkpoint).contains("model.norm.weight is of dtype F8_E4M3, supported: F32, F16, BF16"))
  }
}
