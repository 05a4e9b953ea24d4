import Checkpoints
import Foundation
import TestSupport

/// A family whose tensors have the names and shapes of the synthetic Llama's, with what makes it different.
struct SyntheticModel: Sendable, CustomStringConvertible {
  let description: String
  private let config: [String: any Sendable]

  /// The checkpoint, written into `folder`.
  func checkpoint(in folder: TemporaryFolder) throws -> Checkpoint {
    var synthetic = SyntheticCheckpoint()
    synthetic.config.merge(config) { $1 }
    try synthetic.write(to: folder.url)
    return try Checkpoint(folder: folder.url)
  }

  static let all = [
    SyntheticModel(description: "llama", config: [:]),
    SyntheticModel(
      description: "mistral with a window", config: architecture("mistral", "Mistral", ["sliding_window": 3])),
    SyntheticModel(
      description: "gemma", config: architecture("gemma", "Gemma", ["hidden_activation": "gelu_pytorch_tanh"])
    ),
    SyntheticModel(
      description: "smollm3 with a layer without a rotary embedding",
      config: architecture("smollm3", "SmolLM3", ["no_rope_layers": [1, 0]])),
    SyntheticModel(
      description: "llama, rope scaled by length",
      config: [
        "rope_scaling": ["rope_type": "dynamic", "factor": 4.0] as [String: any Sendable],
        "max_position_embeddings": 4,
      ]),
  ]

  private static func architecture(
    _ type: String, _ name: String, _ others: [String: any Sendable]
  ) -> [String: any Sendable] {
    others.merging(["model_type": type, "architectures": ["\(name)ForCausalLM"]]) { $1 }
  }
}
