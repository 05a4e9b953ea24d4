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

/// What may differ from one layer of a decoder to the next.
public struct LayerDescription: Sendable, Equatable {
  /// Position i sees i − window + 1 … i; nil: all before it.
  public var window: Int?
  /// Which of the decoder's rotary embeddings turns q and k; nil: none does.
  public var rotary: Int?

  /// A layer of full attention under the decoder's only rotary embedding, unless said otherwise.
  public init(window: Int? = nil, rotary: Int? = 0) {
    self.window = window
    self.rotary = rotary
  }
}

/// The norms of a decoder, by their names in the checkpoint: which are there is where they stand.
public struct NormDescription: Sendable, Equatable {
  /// `rms_norm_eps`.
  public var epsilon: Double
  /// Added to every weight: 1 for the Gemma families, whose weights are stored around 0.
  public var weightOffset = 0.0
  /// Norm of the attention's input.
  public var attentionInput: String?
  /// Norm of the attention's output, before it is added to the residual.
  public var attentionOutput: String?
  /// Norm of the MLP's input.
  public var mlpInput: String?
  /// Norm of the MLP's output, before it is added to the residual.
  public var mlpOutput: String?
  /// Norms of q and k before the rotary embedding, `self_attn.q_norm` and `self_attn.k_norm`.
  public var queryKey = QueryKey.none

  /// The norms of a layer that run over the hidden features, in the order of the forward pass.
  public var all: [String] { [attentionInput, attentionOutput, mlpInput, mlpOutput].compactMap { $0 } }

  /// What the norms of q and k run over.
  public enum QueryKey: Sendable, Equatable {
    /// There are none.
    case none
    /// Each head by itself.
    case head
    /// All heads of a token together.
    case projection
  }

  /// Before attention and MLP, as in Llama: `post_attention_layernorm` stands before the MLP there.
  public static func beforeBlocks(epsilon: Double) -> NormDescription {
    NormDescription(
      epsilon: epsilon, attentionInput: "input_layernorm", mlpInput: "post_attention_layernorm")
  }

  /// After attention and MLP, as in OLMo 2.
  public static func afterBlocks(epsilon: Double) -> NormDescription {
    NormDescription(
      epsilon: epsilon, attentionOutput: "post_attention_layernorm", mlpOutput: "post_feedforward_layernorm")
  }

  /// Before and after both, as in Gemma 2.
  public static func aroundBlocks(epsilon: Double) -> NormDescription {
    NormDescription(
      epsilon: epsilon, attentionInput: "input_layernorm", attentionOutput: "post_attention_layernorm",
      mlpInput: "pre_feedforward_layernorm", mlpOutput: "post_feedforward_layernorm")
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

  /// No biases at all.
  public static let none = BiasDescription(queryKeyValue: false, attentionOutput: false, mlp: false)
}

/// Non-linearities of a gated MLP, by their names in `hidden_act` or `hidden_activation`.
public enum Activation: String, Sendable, Equatable, CaseIterable {
  /// x · sigmoid(x).
  case silu
  /// x · Φ(x) by the tanh approximation (Hendrycks and Gimpel 2016, arXiv 1606.08415).
  case geluTanh = "gelu_pytorch_tanh"
}
