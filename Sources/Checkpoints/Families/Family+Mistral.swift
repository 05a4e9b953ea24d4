extension Family {
  /// Mistral (arXiv 2310.06825): Llama with a sliding window in every layer, unless the file has null for it; a file
  /// without one means 4096.
  static let mistral = Family(modelType: "mistral", architectures: ["MistralForCausalLM"]) { config in
    try config.mistral(family: "Mistral")
  }

  /// Ministral: the same; its files say of each layer whether it has the window.
  static let ministral = Family(modelType: "ministral", architectures: ["MinistralForCausalLM"]) { config in
    try config.mistral(family: "Ministral")
  }
}

extension ConfigReader {
  fileprivate func mistral(family: String) throws -> DecoderDescription {
    var decoder = try decoder(family: family)
    let slides = has("sliding_window") || !mentions("sliding_window")
    decoder.layers = try windows(
      decoder.layers, sliding: slidingLayers(decoder.layerCount) { _ in slides }, standard: 4096)
    return decoder
  }
}
