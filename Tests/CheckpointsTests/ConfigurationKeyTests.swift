import Checkpoints
import Foundation
import TestSupport
import Testing

/// Keys of `config.json`: what changes the arithmetic is understood or refused by its name, what does not passes.
@Suite struct ConfigurationKeyTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A key with its value as JSON.
  struct Entry: Sendable, CustomStringConvertible {
    let key: String
    let json: String

    init(_ key: String, _ json: String) {
      self.key = key
      self.json = json
    }

    var description: String { "\(key): \(json)" }
  }

  private func open(_ family: (type: String, name: String)? = nil, _ entries: [Entry]) throws
    -> DecoderDescription
  {
    var checkpoint = SyntheticCheckpoint()
    if let family {
      checkpoint.config["model_type"] = family.type
      checkpoint.config["architectures"] = ["\(family.name)ForCausalLM"]
    }
    for entry in entries {
      checkpoint.config[entry.key] = try JSONSerialization.jsonObject(
        with: Data(entry.json.utf8), options: .fragmentsAllowed)
    }
    try checkpoint.write(to: folder.url)
    return try Checkpoint(folder: folder.url).decoder
  }

  /// What other decoders have, in Llama's file.
  @Test(arguments: [
    Entry("attention_multiplier", "0.0078125"), Entry("logits_scaling", "8"),
    Entry("residual_multiplier", "0.22"),
    Entry("embedding_multiplier", "12"), Entry("logit_scale", "0.0625"), Entry("mup_scale_emb", "12"),
    Entry("num_experts", "8"),
    Entry("num_local_experts", "8"), Entry("num_experts_per_tok", "2"), Entry("attention_chunk_size", "8192"),
    Entry("alibi", "true"), Entry("parallel_attn", "true"), Entry("clip_qkv", "8"),
    Entry("qk_layernorm", "true"),
    Entry("use_qk_norm", "true"), Entry("lm_head_bias", "true"), Entry("sliding_window", "64"),
    Entry("layer_types", #"["sliding_attention", "full_attention"]"#), Entry("partial_rotary_factor", "0.5"),
    Entry("query_pre_attn_scalar", "256"), Entry("attn_logit_softcapping", "50"),
    Entry("final_logit_softcapping", "30"), Entry("no_rope_layers", "[1, 0]"),
    Entry("rope_interleaved", "true"),
    Entry("normalization_type", #""layernorm""#), Entry("kv_lora_rank", "512"), Entry("is_causal", "false"),
    Entry("use_rope", "false"), Entry("scale_attn_weights", "false"),
    Entry("text_config", #"{"hidden_size": 12}"#),
  ])
  func whatIsNotUnderstoodIsNamed(entry: Entry) throws {
    let error = try #require(throws: CheckpointError.self) { try open(nil, [entry]) }
    #expect(error.description.contains(entry.key))
  }

  @Test(arguments: [
    Entry("cache_implementation", #""hybrid""#), Entry("torch_dtype", #""bfloat16""#),
    Entry("dtype", #""float32""#),
    Entry("rope_scaling", "null"), Entry("attention_bias", "false"), Entry("mlp_bias", "false"),
    Entry("use_cache", "true"), Entry("initializer_range", "0.02"), Entry("partial_rotary_factor", "1.0"),
    Entry("eos_token_id", "[1, 2]"), Entry("quantization_config", "null"),
    Entry("output_attentions", "false"),
    Entry("_attn_implementation_autoset", "true"), Entry("unsloth_version", #""2024.9""#),
    Entry("is_llama_config", "true"), Entry("rope_interleaved", "false"), Entry("temperature", "0.6"),
    Entry("max_length", "4096"), Entry("transformers.js_config", #"{"dtype": "q4"}"#),
    Entry("id2label", #"{"0": "LABEL_0"}"#),
  ])
  func whatChangesNothingPasses(entry: Entry) throws {
    #expect(try open(nil, [entry]) == open(nil, []))
  }

  @Test(arguments: [
    Entry("rope_scaling", #"{"type": "yarn", "factor": 4}"#),
    Entry("rope_scaling", #"{"type": "llama3", "factor": 4}"#),
    Entry("rope_scaling", #"{"rope_type": "linear", "factor": 4, "attention_factor": 0.7}"#),
    Entry("rope_scaling", #"{"rope_type": "linear", "type": "dynamic", "factor": 4}"#),
    Entry("rope_scaling", #"{"rope_type": "default", "mrope_section": [16, 24, 24]}"#),
    Entry("rope_scaling", #"{"rope_type": "linear", "factor": -2}"#), Entry("rope_scaling", #""linear""#),
    Entry("rope_parameters", #"{"full_attention": {"rope_type": "default"}}"#),
    Entry("rope_parameters", #"{"rope_type": "default", "partial_rotary_factor": 0.5}"#),
    Entry(
      "rope_parameters",
      #"{"rope_type": "longrope", "short_factor": [1, 1, 1], "long_factor": [1, 1, 1], "attention_factor": -1}"#
    ),
    Entry("partial_rotary_factor", "1e300"), Entry("partial_rotary_factor", "-1"), Entry("rope_theta", "1"),
  ])
  func ropeThatIsNotExactIsRefused(entry: Entry) throws {
    #expect(throws: CheckpointError.self) { try open(nil, [entry]) }
  }

  @Test func ropeTypeMayStandUnderBothNames() throws {
    let both = Entry("rope_scaling", #"{"rope_type": "linear", "type": "linear", "factor": 4}"#)
    #expect(try open(nil, [both]).rotaries[0].scaling == .linear(factor: 4))
  }

  @Test func mistralSlidesUnlessItSaysNull() throws {
    let mistral = (type: "mistral", name: "Mistral")
    #expect(try open(mistral, [Entry("sliding_window", "7")]).layers.map(\.window) == [7, 7])
    #expect(try open(mistral, [Entry("sliding_window", "null")]).layers.map(\.window) == [nil, nil])
    // The family's own default.
    #expect(try open(mistral, []).layers.map(\.window) == [4096, 4096])
  }

  /// Which of the two is meant is not to be told, and transformers refuses some of these, too.
  @Test func slidingLayersWithoutSlidingAreRefused() throws {
    let entries = [
      Entry("use_sliding_window", "false"), Entry("sliding_window", "7"),
      Entry("layer_types", #"["full_attention", "sliding_attention"]"#),
    ]
    let error = #expect(throws: CheckpointError.self) { try open((type: "qwen2", name: "Qwen2"), entries) }
    #expect(error?.description.contains("layer_types") == true)
    #expect(error?.description.contains("use_sliding_window is false") == true)
  }

  @Test func gemma3HasNoCapInItsAttention() throws {
    let gemma3 = (type: "gemma3_text", name: "Gemma3")
    let entries = [
      Entry("query_pre_attn_scalar", "6"), Entry("sliding_window", "7"), Entry("hidden_act", "null"),
    ]
    let error = #expect(throws: CheckpointError.self) {
      try open(gemma3, entries + [Entry("attn_logit_softcapping", "50")])
    }
    #expect(error?.description.contains("attn_logit_softcapping") == true, "\(error?.description ?? "")")
  }

  @Test func smolLM3AsPublished() throws {
    let entries = [
      Entry("max_window_layers", "28"), Entry("use_sliding_window", "false"), Entry("sliding_window", "null"),
      Entry("no_rope_layers", "[1, 0]"), Entry("no_rope_layer_interval", "4"), Entry("pretraining_tp", "2"),
      Entry("layer_types", #"["full_attention", "full_attention"]"#),
    ]
    let decoder = try open((type: "smollm3", name: "SmolLM3"), entries)
    #expect(decoder.layers.map(\.rotary) == [0, nil])
    #expect(decoder.layers.map(\.window) == [nil, nil])
  }

  /// Of keys that a hand-made file may lack, the family's defaults are meant; those of the published 9B file all pass.
  @Test func gemma2AsPublished() throws {
    let gemma = (type: "gemma2", name: "Gemma2")
    func text(_ entries: [Entry]) throws -> String {
      // The synthetic weights lack Gemma's further norms, so the weights are what is refused at last.
      try #require(throws: CheckpointError.self) { try open(gemma, entries) }.description
    }
    let published = [
      Entry("query_pre_attn_scalar", "256"), Entry("attn_logit_softcapping", "50.0"),
      Entry("final_logit_softcapping", "30.0"), Entry("cache_implementation", #""hybrid""#),
      Entry("hidden_activation", #""gelu_pytorch_tanh""#), Entry("sliding_window", "4096"),
      Entry("sliding_window_size", "4096"), Entry("attention_bias", "false"),
    ]
    #expect(try text(published).contains("pre_feedforward_layernorm.weight [12] is missing"))
    #expect(try text(published + [Entry("sliding_window_size", "17")]).contains("sliding_window_size"))
    #expect(try text(published + [Entry("attn_logit_softcapping", "-1")]).contains("attn_logit_softcapping"))
    #expect(try text([]).contains("query_pre_attn_scalar"))
  }

  /// Files as their makers publish them, and a key of each that the family does not compute.
  struct Published: Sendable, CustomStringConvertible {
    let type: String
    let name: String
    let keys: String
    /// A weight that the synthetic ones lack: that it is missing shows that all keys were read.
    let missing: String
    let refused: Entry
    /// What the refusal names, where it is not that key.
    var named: String?

    var description: String { type }
  }

  @Test(arguments: [
    Published(
      type: "cohere2", name: "Cohere2",
      keys: """
        {"attention_bias": false, "cache_implementation": "hybrid", "layer_norm_eps": 1e-05, "layer_switch": 4, \
        "logit_scale": 0.25, "order_of_interleaved_layers": "local_attn_first", \
        "position_embedding_type": "rope_gptj", "rope_theta": 50000, "rotary_pct": 1.0, "rms_norm_eps": null, \
        "sliding_window": 4096, "sliding_window_pattern": 4, "use_embedding_sharing": true, "use_gated_activation": true, \
        "use_parallel_block": true, "use_parallel_embedding": false, "use_qk_norm": false, "tie_word_embeddings": false}
        """, missing: "lm_head.weight", refused: Entry("use_parallel_block", "false")),
    Published(
      type: "cohere", name: "Cohere",
      keys: """
        {"layer_norm_eps": 1e-05, "rms_norm_eps": null, "logit_scale": 0.0625, "model_max_length": 131072, "use_qk_norm": false, \
        "rope_theta": 8000000.0, "tie_word_embeddings": false}
        """, missing: "lm_head.weight", refused: Entry("use_qk_norm", "true")),
    Published(
      type: "granite", name: "Granite",
      keys: """
        {"attention_bias": false, "attention_multiplier": 0.015625, "embedding_multiplier": 12.0, "logits_scaling": 8.0, \
        "mlp_bias": false, "residual_multiplier": 0.22, "rope_scaling": null, "rope_theta": 5000000.0, \
        "tie_word_embeddings": false}
        """, missing: "lm_head.weight", refused: Entry("residual_multiplier", "0")),
    Published(
      type: "olmo3", name: "Olmo3",
      keys: """
        {"attention_bias": false, "sliding_window": 4096, "layer_types": ["sliding_attention", "full_attention"], \
        "rope_scaling": {"attention_factor": 1.2079441541679836, "beta_fast": 32, "beta_slow": 1, "factor": 8.0, \
        "original_max_position_embeddings": 8192, "rope_type": "yarn"}, "rope_theta": 500000}
        """, missing: "post_feedforward_layernorm.weight",
      refused: Entry("rope_parameters", #"{"rope_type": "default", "rope_theta": 10000.0}"#),
      named: "rope_parameters.rope_theta"),
    Published(
      type: "exaone4", name: "Exaone4",
      keys: """
        {"layer_types": ["full_attention", "full_attention"], "sliding_window": null, "sliding_window_pattern": "LLLG", \
        "rope_scaling": {"factor": 16.0, "high_freq_factor": 4.0, "low_freq_factor": 1.0, \
        "original_max_position_embeddings": 8192, "rope_type": "llama3"}, "rope_theta": 1000000}
        """, missing: "post_feedforward_layernorm.weight",
      refused: Entry("layer_types", #"["sliding_attention", "full_attention"]"#),
      named: "sliding_window"),
  ])
  func familiesAsPublished(file: Published) throws {
    let object = try JSONSerialization.jsonObject(with: Data(file.keys.utf8)) as? [String: Any]
    let entries = try (object ?? [:]).sorted { $0.key < $1.key }.map { key, value in
      let data = try JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed)
      return Entry(key, String(decoding: data, as: UTF8.self))
    }
    func text(_ entries: [Entry]) throws -> String {
      try #require(throws: CheckpointError.self) { try open((type: file.type, name: file.name), entries) }
        .description
    }
    let found = try text(entries)
    #expect(found.contains("\(file.missing) "), "\(found)")
    let refusal = try text(entries + [file.refused])
    #expect(refusal.contains(file.named ?? "key \"\(file.refused.key)"), "\(refusal)")
  }

  @Test(arguments: ["1e300", "-1e300", "28", "1"]) func anyNumberOfWindowLayersIsRead(json: String) throws {
    let entries = [
      Entry("use_sliding_window", "true"), Entry("sliding_window", "3"), Entry("max_window_layers", json),
    ]
    // Qwen2 needs biases, which the synthetic weights lack; that it is those which are refused shows the rest was read.
    let error = try #require(throws: CheckpointError.self) {
      try open((type: "qwen2", name: "Qwen2"), entries)
    }
    #expect(error.description.contains("q_proj.bias"))
  }
}
