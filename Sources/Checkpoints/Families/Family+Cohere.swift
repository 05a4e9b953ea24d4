extension Family {
  /// Command R: attention and MLP side by side behind one layer norm, and rotary embeddings of neighbouring features.
  static let cohere = Family(modelType: "cohere", architectures: ["CohereForCausalLM"]) { config in
    try config.cohere(family: "Cohere")
  }

  /// Command R7B and A (arXiv 2504.00698): the same with a window in three of four layers, and no rotary embedding in the
  /// fourth.
  static let cohere2 = Family(modelType: "cohere2", architectures: ["Cohere2ForCausalLM"]) { config in
    var decoder = try config.cohere(family: "Cohere 2")
    let pattern = try config.optionalSize("sliding_window_pattern") ?? 4
    let sliding = try config.slidingLayers(decoder.layerCount) { ($0 + 1) % pattern != 0 }
    decoder.layers = try config.windows(decoder.layers, sliding: sliding, standard: 4096)
    for index in decoder.layers.indices where !sliding[index] { decoder.layers[index].rotary = nil }
    _ = try config.optionalSize("layer_switch")
    try config.require("order_of_interleaved_layers", "local_attn_first")
    return decoder
  }
}

extension ConfigReader {
  fileprivate func cohere(family: String) throws -> DecoderDescription {
    let attention = try flag("attention_bias", default: false)
    var decoder = try decoder(
      family: family,
      biases: BiasDescription(queryKeyValue: attention, attentionOutput: attention, mlp: false), tied: true,
      epsilonKey: "layer_norm_eps")
    decoder.norms = .beforeParallelBlocks(epsilon: decoder.norms.epsilon)
    decoder.runsBlocksInParallel = true
    decoder.logitScale = try multiplier("logit_scale", standard: 0.0625)
    for index in decoder.rotaries.indices { decoder.rotaries[index].pairsNeighbours = true }
    // Published files have these; the family's own code looks at the first alone.
    try require("use_qk_norm", false)
    for key in ["use_parallel_block", "use_gated_activation", "use_embedding_sharing"] {
      try require(key, true)
    }
    try require("position_embedding_type", "rope_gptj")
    return decoder
  }
}
