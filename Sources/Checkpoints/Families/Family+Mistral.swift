extension Family {
  /// Mistral (arXiv 2310.06825): Llama with a sliding window in every layer, unless the file has null for it; a file
  /// without one means 4096.
  static let mistral = Family(modelType: "mistral", architectures: ["MistralForCausalLM"]) { config in
    var decoder = try config.decoder(family: "Mistral")
    let slides = config.has("sliding_window") || !config.mentions("sliding_window")
    decoder.layers = try config.windows(
      decoder.layers, sliding: config.slidingLayers(decoder.layerCount) { _ in slides }, standard: 4096)
    return decoder
  }
}
