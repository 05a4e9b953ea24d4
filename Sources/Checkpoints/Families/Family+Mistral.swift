extension Family {
  /// Mistral (arXiv 2310.06825): Llama with a sliding window in every layer, where the file gives one.
  static let mistral = Family(modelType: "mistral", architectures: ["MistralForCausalLM"]) { config in
    var decoder = try config.decoder(family: "Mistral")
    let slides = config.has("sliding_window")
    decoder.layers = try config.windows(
      decoder.layers, sliding: config.slidingLayers(decoder.layerCount) { _ in slides })
    return decoder
  }
}
