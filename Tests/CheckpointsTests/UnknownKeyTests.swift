import Checkpoints
import Foundation
import TestSupport
import Testing

/// Keys of `config.json` that nobody has listed: those that could touch the arithmetic are refused unless the user lets
/// them by, all others are noted.
@Suite struct UnknownKeyTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ json: String, allowing keys: Set<String> = []) throws -> Checkpoint {
    var checkpoint = SyntheticCheckpoint()
    let added = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    checkpoint.config.merge(try #require(added)) { $1 }
    try checkpoint.write(to: folder.url)
    return try Checkpoint(folder: folder.url, allowedKeys: keys)
  }

  /// What tools write beside the keys that a family reads.
  @Test(arguments: [
    #"{"_model_name_or_path": "SmolLM2", "unk_token_id": 0, "mask_token_id": 4}"#,
    #"{"image_token_id": 151655, "video_token_index": 3, "vision_start_token_id": 4, "cls_token": "[CLS]"}"#,
    #"{"torchscript": false, "use_bfloat16": false, "pruned_heads": {}, "chunk_size_feed_forward": 0, "prefix": null}"#,
    #"{"add_cross_attention": false, "cross_attention_hidden_size": null, "tie_encoder_decoder": false, "tf_legacy_loss": false}"#,
    #"{"output_scores": false, "return_dict_in_generate": false, "diversity_penalty": 0.0, "num_beam_groups": 1}"#,
    #"{"bad_words_ids": null, "begin_suppress_tokens": null, "remove_invalid_values": false, "suppress_tokens": [3]}"#,
    #"{"attn_implementation": "flash_attention_2", "_attn_implementation_internal": "sdpa", "use_flash_attn": true}"#,
    #"{"hidden_dropout": 0.1, "embedding_dropout": 0.1, "classifier_dropout": null, "fused_rms_norm": true}"#,
    #"{"model_max_length": 4096, "tokenizer_name": "x", "datasets": ["a/b"], "license": "mit", "base_model": "a/b"}"#,
    #"{"logit_scale": 1.0, "residual_multiplier": 1, "attention_multiplier": null, "tensor_parallel_size": 1}"#,
    #"{"tensor_parallel": 0, "num_experts": 0, "final_logit_softcapping": 0.0, "attn_bias": false, "norm_type": ""}"#,
    #"{"use_rope": true, "is_causal": true, "position_embedding_type": "rope", "gated_mlp": true}"#,
    #"{"max_grad_norm": 1.0, "gradient_checkpointing": true, "router_aux_loss_coef": 0.001, "lr": 0.1}"#,
    #"{"generation_config": {"temperature": 0.6, "top_k": 20, "cache_implementation": "static"}, "auto_map": {"A": "b"}}"#,
  ]) func whatIsNotAboutTheArithmeticIsNoted(json: String) throws {
    let plain = try open("{}")
    let found = try open(json)
    #expect(found.decoder == plain.decoder && plain.notes == [])
    let keys = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]).keys
    let unlisted = keys.filter { $0 != "auto_map" }.sorted()
    guard case .unreadKeys(let noted) = found.notes.first else {
      return #expect(Bool(false), "\(found.notes)")
    }
    #expect(noted.sorted() == unlisted && found.notes.count == 1)
  }

  @Test(arguments: [
    (#"{"logit_scale": 0.0625}"#, "logit_scale (0.0625)"), (#"{"logit_scale": 0}"#, "logit_scale (0)"),
    (#"{"norm_type": "layernorm"}"#, "norm_type"), (#"{"mlpBias": true}"#, "mlpBias"),
    (#"{"positional": "alibi"}"#, "positional"), (#"{"variant": "layer_norm"}"#, "variant"),
    (#"{"use_parallel_residual": true}"#, "use_parallel_residual"), (#"{"rotary_pct": 0.25}"#, "rotary_pct"),
    (#"{"attention_window": 512}"#, "attention_window"), (#"{"logits_soft_cap": 30}"#, "logits_soft_cap"),
    (#"{"num_experts": 1}"#, "num_experts"), (#"{"use_qk_norm": true}"#, "use_qk_norm"),
    (#"{"hidden_act2": "gelu"}"#, "hidden_act2"), (#"{"load_in_4bit": true}"#, "load_in_4bit"),
    (#"{"use_rope": false}"#, "use_rope"), (#"{"zero_centered_gamma": true}"#, "zero_centered_gamma"),
    (#"{"prefix_lm": true}"#, "prefix_lm"), (#"{"depth_mult": 1.2}"#, "depth_mult"),
    (#"{"text_config": {"hidden_size": 8}}"#, "text_config.hidden_size"),
    (#"{"extra": {"a": {"scale_factor": 2}}}"#, "extra.a.scale_factor (2)"),
    (
      #"{"rope_scaling": {"type": "linear", "factor": 2, "attention_factor": 0.7}}"#,
      "rope_scaling.attention_factor"
    ),
  ]) func whatCouldBeAboutItIsRefusedWithItsValue(json: String, expected: String) throws {
    let text = try #require(throws: CheckpointError.self) { try open(json) }.description
    #expect(text.contains(expected) && text.contains("--allow-config"), "\(text)")
  }

  @Test func theUserMayLetAKeyBy() throws {
    let json =
      #"{"attention_temperature": 0.9, "rope_scaling": {"type": "linear", "factor": 2, "foo": 3}, "tag": "a"}"#
    #expect(throws: CheckpointError.self) { try open(json, allowing: ["attention_temperature"]) }
    let found = try open(json, allowing: ["attention_temperature", "rope_scaling.foo", "absent"])
    #expect(
      found.notes == [
        .unreadKeys(["tag"]), .allowedKeys(["attention_temperature", "rope_scaling.foo"]),
        .allowedInVain(["absent"]),
      ])
  }

  @Test func gemma2And3NeverReadHiddenAct() throws {
    func text(_ entries: String) throws -> String {
      let gemma =
        #"{"model_type": "gemma2", "architectures": ["Gemma2ForCausalLM"], "query_pre_attn_scalar": 6, \#(entries)}"#
      // The synthetic weights lack Gemma's further norms, so a configuration that is read fails at these.
      return try #require(throws: CheckpointError.self) { try open(gemma) }.description
    }
    #expect(try text(#""hidden_act": "silu""#).contains("pre_feedforward_layernorm.weight [12] is missing"))
    #expect(try text(#""hidden_activation": "relu2""#).contains("key \"hidden_activation\""))
  }
}
