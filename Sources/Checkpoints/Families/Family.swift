/// One family of checkpoints: how its `config.json` describes the decoder.
///
/// Adding a family is adding one file with such a value and naming it in `Family.all`.
struct Family: Sendable {
  /// `model_type` in `config.json`.
  let modelType: String
  /// `architectures` in `config.json`: the classes whose arithmetic is that of `describe`.
  let architectures: [String]
  /// Reads the description; throws `CheckpointError` for what it cannot compute exactly.
  let describe: @Sendable (ConfigReader) throws -> DecoderDescription

  /// Every family that is computed exactly, in alphabetical order.
  static let all: [Family] = [
    .gemma, .gemma2, .gemma3, .llama, .mistral, .olmo2, .phi3, .qwen2, .qwen3, .smolLM3,
  ]

  /// Keys that change no number of a forward or backward pass without dropout and generation.
  static let harmlessKeys: Set<String> = [
    "_attn_implementation", "_attn_implementation_autoset", "_name_or_path", "attention_dropout", "auto_map",
    "bos_token_id", "cache_implementation", "dtype", "embd_pdrop", "eos_token_id", "initializer_range",
    "keys_to_ignore_at_inference", "max_position_embeddings", "model_type", "pad_token_id", "pretraining_tp",
    "resid_pdrop", "torch_dtype", "transformers_version", "unsloth_fixed", "unsloth_version", "use_cache",
  ]

  /// The description that `config` has for the family that it names.
  static func describe(_ config: ConfigReader) throws -> DecoderDescription {
    let modelType = try config.text("model_type")
    let architectures = try config.texts("architectures") ?? []
    let family = all.first { family in
      family.modelType == modelType && architectures.allSatisfy(family.architectures.contains)
    }
    guard let family else {
      throw CheckpointError.unsupportedFamily(
        config.url, modelType: modelType, architectures: architectures,
        supported: all.flatMap(\.architectures))
    }
    let description = try family.describe(config)
    try config.refuseUnknownKeys(except: harmlessKeys)
    return description
  }
}
