import Checkpoints
import Foundation
import TestSupport
import Testing

/// Weights in several files behind an index.
@Suite struct ShardedWeightsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes the synthetic checkpoint in two files; `names` are what the index calls them.
  private func write(names: [String] = ["a.safetensors", "b.safetensors"]) throws {
    let checkpoint = SyntheticCheckpoint()
    try checkpoint.write(to: folder.url)
    try FileManager.default.removeItem(at: folder.file("model.safetensors"))
    var entries: [String] = []
    for (shard, tensors) in [checkpoint.tensors.prefix(9), checkpoint.tensors.dropFirst(9)].enumerated() {
      try SafetensorsWriter.file(Array(tensors)).write(
        to: folder.file(["a.safetensors", "b.safetensors"][shard]))
      entries += tensors.map { "\"\($0.name)\": \"\(names[shard])\"" }
    }
    try folder.write(
      "{\"weight_map\": {\(entries.joined(separator: ","))}}", to: "model.safetensors.index.json")
  }

  private func message() throws -> String {
    try #require(throws: CheckpointError.self) { try Checkpoint(folder: folder.url) }.description
  }

  @Test func everyTensorIsFound() throws {
    try write()
    let checkpoint = try Checkpoint(folder: folder.url)
    #expect(checkpoint.weightFiles.map(\.lastPathComponent) == ["a.safetensors", "b.safetensors"])
    let expected = Set(SyntheticCheckpoint().tensors.map(\.name))
    #expect(Set(checkpoint.decoder.parameters.map(\.name)) == expected)
  }

  /// A model that is saved again as one file leaves the index behind; transformers takes the file.
  @Test func oneFileCountsBeforeAnIndex() throws {
    try write()
    let whole = SyntheticCheckpoint()
    try SafetensorsWriter.file(whole.tensors).write(to: folder.file("model.safetensors"))
    let both = try Checkpoint(folder: folder.url)
    #expect(both.weightFiles.map(\.lastPathComponent) == ["model.safetensors"])
    let others = CheckpointNote.otherWeightFiles(["a.safetensors", "b.safetensors"])
    #expect(both.notes == [.passedOverIndex(missing: []), others])
    try FileManager.default.removeItem(at: folder.file("b.safetensors"))
    #expect(
      try Checkpoint(folder: folder.url).notes == [
        .passedOverIndex(missing: ["b.safetensors"]), .otherWeightFiles(["a.safetensors"]),
      ])
  }

  @Test func filesOfWeightsThatAreNotReadAreNoted() throws {
    try SyntheticCheckpoint().write(to: folder.url)
    for name in [
      "consolidated.00.pth", "pytorch_model.bin", "model-00001-of-00002.safetensors", "training_args.bin",
    ] {
      try folder.write("x", to: name)
    }
    let note = try #require(try Checkpoint(folder: folder.url).notes.first?.description)
    #expect(note.contains("consolidated.00.pth") && note.contains("pytorch_model.bin"))
    #expect(note.contains("model-00001-of-00002.safetensors") && !note.contains("training_args"))
  }

  @Test func aMissingShardIsNamed() throws {
    try write()
    try FileManager.default.removeItem(at: folder.file("b.safetensors"))
    #expect(try message().contains("b.safetensors"))
  }

  @Test(arguments: ["../b.safetensors", "/etc/passwd", "..", "", "sub/b.safetensors"])
  func anIndexMustNotLeadOutOfTheFolder(name: String) throws {
    try write(names: ["a.safetensors", name])
    #expect(try message().contains("not the name of a file beside it"))
  }

  @Test(arguments: ["[]", "{}", "{\"weight_map\": {}}", "{\"weight_map\": {\"a\": 3}}"])
  func anIndexWithoutFiles(text: String) throws {
    try write()
    try folder.write(text, to: "model.safetensors.index.json")
    #expect(try message().contains("not a usable index"))
  }

  @Test func aTensorInAnotherFileThanTheIndexNamesIsRefused() throws {
    try write(names: ["b.safetensors", "b.safetensors"])
    let file = folder.file("model.safetensors.index.json")
    let name = SyntheticCheckpoint().tensors[0].name
    let text = try String(contentsOf: file, encoding: .utf8)
    // One tensor keeps the first file in the index, which else would not be read.
    let other = SyntheticCheckpoint().tensors[1].name
    try folder.write(
      text.replacing("\"\(other)\": \"b", with: "\"\(other)\": \"a"), to: "model.safetensors.index.json")
    let found = try message()
    #expect(
      found.contains(
        "\(name) stands in a.safetensors, where model.safetensors.index.json names b.safetensors"))
    #expect(!found.contains("\(other) stands in"))
  }

  @Test func anIndexWithTwoFilesForOneTensor() throws {
    try write()
    let name = SyntheticCheckpoint().tensors[0].name
    try folder.write(
      "{\"weight_map\": {\"\(name)\": \"a.safetensors\", \"\(name)\": \"b.safetensors\"}}",
      to: "model.safetensors.index.json")
    #expect(try message().contains("two entries of \(name)"))
  }
}
