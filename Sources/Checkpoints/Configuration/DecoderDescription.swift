/// Everything that decides the arithmetic of a decoder, read from `config.json` by its family.
///
/// One decoder serves all families: a family maps its configuration to this value, and the engine knows no family by
/// name. Sizes are promised to every user; what else the arithmetic depends on is for the engine alone.
public struct DecoderDescription: Sendable, Equatable {
  /// The family as its authors call it: `Llama`, `Qwen2`.
  public package(set) var family: String
  /// `vocab_size`: rows of the embedding, which may exceed the tokenizer's vocabulary.
  public package(set) var vocabularySize: Int
  /// `hidden_size`.
  public package(set) var hiddenSize: Int
  /// `num_hidden_layers`.
  public package(set) var layerCount: Int
  /// `num_attention_heads`.
  public package(set) var headCount: Int
  /// `num_key_value_heads`; divides `headCount`.
  public package(set) var keyValueHeadCount: Int
  /// `head_dim`; even. `headCount * headDimension` need not be `hiddenSize`.
  public package(set) var headDimension: Int
  /// `intermediate_size`.
  public package(set) var intermediateSize: Int
  /// The norms of the layers and of the output.
  package var norms: NormDescription
  /// Linear maps that have a bias.
  package var biases: BiasDescription
  /// Whether q, k, v and gate, up are stored as one matrix each, `qkv_proj` and `gate_up_proj`.
  package var fusesProjections = false
  /// The rotary position embeddings that layers choose from.
  package var rotaries: [RotaryDescription]
  /// Properties that differ from layer to layer, `layerCount` values.
  package var layers: [LayerDescription]
  /// Factor on the scores before the softmax: `head_dim^-0.5` unless the family says otherwise.
  package var attentionScale: Double
  /// Scores s become c·tanh(s/c) with this c.
  package var attentionSoftCap: Double?
  /// Logits z become c·tanh(z/c) with this c.
  package var logitSoftCap: Double?
  /// The non-linearity of the gated MLP.
  package var activation: Activation
  /// Factor on the embeddings.
  package var embeddingScale = 1.0
  /// Factor on what attention and MLP add to the residual.
  package var residualScale = 1.0
  /// Factor on the logits, before their cap.
  package var logitScale = 1.0
  /// Whether attention and MLP read the same normed input, and both are added to the layer's.
  package var runsBlocksInParallel = false
  /// True when the output head is the embedding matrix.
  public package(set) var tiedEmbedding: Bool

  /// Rows of the q projection's weight, `headCount * headDimension`.
  public var queryWidth: Int { headCount * headDimension }
  /// Rows of the k and v projections' weights, `keyValueHeadCount * headDimension`.
  public var keyValueWidth: Int { keyValueHeadCount * headDimension }
  /// Query heads that share one key and value head.
  package var headsPerKeyValueHead: Int { headCount / keyValueHeadCount }
}

/// Properties that may differ from one layer of a decoder to the next.
package struct LayerDescription: Sendable, Equatable {
  /// Position i sees i − window + 1 … i; nil: all before it.
  package var window: Int?
  /// Index of the rotary embedding, among the decoder's, that rotates q and k; nil: none does.
  package var rotary: Int?

  /// A layer of full attention under the decoder's only rotary embedding, unless said otherwise.
  package init(window: Int? = nil, rotary: Int? = 0) {
    self.window = window
    self.rotary = rotary
  }
}

/// The norms of a layer, by their names in the checkpoint; nil where the family has none in that place.
package struct NormDescription: Sendable, Equatable {
  /// `rms_norm_eps`, or `layer_norm_eps`.
  package var epsilon: Double
  /// Whether the mean of the features is taken off before the root mean square: layer norm (arXiv 1607.06450) without a
  /// bias.
  package var centres = false
  /// Offset that is added to every weight: 1 for the Gemma families, whose weights are stored around 0.
  package var weightOffset = 0.0
  /// Norm of the attention's input.
  package var attentionInput: String?
  /// Norm of the attention's output, before it is added to the residual.
  package var attentionOutput: String?
  /// Norm of the MLP's input.
  package var mlpInput: String?
  /// Norm of the MLP's output, before it is added to the residual.
  package var mlpOutput: String?
  /// Features that the norms of q and k, `self_attn.q_norm` and `self_attn.k_norm`, run over; they come
  /// before the rotary embedding.
  package var queryKey = QueryKey.none

  /// The norms of a layer that run over the hidden features, in the order of the forward pass.
  package var all: [String] { [attentionInput, attentionOutput, mlpInput, mlpOutput].compactMap { $0 } }

  /// The features that a norm of q or k runs over.
  package enum QueryKey: Sendable, Equatable {
    /// No norms of q and k.
    case none
    /// Each head by itself.
    case head
    /// All heads of a token together.
    case projection
  }

  /// Norms before attention and MLP, as in Llama: `post_attention_layernorm` stands before the MLP there.
  package static func beforeBlocks(epsilon: Double) -> NormDescription {
    NormDescription(
      epsilon: epsilon, attentionInput: "input_layernorm", mlpInput: "post_attention_layernorm")
  }

  /// One layer norm before attention and MLP, as in Command R.
  package static func beforeParallelBlocks(epsilon: Double) -> NormDescription {
    NormDescription(epsilon: epsilon, centres: true, attentionInput: "input_layernorm")
  }

  /// Norms after attention and MLP, as in OLMo 2.
  package static func afterBlocks(epsilon: Double) -> NormDescription {
    NormDescription(
      epsilon: epsilon, attentionOutput: "post_attention_layernorm", mlpOutput: "post_feedforward_layernorm")
  }

  /// Norms before and after both, as in Gemma 2.
  package static func aroundBlocks(epsilon: Double) -> NormDescription {
    NormDescription(
      epsilon: epsilon, attentionInput: "input_layernorm", attentionOutput: "post_attention_layernorm",
      mlpInput: "pre_feedforward_layernorm", mlpOutput: "post_feedforward_layernorm")
  }
}

/// Linear maps of a layer that add a bias.
package struct BiasDescription: Sendable, Equatable {
  /// q, k and v.
  package var queryKeyValue: Bool
  /// o.
  package var attentionOutput: Bool
  /// gate, up and down.
  package var mlp: Bool

  /// No biases at all.
  package static let none = BiasDescription(queryKeyValue: false, attentionOutput: false, mlp: false)
}

/// Non-linearities of a gated MLP, by their names in `hidden_act` or `hidden_activation`.
package enum Activation: String, Sendable, Equatable, CaseIterable {
  /// x · sigmoid(x).
  case silu
  /// x · Φ(x) by the tanh approximation (Hendrycks and Gimpel 2016, arXiv 1606.08415).
  case geluTanh = "gelu_pytorch_tanh"
}
