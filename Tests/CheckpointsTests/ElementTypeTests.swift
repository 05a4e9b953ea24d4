import Checkpoints
import Foundation
import TestSupport
import Testing

/// Decoding of stored numbers, read back through a whole checkpoint.
@Suite struct ElementTypeTests {
  /// The first twelve elements of the output norm, stored as `type` with these bit patterns.
  private func decode(_ type: String, _ patterns: [UInt16]) throws -> [Float] {
    let folder = try TemporaryFolder()
    var checkpoint = SyntheticCheckpoint()
    let index = try #require(checkpoint.tensors.firstIndex { $0.name == "model.norm.weight" })
    let padded = patterns + Array(repeating: 0, count: 12 - patterns.count)
    let data = padded.withUnsafeBytes { Data($0) }
    checkpoint.tensors[index] = .init("model.norm.weight", type: type, shape: [12], data: data)
    try checkpoint.write(to: folder.url)
    let tensor = try Checkpoint(folder: folder.url).tensor("model.norm.weight")
    var values = [Float](repeating: 0, count: tensor.elementCount)
    try values.withUnsafeMutableBufferPointer { try tensor.decode(into: $0) }
    return Array(values.prefix(patterns.count))
  }

  @Test func halfPrecision() throws {
    // One, minus two, the largest, the smallest normal and subnormal, zero of either sign.
    let patterns: [UInt16] = [0x3C00, 0xC000, 0x7BFF, 0x0400, 0x0001, 0x0000, 0x8000, 0x3555]
    let expected: [Float] = [1, -2, 65504, 0x1p-14, 0x1p-24, 0, -0.0, 0.333251953125]
    #expect(try decode("F16", patterns) == expected)
  }

  @Test func bfloat16() throws {
    let patterns: [UInt16] = [0x3F80, 0xC000, 0x7F7F, 0x0080, 0x0001, 0x8000]
    let expected: [Float] = [
      1, -2, Float(bitPattern: 0x7F7F_0000), 0x1p-126, Float(bitPattern: 0x0001_0000), -0.0,
    ]
    #expect(try decode("BF16", patterns) == expected)
  }
}
