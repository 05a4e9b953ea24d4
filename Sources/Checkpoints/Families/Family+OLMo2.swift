extension Family {
  /// OLMo 2 (arXiv 2501.00656): norms after attention and MLP, and of q and k over all heads.
  static let olmo2 = Family(modelType: "olmo2", architectures: ["Olmo2ForCausalLM"]) { config in
    var decoder = try config.decoder(family: "OLMo 2", biases: config.biases())
    decoder.norms = .afterBlocks(epsilon: decoder.norms.epsilon)
    decoder.norms.queryKey = .projection
    return decoder
  }
}
