import Checkpoints
import TestSupport
import Testing

/// The example of `Sources/Checkpoints/README.md`.
@Suite struct ReadmeExample {
  @Test func opensACheckpointAndDecodesATensor() throws {
    let temporary = try TemporaryFolder()
    try SyntheticCheckpoint().write(to: temporary.url)
    let folder = temporary.url
    // README example
    let checkpoint = try Checkpoint(folder: folder)
    let decoder = checkpoint.decoder
    print(decoder.family, decoder.layerCount, "layers", decoder.parameterCount, "parameters")
    let tensor = checkpoint.tensor("model.layers.0.self_attn.q_proj.weight")
    var weights = [Float](repeating: 0, count: tensor.elementCount)
    try weights.withUnsafeMutableBufferPointer { try tensor.decode(into: $0) }
    print(tensor.shape, tensor.type, weights.prefix(3))
    // end of example
    #expect(decoder.family == "Llama" && decoder.layerCount == 2)
    #expect(tensor.shape == [12, 12] && tensor.type == .float32)
    #expect(weights.allSatisfy { $0 != 0 })
  }
}
