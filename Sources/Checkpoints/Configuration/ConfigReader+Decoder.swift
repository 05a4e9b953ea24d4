extension ConfigReader {
  /// The decoder that Llama, and every family that follows its layout, has.
  func decoder(family: String, biases: BiasDescription) throws -> DecoderDescription {
    let hiddenSize = try size("hidden_size")
    let headCount = try size("num_attention_heads")
    let keyValueHeadCount = try optionalSize("num_key_value_heads") ?? headCount
    let headDimension = try optionalSize("head_dim") ?? hiddenSize / headCount
    guard headCount % keyValueHeadCount == 0 else {
      throw wrong(
        "num_key_value_heads", "\(keyValueHeadCount) does not divide the \(headCount) attention heads")
    }
    guard headDimension > 0, headDimension % 2 == 0 else {
      throw wrong(
        "head_dim", "rotary embeddings need an even number of features per head, found \(headDimension)")
    }
    let name = try text("hidden_act") ?? Activation.silu.rawValue
    guard let activation = Activation(rawValue: name) else {
      let known = Activation.allCases.map(\.rawValue).joined(separator: ", ")
      throw wrong("hidden_act", "\"\(name)\" is not supported; supported: \(known)")
    }
    return DecoderDescription(
      family: family, vocabularySize: try size("vocab_size"), hiddenSize: hiddenSize,
      layerCount: try size("num_hidden_layers"), headCount: headCount, keyValueHeadCount: keyValueHeadCount,
      headDimension: headDimension, intermediateSize: try size("intermediate_size"),
      norms: .beforeEachBlock(epsilon: try number("rms_norm_eps")), biases: biases, rotary: try rotary(),
      attentionScale: 1 / Double(headDimension).squareRoot(), activation: activation,
      tiedEmbedding: try flag("tie_word_embeddings", default: false))
  }

  /// The rotary embedding in either spelling.
  ///
  /// Published checkpoints have `rope_theta` and an optional `rope_scaling`, whose kind stands under
  /// `rope_type` or, before 2024, `type`; newer files have both in `rope_parameters`.
  private func rotary() throws -> RotaryDescription {
    let parameters = try object("rope_parameters")
    let scaling = try object("rope_scaling")
    if parameters != nil, scaling != nil {
      throw wrong(
        "rope_scaling", "rope_parameters stands beside it; only one of the two spellings may be used")
    }
    let outer = try optionalNumber("rope_theta")
    let inner = try parameters?.optionalNumber("rope_theta") ?? scaling?.optionalNumber("rope_theta")
    let base = inner ?? outer ?? 10_000
    guard base > 0 else { throw wrong("rope_theta", "expected a positive number, found \(base)") }
    guard let source = parameters ?? scaling else { return RotaryDescription(base: base) }
    let description = RotaryDescription(base: base, scaling: try source.ropeScaling())
    try source.refuseUnknownKeys()
    return description
  }

  private func ropeScaling() throws -> RotaryDescription.Scaling {
    let (current, former) = (try text("rope_type"), try text("type"))
    switch current ?? former ?? "default" {
    case "default":
      return .none
    case "llama3":
      let (low, high) = (try number("low_freq_factor"), try number("high_freq_factor"))
      guard high > low else { throw wrong("high_freq_factor", "expected more than low_freq_factor") }
      return .llama3(
        factor: try number("factor"), lowFrequency: low, highFrequency: high,
        originalContext: try number("original_max_position_embeddings"))
    case let kind:
      throw wrong("rope_type", "\"\(kind)\" is not supported; supported: default, llama3")
    }
  }
}
