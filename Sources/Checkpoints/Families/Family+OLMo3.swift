extension Family {
  /// OLMo 3: OLMo 2 with a window in three of four layers; only the others have a scaled rotary embedding.
  static let olmo3 = Family(modelType: "olmo3", architectures: ["Olmo3ForCausalLM"]) { config in
    let attention = try config.flag("attention_bias", default: false)
    var decoder = try config.decoder(
      family: "OLMo 3",
      biases: BiasDescription(queryKeyValue: attention, attentionOutput: attention, mlp: false),
      readsRotary: false)
    decoder.norms = .afterBlocks(epsilon: decoder.norms.epsilon)
    decoder.norms.queryKey = .projection
    let sliding = try config.slidingLayers(decoder.layerCount) { ($0 + 1) % 4 != 0 }
    decoder.layers = try config.windows(decoder.layers, sliding: sliding, standard: 4096)
    for index in decoder.layers.indices where sliding[index] { decoder.layers[index].rotary = 1 }
    decoder.rotaries = try config.olmo3Rotaries(decoder.headDimension)
    return decoder
  }
}

extension ConfigReader {
  /// `rope_theta` is that of layers without a window in transformers; the others have the family's own, whatever it says.
  fileprivate func olmo3Rotaries(_ headDimension: Int) throws -> [RotaryDescription] {
    let base = 500_000.0
    let found = try rotaries(headDimension: headDimension, globalBase: base, localBase: base)
    if let given = try optionalNumber("rope_theta"), given != base, found[1].base == base {
      note(
        choice:
          "rope_theta in config.json is \(given); layers with a window have \(base) all the same, as in "
          + "transformers.")
    }
    return found
  }
}
