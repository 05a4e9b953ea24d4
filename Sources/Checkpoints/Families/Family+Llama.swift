extension Family {
  /// Llama 2, 3, 3.1 and 3.2 (arXiv 2307.09288, 2407.21783).
  static let llama = Family(modelType: "llama", architectures: ["LlamaForCausalLM"]) { config in
    try config.decoder(family: "Llama", biases: config.biases())
  }
}

extension ConfigReader {
  /// `attention_bias` for q, k, v and o, `mlp_bias` for the MLP.
  func biases() throws -> BiasDescription {
    let attention = try flag("attention_bias", default: false)
    return BiasDescription(
      queryKeyValue: attention, attentionOutput: attention, mlp: try flag("mlp_bias", default: false))
  }
}
