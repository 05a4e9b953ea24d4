import Checkpoints
import Foundation
import TestSupport
import Testing

/// Weight files that are damaged, or that lie about themselves.
@Suite struct BadSafetensorsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try SyntheticCheckpoint().write(to: folder.url)
  }

  private func message(_ file: Data) throws -> String {
    try file.write(to: folder.file("model.safetensors"))
    return try #require(throws: CheckpointError.self) { try Checkpoint(folder: folder.url) }.description
  }

  @Test(arguments: [0, 1, 7, 8, 100, 2000]) func truncatedAnywhere(length: Int) throws {
    let whole = SafetensorsWriter.file(SyntheticCheckpoint().tensors)
    #expect(try message(whole.prefix(length)).contains("truncated"))
  }

  @Test func truncatedByOneByte() throws {
    let whole = SafetensorsWriter.file(SyntheticCheckpoint().tensors)
    #expect(try message(whole.dropLast()).contains("truncated"))
  }

  @Test(arguments: [UInt64.max, 1 << 63, 100_000_001]) func aHeaderLengthBeyondTheFormat(length: UInt64)
    throws
  {
    let file = withUnsafeBytes(of: length.littleEndian) { Data($0) } + Data(count: 100)
    #expect(try message(file).contains("not a safetensors file"))
  }

  @Test func aHeaderThatRunsPastTheFile() throws {
    let file = withUnsafeBytes(of: UInt64(5000).littleEndian) { Data($0) } + Data(count: 100)
    #expect(try message(file).contains("expected at least 5008 bytes, found 108"))
  }

  @Test(
    arguments: [
      ("not json", "valid JSON"), ("[]", "not a JSON object"), (#"{"a": 3}"#, "no dtype"),
      (#"{"a": {"dtype": "F32", "shape": [1]}}"#, "data_offsets"),
      (#"{"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}}"#, "shape"),
      (#"{"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 0]}}"#, "ascending"),
      (#"{"a": {"dtype": "F32", "shape": [1], "data_offsets": [-4, 0]}}"#, "ascending"),
      (#"{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}"#, "does not fill"),
      (
        #"{"a": {"dtype": "F32", "shape": [4294967296, 4294967296], "data_offsets": [0, 0]}}"#,
        "does not fill"
      ),
      (
        #"{"a": {"dtype": "F32", "shape": [9223372036854775807, 4], "data_offsets": [0, 4]}}"#,
        "does not fill"
      ),
      (#"{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 9223372036854775807]}}"#, "truncated"),
      (
        #"{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}, "b": {"dtype": "F32", "shape": [1], "data_offsets": [2, 6]}}"#,
        "overlap"
      ),
      (
        #"{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}, "a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}"#,
        "twice"
      ),
    ])
  func aHeaderThatLies(header: String, expected: String) throws {
    let text = try message(SafetensorsWriter.file(header: header, body: Data(count: 8)))
    #expect(text.contains(expected), "\(text)")
  }

  @Test func bytesThatBelongToNoTensor() throws {
    let whole = SafetensorsWriter.file(SyntheticCheckpoint().tensors)
    #expect(try message(whole + Data([0])).contains("1 bytes after the last tensor belong to none"))
    let gap = #"{"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}"#
    let text = try message(SafetensorsWriter.file(header: gap, body: Data(count: 8)))
    #expect(text.contains("4 bytes before it belong to no tensor"), "\(text)")
  }

  @Test func aNamedPipeIsRefusedAtOnce() throws {
    try FileManager.default.removeItem(at: folder.file("model.safetensors"))
    #expect(mkfifo(folder.file("model.safetensors").path, 0o600) == 0)
    let error = try #require(throws: CheckpointError.self) { try Checkpoint(folder: folder.url) }
    #expect(error.description.contains("not a regular file"))
  }

  @Test func randomBytesNeverCrash() throws {
    var state: UInt64 = 7
    for length in [8, 9, 64, 300] {
      let bytes = (0..<length).map { index in
        state = state &* 6_364_136_223_846_793_005 &+ 1
        return index < 8
          ? (index == 0 ? UInt8(min(length - 8, 255)) : 0) : UInt8(truncatingIfNeeded: state >> 56)
      }
      #expect(!(try message(Data(bytes))).isEmpty)
    }
  }
}
