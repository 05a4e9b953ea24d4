extension Family {
  /// Qwen3 (arXiv 2505.09388): Llama with a norm of each head of q and k.
  static let qwen3 = Family(modelType: "qwen3", architectures: ["Qwen3ForCausalLM"]) { config in
    var decoder = try config.decoder(family: "Qwen3", biases: config.biases())
    decoder.norms.queryKey = .head
    decoder.layers = try config.qwenLayers(decoder.layers)
    return decoder
  }
}
