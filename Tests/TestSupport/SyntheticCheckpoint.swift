import Foundation

/// A tiny Llama checkpoint with weights from a fixed generator, for tests that need no reference data.
public struct SyntheticCheckpoint {
  /// `config.json` as it will be written.
  public var config: [String: Any] = [
    "model_type": "llama", "architectures": ["LlamaForCausalLM"], "hidden_size": 12, "num_attention_heads": 2,
    "num_key_value_heads": 1, "head_dim": 6, "intermediate_size": 20, "num_hidden_layers": 2,
    "vocab_size": 31,
    "rms_norm_eps": 1e-5, "hidden_act": "silu", "rope_theta": 10000.0, "tie_word_embeddings": true,
  ]
  /// The tensors as they will be written.
  public var tensors: [SafetensorsWriter.Tensor]

  /// The checkpoint that `config` describes.
  public init() {
    var random = SeededRandom(state: 0x5EED)
    // Uniform from −0.3 to 0.3.
    func number() -> Float { Float(Double(random.next() >> 11) * 0x1p-53 * 0.6 - 0.3) }
    func tensor(_ name: String, _ shape: [Int], centre: Float = 0) -> SafetensorsWriter.Tensor {
      let values = (0..<shape.reduce(1, *)).map { _ in centre + number() }
      return .init(name, shape: shape, values: values)
    }
    tensors = [tensor("model.embed_tokens.weight", [31, 12]), tensor("model.norm.weight", [12], centre: 1)]
    for layer in 0..<2 {
      let prefix = "model.layers.\(layer)."
      tensors += [
        tensor("\(prefix)input_layernorm.weight", [12], centre: 1),
        tensor("\(prefix)self_attn.q_proj.weight", [12, 12]),
        tensor("\(prefix)self_attn.k_proj.weight", [6, 12]),
        tensor("\(prefix)self_attn.v_proj.weight", [6, 12]),
        tensor("\(prefix)self_attn.o_proj.weight", [12, 12]),
        tensor("\(prefix)post_attention_layernorm.weight", [12], centre: 1),
        tensor("\(prefix)mlp.gate_proj.weight", [20, 12]), tensor("\(prefix)mlp.up_proj.weight", [20, 12]),
        tensor("\(prefix)mlp.down_proj.weight", [12, 20]),
      ]
    }
  }

  /// Writes `config.json` and `model.safetensors` into `folder`.
  public func write(to folder: URL) throws {
    let json = try JSONSerialization.data(withJSONObject: config, options: .sortedKeys)
    try json.write(to: folder.appending(path: "config.json"))
    try SafetensorsWriter.file(tensors).write(to: folder.appending(path: "model.safetensors"))
  }
}

/// Random numbers that are the same everywhere: SplitMix64 (Steele, Lea and Flood 2014).
public struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  /// The numbers that follow `state`.
  public init(state: UInt64) { self.state = state }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }
}
