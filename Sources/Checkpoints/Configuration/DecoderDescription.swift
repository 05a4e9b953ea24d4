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
  /// Rotary position embedding of every layer.
  public var rotary: RotaryDescription
  /// Factor on the scores before the softmax: `head_dim^-0.5` unless the family says otherwise.
  public var attentionScale: Double
  /// The non-linearity of the gated MLP.
  public var activation: Activation
  /// True when the output head is the embedding matrix.
  public var tiedEmbedding: Bool

  /// Rows of the q projection's weight, `headCount * headDimension`.
  public var queryWidth: Int { headCount * headDimension }
  /// Rows of the k and v projections' weights, `keyValueHeadCount * headDimension`.
  public var keyValueWidth: Int { keyValueHeadCount * headDimension }
  /// Query heads that share one key and value head.
  public var headsPerKeyValueHead: Int { headCount / keyValueHeadCount }
}

/// The norms of a layer, by their names in the checkpoint.
public struct NormDescription: Sendable, Equatable {
  /// `rms_norm_eps`.
  public var epsilon: Double
  /// Norm of the attention's input.
  public var attentionInput: String
  /// Norm of the MLP's input.
  public var mlpInput: String

  /// The norms of Llama and Qwen2: `post_attention_layernorm` stands before the MLP there.
  public static func beforeEachBlock(epsilon: Double) -> NormDescription {
    NormDescription(
      epsilon: epsilon, attentionInput: "input_layernorm", mlpInput: "post_attention_layernorm")
  }
}

/// Which linear maps of a layer add a bias.
public struct BiasDescription: Sendable, Equatable {
  /// q, k and v.
  public var queryKeyValue: Bool
  /// o.
  public var attentionOutput: Bool
  /// gate, up and down.
  public var mlp: Bool

  /// No biases at all, as in published Llama checkpoints.
  public static let none = BiasDescription(queryKeyValue: false, attentionOutput: false, mlp: false)
}

/// Non-linearities of a gated MLP, by their names in `hidden_act`.
public enum Activation: String, Sendable, Equatable, CaseIterable {
  /// x · sigmoid(x).
  case silu
}
