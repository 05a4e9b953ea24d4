/// Everything that decides the arithmetic of a decoder, read from `config.json` by its family.
///
/// One decoder serves all families: a family is a mapping from its configuration to this value, and
/// the engine knows no family by name. Names of norms are those of the checkpoint, so that what is
/// named here is what is loaded.
public struct DecoderDescription: Sendable, Equatable {
  /// The family as researchers call it: `Llama`, `Qwen2`.
  public var family: String
  /// `vocab_size`: rows of the embedding, which may exceed the tokenizer's vocabulary.
  public var vocabularySize: Int
  /// `hidden_size`.
  public var hiddenSize: Int
  /// `num_hidden_layers`.
  public var layerCount: Int
  /// `num_attention_heads`.
  public var headCount: Int
  /// `num_key_value_heads`; divides `headCount`.
  public var keyValueHeadCount: Int
  /// `head_dim`; even. `headCount * headDimension` need not be `hiddenSize`.
  public var headDimension: Int
  /// `intermediate_size`.
  public var intermediateSize: Int
  /// The root-mean-square norms of the layers and of the output.
  public var norms: NormDescription
  /// Which linear maps have a bias.
  public var biases: BiasDescription
  /// Whether q, k, v and gate, up are stored as one matrix each, `qkv_proj` and `gate_up_proj`.
  public var fusesProjections = false
  /// The rotary position embeddings that layers choose from.
  public var rotaries: [RotaryDescription]
  /// What differs from layer to layer, `layerCount` values.
  public var layers: [LayerDescription]
  /// Factor on the scores before the softmax: `head_dim^-0.5` unless the family says otherwise.
  public var attentionScale: Double
  /// Scores s become c·tanh(s/c) with this c.
  public var attentionSoftCap: Double?
  /// Logits z become c·tanh(z/c) with this c.
  public var logitSoftCap: Double?
  /// The non-linearity of the gated MLP.
  public var activation: Activation
  /// Factor on the embeddings.
  public var embeddingScale = 1.0
  /// True when the output head is the embedding matrix.
  public var tiedEmbedding: Bool

  /// Rows of the q projection's weight, `headCount * headDimension`.
  public var queryWidth: Int { headCount * headDimension }
  /// Rows of the k and v projections' weights, `keyValueHeadCount * headDimension`.
  public var keyValueWidth: Int { keyValueHeadCount * headDimension }
  /// Query heads that share one key and value head.
  public var headsPerKeyValueHead: Int { headCount / keyValueHeadCount }
}
