import Checkpoints
import Foundation
import TestSupport
import Testing

/// Names of weights as wrappers write them, and tensors that stand beside the decoder.
@Suite struct WeightNameTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Opens the synthetic checkpoint with its names changed, and with further tensors.
  private func open(
    _ rename: (String) -> String = { $0 }, adding: [String] = []
  ) throws -> Checkpoint {
    var checkpoint = SyntheticCheckpoint()
    for index in checkpoint.tensors.indices {
      checkpoint.tensors[index].name = rename(checkpoint.tensors[index].name)
    }
    checkpoint.tensors += adding.map { .init($0, shape: [1], values: [0]) }
    try checkpoint.write(to: folder.url)
    return try Checkpoint(folder: folder.url)
  }

  private func firstNorm(_ checkpoint: Checkpoint) throws -> [Float] {
    let tensor = checkpoint.tensor("model.layers.0.input_layernorm.weight")
    var values = [Float](repeating: 0, count: tensor.elementCount)
    try values.withUnsafeMutableBufferPointer { try tensor.decode(into: $0) }
    return values
  }

  @Test(arguments: [
    "_orig_mod.model.", "module.model.", "pretrained_model.model.", "base_model.model.model.",
    "module._orig_mod.model.",
    "model.language_model.", "language_model.model.", "", "policy.model.",
  ]) func aBeginningIsTakenOffAndNoted(prefix: String) throws {
    let plain = try open()
    #expect(plain.notes == [])
    let values = try firstNorm(plain)
    let found = try open { prefix + $0.dropFirst("model.".count) }
    let wrapper = try #require(WrapperPrefix(ofLayerWeight: "\(prefix)layers.0.mlp.up_proj.weight"))
    #expect(found.notes == [.wrapped(prefix: wrapper, count: 20)])
    #expect(try firstNorm(found) == values)
  }

  @Test func theHeadHasAPartOfTheBeginning() throws {
    func write(_ prefix: String, head: String) throws -> Checkpoint {
      var checkpoint = SyntheticCheckpoint()
      checkpoint.config["tie_word_embeddings"] = false
      checkpoint.tensors.append(
        .init("lm_head.weight", shape: [31, 12], values: Array(repeating: 0.5, count: 31 * 12)))
      for index in checkpoint.tensors.indices {
        let name = checkpoint.tensors[index].name
        checkpoint.tensors[index].name =
          name == "lm_head.weight" ? head : prefix + name.dropFirst("model.".count)
      }
      try checkpoint.write(to: folder.url)
      return try Checkpoint(folder: folder.url)
    }
    for (prefix, head) in [
      ("base_model.model.model.", "base_model.model.lm_head.weight"),
      ("model.language_model.", "lm_head.weight"),
      ("language_model.model.", "language_model.lm_head.weight"),
    ] {
      let checkpoint = try write(prefix, head: head)
      #expect(checkpoint.tensor("lm_head.weight").shape == [31, 12])
    }
  }

  @Test func wordsInTheMiddleAreTakenOut() throws {
    let found = try open {
      $0.replacing("layers.0.", with: "layers.0._orig_mod.").replacing(
        "self_attn.", with: "_fsdp_wrapped_module.self_attn.")
    }
    #expect(found.notes == [.wrapped(prefix: .none, count: 13)])
  }

  @Test func twoModelsInOneAreRefused() throws {
    let layer = "layers.0.self_attn.q_proj.weight"
    let error = try #require(throws: CheckpointError.self) {
      try open({ "policy." + $0 }, adding: ["reference.model.\(layer)"])
    }
    #expect(error.description.contains("begin with policy.model., reference.model."))
    // The decoder's own names leave no doubt.
    #expect(throws: Never.self) { try open(adding: ["reference.model.\(layer)"]) }
    // Nor does a part for images.
    #expect(throws: Never.self) {
      try open(
        { $0.replacing("model.", with: "model.language_model.") }, adding: ["model.vision_tower.\(layer)"])
    }
  }

  @Test(arguments: [
    "v_head.summary.weight", "model.layers.0.self_attn.rotary_emb.inv_freq", "model.rotary_emb.inv_freq",
    "score.weight",
    "medusa_head.0.weight", "visual.blocks.0.attn.qkv.weight", "model.vision_tower.embeddings.weight",
  ]) func whatStandsBesideTheDecoderIsNoted(name: String) throws {
    #expect(try open(adding: [name]).notes == [.unusedTensors(["\(name) [1]"])])
  }

  @Test(arguments: [
    "model.layers.0.self_attn.q_proj.bias", "model.layers.2.input_layernorm.weight", "lm_head.bias",
    "model.layers.0.self_attn.q_proj.weight_scale", "model.embed_norm.weight",
    "model.layers.0.mlp.up_proj.lora_A.weight",
    "model.layers.0.mlp.up_proj.base_layer.weight",
  ]) func whatStandsInsideOfItIsRefused(name: String) throws {
    let error = try #require(throws: CheckpointError.self) { try open(adding: [name]) }
    #expect(error.description.contains(name))
  }
}
