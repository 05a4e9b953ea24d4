extension Family {
  /// EXAONE 4 (arXiv 2507.11407): norms after attention and MLP, and of each head of q and k; where some layers have a
  /// window, those without one have no rotary embedding.
  static let exaone4 = Family(modelType: "exaone4", architectures: ["Exaone4ForCausalLM"]) { config in
    var decoder = try config.decoder(family: "EXAONE 4")
    decoder.norms = .afterBlocks(epsilon: decoder.norms.epsilon)
    decoder.norms.queryKey = .head
    let slides = config.has("sliding_window") || !config.mentions("sliding_window")
    let sliding = try config.exaoneLayers(decoder.layerCount, slides: slides)
    decoder.layers = try config.windows(decoder.layers, sliding: sliding, standard: 4096)
    if slides {
      for index in decoder.layers.indices where !sliding[index] { decoder.layers[index].rotary = nil }
    }
    return decoder
  }
}

extension ConfigReader {
  /// Which layers have a window. `sliding_window_pattern`, a number or a text such as LLLG, counts only without
  /// `layer_types` and with a window.
  fileprivate func exaoneLayers(_ count: Int, slides: Bool) throws -> [Bool] {
    if has("layer_types") || !slides { passOver("sliding_window_pattern") }
    guard slides else { return try slidingLayers(count) { _ in false } }
    let pattern = has("layer_types") ? 4 : try optionalSize("sliding_window_pattern") ?? 4
    return try slidingLayers(count) { ($0 + 1) % pattern != 0 }
  }
}
