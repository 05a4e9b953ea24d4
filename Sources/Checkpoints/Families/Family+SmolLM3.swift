extension Family {
  /// SmolLM3: Llama without a rotary embedding in every fourth layer, or where `no_rope_layers` has 0.
  static let smolLM3 = Family(modelType: "smollm3", architectures: ["SmolLM3ForCausalLM"]) { config in
    var decoder = try config.decoder(
      family: "SmolLM3", biases: config.biases(), tied: true, ropeTheta: 2_000_000)
    let interval = try config.optionalSize("no_rope_layer_interval") ?? 4
    let rotated =
      try config.numbers("no_rope_layers")
      ?? (0..<decoder.layerCount).map { ($0 + 1) % interval == 0 ? 0 : 1 }
    guard rotated.count >= decoder.layerCount else {
      throw config.wrong(
        "no_rope_layers",
        "expected an entry for each of the \(decoder.layerCount) layers, found \(rotated.count)")
    }
    let layers = zip(decoder.layers, rotated).map {
      LayerDescription(window: $0.window, rotary: $1 == 0 ? nil : 0)
    }
    // Published files have it; the family's own code does not look at it.
    _ = try config.optionalNumber("max_window_layers")
    let uses = try config.flag("use_sliding_window", default: false) && config.has("sliding_window")
    let sliding = try config.slidingLayers(layers.count) { uses && layers[$0].rotary == nil }
    decoder.layers = try config.windows(layers, sliding: sliding)
    return decoder
  }
}
