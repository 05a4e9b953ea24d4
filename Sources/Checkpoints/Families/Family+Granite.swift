extension Family {
  /// Granite 3 (arXiv 2408.13359): Llama with factors on embeddings, scores, residuals and logits.
  static let granite = Family(modelType: "granite", architectures: ["GraniteForCausalLM"]) { config in
    var decoder = try config.decoder(family: "Granite", biases: config.biases())
    decoder.embeddingScale = try config.multiplier("embedding_multiplier")
    decoder.attentionScale = try config.multiplier("attention_multiplier")
    decoder.residualScale = try config.multiplier("residual_multiplier")
    decoder.logitScale = 1 / (try config.multiplier("logits_scaling"))
    return decoder
  }
}
