/// A weight that a decoder needs: its name in the checkpoint and its shape.
package struct Parameter: Sendable, Equatable {
  /// Full name: `model.layers.0.mlp.up_proj.weight`.
  package let name: String
  /// `[rows × columns]` of a matrix, `[size]` of a norm or a bias.
  package let shape: [Int]

  /// Product of the shape.
  package var elementCount: Int { shape.reduce(1, *) }
}

extension DecoderDescription {
  /// Name of the token embedding, `[vocabulary × hidden]`.
  package static let embeddingName = "model.embed_tokens.weight"
  /// Name of the norm before the output head.
  package static let outputNormName = "model.norm.weight"
  /// Name of the output head where it is not tied to the embedding.
  package static let untiedHeadName = "lm_head.weight"

  /// The beginning of the names of all weights of layer `index`: `model.layers.3.`.
  package static func prefix(ofLayer index: Int) -> String { "model.layers.\(index)." }

  /// Name of the matrix that gives the logits.
  package var outputHeadName: String { tiedEmbedding ? Self.embeddingName : Self.untiedHeadName }

  /// Every weight of the model: the embedding, the layers from the first to the last, norm and head.
  package var parameters: [Parameter] {
    let embedding = Parameter(name: Self.embeddingName, shape: [vocabularySize, hiddenSize])
    let norm = Parameter(name: Self.outputNormName, shape: [hiddenSize])
    let head = Parameter(name: Self.untiedHeadName, shape: embedding.shape)
    let layers = (0..<layerCount).flatMap { parameters(ofLayer: $0) }
    return [embedding] + layers + [norm] + (tiedEmbedding ? [] : [head])
  }

  /// The weights of layer `index`, as the checkpoint stores them.
  package func parameters(ofLayer index: Int) -> [Parameter] {
    let prefix = Self.prefix(ofLayer: index)
    let norms = norms.all.map { Parameter(name: "\(prefix)\($0).weight", shape: [hiddenSize]) }
    let maps = linearMaps.flatMap { map in
      let weight = Parameter(name: "\(prefix)\(map.name).weight", shape: [map.rows, map.columns])
      return map.bias ? [weight, Parameter(name: "\(prefix)\(map.name).bias", shape: [map.rows])] : [weight]
    }
    return norms + queryKeyNorms(prefix) + maps
  }

  /// A linear map of a layer: its name, its sizes and whether it has a bias.
  private typealias LinearShape = (name: String, rows: Int, columns: Int, bias: Bool)

  private var linearMaps: [LinearShape] {
    let output: [LinearShape] = [
      ("self_attn.o_proj", hiddenSize, queryWidth, biases.attentionOutput),
      ("mlp.down_proj", hiddenSize, intermediateSize, biases.mlp),
    ]
    if fusesProjections {
      return output + [
        ("self_attn.qkv_proj", queryWidth + 2 * keyValueWidth, hiddenSize, biases.queryKeyValue),
        ("mlp.gate_up_proj", 2 * intermediateSize, hiddenSize, biases.mlp),
      ]
    }
    return output + [
      ("self_attn.q_proj", queryWidth, hiddenSize, biases.queryKeyValue),
      ("self_attn.k_proj", keyValueWidth, hiddenSize, biases.queryKeyValue),
      ("self_attn.v_proj", keyValueWidth, hiddenSize, biases.queryKeyValue),
      ("mlp.gate_proj", intermediateSize, hiddenSize, biases.mlp),
      ("mlp.up_proj", intermediateSize, hiddenSize, biases.mlp),
    ]
  }

  private func queryKeyNorms(_ prefix: String) -> [Parameter] {
    func pair(query: Int, key: Int) -> [Parameter] {
      [
        Parameter(name: "\(prefix)self_attn.q_norm.weight", shape: [query]),
        Parameter(name: "\(prefix)self_attn.k_norm.weight", shape: [key]),
      ]
    }
    switch norms.queryKey {
    case .none: return []
    case .head: return pair(query: headDimension, key: headDimension)
    case .projection: return pair(query: queryWidth, key: keyValueWidth)
    }
  }

  /// Elements of one layer's weights.
  package var layerParameterCount: Int {
    layerCount == 0 ? 0 : parameters(ofLayer: 0).reduce(0) { $0 + $1.elementCount }
  }

  /// Elements of all weights, embeddings included; a tied head counts once.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.elementCount } }

  /// A second copy of the embedding, which tools that know nothing of a tied head may save; nil when it is not tied.
  var headCopy: Parameter? {
    tiedEmbedding ? Parameter(name: Self.untiedHeadName, shape: [vocabularySize, hiddenSize]) : nil
  }

  /// True for tensors that older tools saved beside the weights and that no computation reads.
  func ignores(_ name: String) -> Bool {
    name.contains("rotary_emb.")
      || [".inv_freq", ".masked_bias", ".attn.bias"].contains(where: name.hasSuffix)
  }

  /// The sizes of the largest matrices in words, when their elements are more than a machine counts; else nil. Nothing else may
  /// be asked of such a description.
  var oversize: String? {
    let heads = [("num_attention_heads", headCount), ("num_key_value_heads", keyValueHeadCount)]
    let wide = heads.map {
      ("\($0.0) × head_dim", $0.1.multipliedReportingOverflow(by: headDimension).partialValue)
    }
    let rows = [("vocab_size", vocabularySize), ("intermediate_size", intermediateSize)] + wide
    let tooMany = rows.first { $0.1 > Self.mostElements / hiddenSize / max(layerCount, 1) }
    return tooMany.map { "\($0.0) is \($0.1) and hidden_size \(hiddenSize), in \(layerCount) layers" }
  }

  /// Elements that the matrices of one kind may have in all layers: a thousand times those of the largest models, and so few
  /// that sums of products over them are whole numbers of a machine.
  private static let mostElements = 1 << 50
}
