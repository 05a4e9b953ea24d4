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
    .gemma, .gemma2, .gemma3, .llama, .mistral, .olmo2, .phi3, .qwen2, .qwen3, .smolLM3,
  ]

  /// Keys that change no number of a forward or backward pass without dropout and generation.
  static let harmlessKeys = generationKeys.union([
    "_attn_implementation", "_attn_implementation_autoset", "_name_or_path", "attention_dropout", "auto_map",
    "bos_token_id", "cache_implementation", "dtype", "embd_pdrop", "eos_token_id", "finetuning_task",
    "id2label",
    "initializer_range", "is_llama_config", "keys_to_ignore_at_inference", "label2id",
    "max_position_embeddings",
    "model_type", "output_attentions", "output_hidden_states", "pad_token_id", "pretraining_tp",
    "problem_type",
    "resid_pdrop", "return_dict", "sep_token_id", "task_specific_params", "tokenizer_class", "torch_dtype",
    "transformers.js_config", "transformers_version", "unsloth_fixed", "unsloth_version", "use_cache",
  ])

  /// Keys of text generation, which older files of chat models hold too.
  private static let generationKeys: Set<String> = [
    "do_sample", "early_stopping", "length_penalty", "max_length", "max_new_tokens", "min_length",
    "no_repeat_ngram_size",
    "num_beams", "num_return_sequences", "repetition_penalty", "temperature", "top_k", "top_p", "typical_p",
  ]

  /// The description that `config` has for the family that it names.
  static func describe(_ config: ConfigReader) throws(CheckpointError) -> DecoderDescription {
    let modelType = try config.text("model_type")
    let architectures = try config.texts("architectures") ?? []
    let family = all.first { family in
      family.modelType == modelType && architectures.allSatisfy(family.architectures.contains)
    }
    guard let family else {
      throw .unsupportedFamily(
        config.url, modelType: modelType, architectures: architectures,
        supported: all.flatMap(\.architectures))
    }
    let description: DecoderDescription
    do {
      description = try family.describe(config)
    } catch let error as CheckpointError {
      throw error
    } catch {
      preconditionFailure("a family throws CheckpointError and nothing else: \(error)")
    }
    try config.refuseUnknownKeys(except: harmlessKeys)
    return description
  }
}
