extension Family {
  /// Gemma (arXiv 2403.08295): scaled embeddings, norm weights around 0, GELU.
  static let gemma = Family(modelType: "gemma", architectures: ["GemmaForCausalLM"]) { config in
    try config.gemma(family: "Gemma", activation: "hidden_act")
  }

  /// Gemma 2 (arXiv 2408.00118): windows in every other layer, soft caps, norms around both blocks.
  static let gemma2 = Family(modelType: "gemma2", architectures: ["Gemma2ForCausalLM"]) { config in
    var decoder = try config.gemma(family: "Gemma 2", activation: "hidden_activation")
    try config.applyLaterGemma(to: &decoder, attentionCap: 50, logitCap: 30)
    let sliding = try config.slidingLayers(decoder.layerCount) { $0 % 2 == 0 }
    decoder.layers = try config.windows(decoder.layers, sliding: sliding, standard: 4096)
    try config.checkWindowAlias()
    return decoder
  }

  /// Gemma 3, text only (arXiv 2503.19786): two rotary bases, windows in five of six layers, norms of
  /// each head of q and k in place of the soft caps.
  static let gemma3 = Family(modelType: "gemma3_text", architectures: ["Gemma3ForCausalLM"]) { config in
    var decoder = try config.gemma(
      family: "Gemma 3", activation: "hidden_activation", separateRotaries: true)
    try config.applyLaterGemma(to: &decoder)
    // Its configuration knows the key, its attention does not: which of the two is meant is not to be told.
    if let cap = decoder.attentionSoftCap {
      throw config.wrong("attn_logit_softcapping", "Gemma 3 has no such cap; expected null, found \(cap)")
    }
    decoder.norms.queryKey = .head
    let pattern = try config.optionalSize("sliding_window_pattern") ?? 6
    _ = try config.optionalSize("_sliding_window_pattern")
    let sliding = try config.slidingLayers(decoder.layerCount) { ($0 + 1) % pattern != 0 }
    decoder.layers = try config.windows(decoder.layers, sliding: sliding)
    // Layers with a window use the local embedding, full ones the global.
    for index in decoder.layers.indices where sliding[index] { decoder.layers[index].rotary = 1 }
    return decoder
  }
}

extension ConfigReader {
  fileprivate func gemma(
    family: String, activation: String, separateRotaries: Bool = false
  ) throws -> DecoderDescription {
    try refuseBidirectionalAttention()
    let attention = try flag("attention_bias", default: false)
    let biases = BiasDescription(queryKeyValue: attention, attentionOutput: attention, mlp: false)
    var decoder = try decoder(
      family: family, biases: biases, tied: true, ropeTheta: separateRotaries ? 1_000_000 : 10_000,
      readsRotary: !separateRotaries, activation: gemmaActivation(activation))
    if separateRotaries {
      decoder.rotaries = try rotaries(
        headDimension: decoder.headDimension, globalBase: 1_000_000,
        localBase: optionalNumber("rope_local_base_freq") ?? 10_000)
    }
    decoder.norms.weightOffset = 1
    decoder.embeddingScale = Double(decoder.hiddenSize).squareRoot()
    return decoder
  }

  /// Gemma reads `hidden_act`, whose "gelu" in published files means the tanh form; Gemma 2 and 3 read `hidden_activation`
  /// alone.
  private func gemmaActivation(_ key: String) throws -> Activation {
    let isFirst = key == "hidden_act"
    let other = isFirst ? "hidden_activation" : "hidden_act"
    let (name, passed) = (try text(key) ?? Activation.geluTanh.rawValue, try text(other))
    let isLegacy = isFirst && name == "gelu"
    let found = isLegacy ? .geluTanh : try activation(key, standard: .geluTanh)
    if let passed, passed != found.rawValue, !(isFirst && passed == "gelu") {
      note(
        choice: "\(other) in config.json is \"\(passed)\"; this family reads \(key) alone and computes with "
          + "\(found.rawValue), as transformers does.")
    }
    return found
  }

  /// Sets what Gemma 2 and 3 share; the caps are the family's where the file says nothing.
  fileprivate func applyLaterGemma(
    to decoder: inout DecoderDescription, attentionCap: Double? = nil, logitCap: Double? = nil
  ) throws {
    let offset = decoder.norms.weightOffset
    decoder.norms = .aroundBlocks(epsilon: decoder.norms.epsilon)
    decoder.norms.weightOffset = offset
    let scalar = try number("query_pre_attn_scalar")
    guard scalar > 0 else {
      throw wrong("query_pre_attn_scalar", "expected a positive number, found \(scalar)")
    }
    decoder.attentionScale = 1 / scalar.squareRoot()
    decoder.attentionSoftCap = try softCap("attn_logit_softcapping", standard: attentionCap)
    decoder.logitSoftCap = try softCap("final_logit_softcapping", standard: logitCap)
  }

  /// Checks the window that published files of the 9B and 27B models have under a second name, which nothing
  /// reads: it must be the same.
  fileprivate func checkWindowAlias() throws {
    let (window, alias) = (try optionalSize("sliding_window"), try optionalSize("sliding_window_size"))
    guard alias == nil || alias == window else {
      throw wrong("sliding_window_size", "it differs from sliding_window")
    }
  }

  private func softCap(_ key: String, standard: Double?) throws -> Double? {
    let cap = mentions(key) ? try optionalNumber(key) : standard
    if let cap, cap <= 0 { throw wrong(key, "expected a positive number, found \(cap)") }
    return cap
  }
}
