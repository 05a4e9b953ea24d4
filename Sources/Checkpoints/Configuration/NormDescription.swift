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
