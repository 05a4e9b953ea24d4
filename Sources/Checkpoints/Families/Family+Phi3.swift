extension Family {
  /// Phi-3 and Phi-3.5 (arXiv 2404.14219): q, k, v and gate, up are stored as one matrix each.
  static let phi3 = Family(modelType: "phi3", architectures: ["Phi3ForCausalLM"]) { config in
    config.rotatesPartially = true
    // Its first files call longrope so, and its configuration has an original context where a file has none.
    config.ropeNames = ["yarn": "longrope"]
    config.standardContext = 4096
    var decoder = try config.decoder(family: "Phi-3", biases: .none)
    decoder.fusesProjections = true
    let slides = config.has("sliding_window")
    decoder.layers = try config.windows(decoder.layers, sliding: decoder.layers.map { _ in slides })
    _ = try config.optionalNumber("original_max_position_embeddings")
    return decoder
  }
}
