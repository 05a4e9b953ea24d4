extension Family {
  /// Qwen2 and Qwen2.5 (arXiv 2407.10671, 2412.15115): Llama with biases on q, k and v.
  static let qwen2 = Family(modelType: "qwen2", architectures: ["Qwen2ForCausalLM"]) { config in
    guard try !config.flag("use_sliding_window", default: false) else {
      throw config.wrong("use_sliding_window", "sliding windows are not supported for Qwen2; expected false")
    }
    let kinds = try config.texts("layer_types") ?? []
    guard kinds.allSatisfy({ $0 == "full_attention" }) else {
      throw config.wrong("layer_types", "only full_attention is supported for Qwen2, found \(kinds)")
    }
    // Both only matter where use_sliding_window is true.
    _ = try (config.optionalSize("sliding_window"), config.optionalNumber("max_window_layers"))
    let biases = BiasDescription(queryKeyValue: true, attentionOutput: false, mlp: false)
    return try config.decoder(family: "Qwen2", biases: biases)
  }
}
