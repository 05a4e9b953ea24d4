/// One family of checkpoints: how its `config.json` describes the decoder.
///
/// Adding a family is adding one file with such a value and naming it in `Family.all`.
package struct Family: Sendable {
  /// `model_type` in `config.json`.
  let modelType: String
  /// `architectures` in `config.json`: the classes whose arithmetic is that of `describe`.
  let architectures: [String]
  /// Reads the description; throws `CheckpointError` for what it cannot compute exactly.
  let describe: @Sendable (ConfigReader) throws -> DecoderDescription

  /// Every family that is computed exactly, in alphabetical order.
  static let all: [Family] = [
    .cohere, .cohere2, .exaone4, .gemma, .gemma2, .gemma3, .granite, .llama, .ministral, .mistral, .olmo2,
    .olmo3,
    .phi3, .qwen2, .qwen3, .smolLM3,
  ]

  /// Keys that change no number of a forward or backward pass without dropout and generation, and that many files have.
  /// ``UnknownKey`` judges all others by their words.
  static let harmlessKeys = generationKeys.union([
    "_attn_implementation", "_attn_implementation_autoset", "_name_or_path", "attention_dropout", "auto_map",
    "bos_token_id", "cache_implementation", "dtype", "embd_pdrop", "eos_token_id", "finetuning_task",
    "id2label",
    "initializer_range", "is_llama_config", "keys_to_ignore_at_inference", "label2id",
    "max_position_embeddings", "max_window_layers",
    "model_type", "neftune_noise_alpha", "num_logits_to_keep", "original_max_position_embeddings",
    "output_attentions",
    "output_hidden_states", "output_router_logits",
    "pad_token_id", "pretraining_tp", "problem_type", "resid_pdrop", "return_dict", "sep_token_id",
    "task_specific_params", "tokenizer_class", "torch_dtype", "transformers.js_config",
    "transformers_version",
    "unsloth_fixed", "unsloth_version", "use_cache",
  ])

  /// Keys of text generation, which older files of chat models hold too.
  private static let generationKeys: Set<String> = [
    "do_sample", "early_stopping", "encoder_repetition_penalty", "frequency_penalty", "length_penalty",
    "max_length",
    "max_new_tokens", "min_length", "no_repeat_ngram_size", "num_beams", "num_return_sequences",
    "presence_penalty",
    "renormalize_logits", "repetition_penalty", "temperature", "top_k", "top_p", "typical_p",
  ]

  /// The description that `config` has for the family that it names.
  static func describe(_ config: ConfigReader) throws(CheckpointError) -> DecoderDescription {
    try refuseQuantised(config)
    let family = try named(by: config)
    let description: DecoderDescription
    do {
      description = try family.describe(config)
    } catch let error as CheckpointError {
      throw error
    } catch {
      preconditionFailure("a family throws CheckpointError and nothing else: \(error)")
    }
    try config.refuseUnknownKeys(except: harmlessKeys)
    if let oversize = description.oversize {
      throw .config(config.url, key: nil, "its sizes make more weights than there can be: \(oversize)")
    }
    return description
  }

  /// The family that `config` names.
  private static func named(by config: ConfigReader) throws(CheckpointError) -> Family {
    let modelType = try config.text("model_type")
    let architectures = try config.texts("architectures") ?? []
    let family = all.first { $0.modelType == modelType }
    if let family, architectures.allSatisfy(family.architectures.contains) { return family }
    if let other = architectures.first(where: hasOtherHead) {
      throw .lookalike(config.url, .otherHead(architecture: other))
    }
    throw .unsupportedFamily(
      config.url, modelType: modelType, architectures: architectures, supported: all.flatMap(\.architectures))
  }

  /// Whether a class of transformers has a head that scores texts or tokens instead of predicting the next one.
  private static func hasOtherHead(_ architecture: String) -> Bool {
    ["Classification", "QuestionAnswering", "RewardModel", "MaskedLM", "MultipleChoice", "ForScore"].contains(
      where: architecture.contains)
  }

  private static func refuseQuantised(_ config: ConfigReader) throws(CheckpointError) {
    if let object = try? config.object("quantization"), object.has("bits") {
      throw .lookalike(config.url, .quantised(method: "MLX"))
    }
    for key in ["quantization_config", "compression_config"] where config.has(key) {
      let object = try config.object(key)
      let (usual, other) = (try object?.text("quant_method"), try object?.text("quant_algo"))
      let method = usual ?? other
      throw .lookalike(config.url, .quantised(method: method ?? "a method that \(key) describes"))
    }
  }
}
