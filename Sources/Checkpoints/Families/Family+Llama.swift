extension Family {
  /// Llama 2, 3, 3.1 and 3.2 (arXiv 2307.09288, 2407.21783).
  static let llama = Family(modelType: "llama", architectures: ["LlamaForCausalLM"]) { config in
    let attentionBias = try config.flag("attention_bias", default: false)
    let biases = BiasDescription(
      queryKeyValue: attentionBias, attentionOutput: attentionBias,
      mlp: try config.flag("mlp_bias", default: false))
    return try config.decoder(family: "Llama", biases: biases)
  }
}
