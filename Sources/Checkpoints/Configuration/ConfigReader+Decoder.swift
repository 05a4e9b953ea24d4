extension ConfigReader {
  /// The decoder that Llama, and every family that follows its layout, has.
  ///
  /// What a family does differently, it changes in the result.
  ///
  /// - Parameters:
  ///   - family: its name for people.
  ///   - biases: which linear maps have one.
  ///   - tied: whether the head is the embedding, where the file says nothing.
  ///   - epsilonKey: the key of the norms' epsilon.
  ///   - ropeTheta: the base of the rotary embedding, where the file says nothing.
  ///   - readsRotary: false for a family that spells its rotary embeddings in a way of its own and adds them itself.
  ///   - activation: nil to read it from `hidden_act`.
  /// - Returns: what the file says of the decoder.
  /// - Throws: `CheckpointError` that names the key which is missing or wrong.
  func decoder(
    family: String, biases: BiasDescription = .none, tied: Bool = false,
    epsilonKey: String = "rms_norm_eps", ropeTheta: Double = 10_000,
    readsRotary: Bool = true, activation: Activation? = nil
  ) throws(CheckpointError) -> DecoderDescription {
    let hiddenSize = try size("hidden_size")
    let heads = try heads(hiddenSize: hiddenSize)
    let layerCount = try layerCount()
    let epsilon = try number(epsilonKey)
    guard epsilon >= 0 else { throw wrong(epsilonKey, "expected a number from 0 up, found \(epsilon)") }
    let given = if let activation { activation } else { try self.activation("hidden_act") }
    return DecoderDescription(
      family: family, vocabularySize: try size("vocab_size"), hiddenSize: hiddenSize, layerCount: layerCount,
      headCount: heads.query, keyValueHeadCount: heads.keyValue, headDimension: heads.dimension,
      intermediateSize: try size("intermediate_size"),
      norms: .beforeBlocks(epsilon: epsilon), biases: biases,
      rotaries: try readsRotary ? [rotary(headDimension: heads.dimension, standardBase: ropeTheta)] : [],
      layers: Array(repeating: LayerDescription(), count: layerCount),
      attentionScale: 1 / Double(heads.dimension).squareRoot(), activation: given,
      tiedEmbedding: try flag("tie_word_embeddings", default: tied))
  }

  /// Query heads, key and value heads, which divide them, and the even number of features of a head.
  private func heads(
    hiddenSize: Int
  ) throws(CheckpointError) -> (query: Int, keyValue: Int, dimension: Int) {
    let query = try size("num_attention_heads")
    let keyValue = try optionalSize("num_key_value_heads") ?? query
    let dimension = try optionalSize("head_dim") ?? hiddenSize / query
    guard query % keyValue == 0 else {
      throw wrong("num_key_value_heads", "\(keyValue) does not divide the \(query) attention heads")
    }
    guard dimension > 0, dimension % 2 == 0 else {
      throw wrong(
        "head_dim", "rotary embeddings need an even number of features per head, found \(dimension)")
    }
    return (query, keyValue, dimension)
  }

  private func layerCount() throws(CheckpointError) -> Int {
    let count = try size("num_hidden_layers")
    guard count <= Self.mostLayers else {
      throw wrong("num_hidden_layers", "expected at most \(Self.mostLayers), found \(count)")
    }
    return count
  }

  /// Greatest number of layers, many times the depth of any model; what a file claims is not memory that we
  /// set aside unseen.
  private static let mostLayers = 10_000

  /// The activation that `key` names, `standard` where it is missing.
  func activation(_ key: String, standard: Activation = .silu) throws(CheckpointError) -> Activation {
    let name = try text(key) ?? standard.rawValue
    guard let activation = Activation(rawValue: name) else {
      let known = Activation.allCases.map(\.rawValue).joined(separator: ", ")
      throw wrong(key, "\"\(name)\" is not supported; supported: \(known)")
    }
    return activation
  }

  /// Throws `CheckpointError` unless the flag under `key` is missing or has the only value that is supported.
  func require(_ key: String, _ expected: Bool) throws(CheckpointError) {
    guard try flag(key, default: expected) == expected else {
      throw wrong(key, "only \(expected) is supported")
    }
  }

  /// Throws `CheckpointError` unless the text under `key` is missing or the only one that is supported.
  func require(_ key: String, _ expected: String) throws(CheckpointError) {
    let found = try text(key) ?? expected
    guard found == expected else {
      throw wrong(key, "\"\(found)\" is not supported; supported: \(expected)")
    }
  }

  /// A factor that is 1 where the file says nothing; 0 would leave no gradient.
  func multiplier(_ key: String, standard: Double = 1) throws(CheckpointError) -> Double {
    let value = try optionalNumber(key) ?? standard
    guard value > 0 else { throw wrong(key, "expected a positive number, found \(value)") }
    return value
  }

  /// Throws `CheckpointError` when a decoder of this kind would not be causal.
  func refuseBidirectionalAttention() throws(CheckpointError) {
    guard try !flag("use_bidirectional_attention", default: false) else {
      throw wrong("use_bidirectional_attention", "only causal attention is supported; expected false or null")
    }
  }
}

extension ConfigReader {
  /// Whether each layer attends through a sliding window, from `layer_types` or, without it, from `pattern`.
  ///
  /// `pattern` says of a layer's index whether it slides. The window itself is `sliding_window`.
  func slidingLayers(_ count: Int, pattern: (Int) -> Bool) throws(CheckpointError) -> [Bool] {
    guard let kinds = try texts("layer_types") else { return (0..<count).map(pattern) }
    let known = ["full_attention", "sliding_attention"]
    if let unknown = kinds.first(where: { !known.contains($0) }) {
      throw wrong(
        "layer_types", "\"\(unknown)\" is not supported; supported: \(known.joined(separator: ", "))")
    }
    guard kinds.count == count else {
      throw wrong("layer_types", "expected one entry for each of the \(count) layers, found \(kinds.count)")
    }
    return kinds.map { $0 == known[1] }
  }

  /// `layers` with the window `sliding_window` where `sliding` says so; `standard` is the family's where the file says
  /// nothing.
  ///
  /// Throws `CheckpointError` when a layer slides and no window is given.
  func windows(
    _ layers: [LayerDescription], sliding: [Bool], standard: Int? = nil
  ) throws(CheckpointError) -> [LayerDescription] {
    let window = mentions("sliding_window") ? try optionalSize("sliding_window") : standard
    guard window != nil || !sliding.contains(true) else {
      throw wrong("sliding_window", "layers with sliding attention need a window, found none")
    }
    return zip(layers, sliding).map { LayerDescription(window: $1 ? window : nil, rotary: $0.rotary) }
  }
}
