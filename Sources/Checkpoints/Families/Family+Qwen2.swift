extension Family {
  /// Qwen2 and Qwen2.5 (arXiv 2407.10671, 2412.15115): Llama with biases on q, k and v.
  static let qwen2 = Family(modelType: "qwen2", architectures: ["Qwen2ForCausalLM"]) { config in
    var decoder = try config.decoder(
      family: "Qwen2", biases: BiasDescription(queryKeyValue: true, attentionOutput: false, mlp: false))
    decoder.layers = try config.qwenLayers(decoder.layers)
    return decoder
  }
}

extension ConfigReader {
  /// Layers from `max_window_layers` on, 28 unless it is there, slide where `use_sliding_window` is true; else none does.
  ///
  /// Throws `CheckpointError` when `layer_types` names layers that slide and `use_sliding_window` is false.
  func qwenLayers(_ layers: [LayerDescription]) throws -> [LayerDescription] {
    let uses = try flag("use_sliding_window", default: false)
    let first = try optionalNumber("max_window_layers") ?? 28
    let sliding = try slidingLayers(layers.count) { uses && Double($0) >= first }
    guard uses || !sliding.contains(true) else {
      throw wrong("layer_types", "it names layers with sliding attention, though use_sliding_window is false")
    }
    return try windows(layers, sliding: sliding)
  }
}
