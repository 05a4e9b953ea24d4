import Checkpoints
import Foundation
import TestSupport
import Testing

/// Things that people take for a checkpoint: one sentence says what the thing is and what to do.
@Suite struct LookalikeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func message(_ name: String = "") throws -> String {
    try #require(throws: CheckpointError.self) {
      try Checkpoint(folder: name.isEmpty ? folder.url : folder.file(name))
    }.description
  }

  private let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 988097824\n"

  @Test(arguments: ["model.safetensors", "config.json"]) func pointersOfGitLFS(name: String) throws {
    try SyntheticCheckpoint().write(to: folder.url)
    try folder.write(pointer, to: name)
    let text = try message()
    #expect(text.contains("\(name)") && text.contains("git lfs pull"), "\(text)")
  }

  @Test func anAdapterNamesItsBaseAndTheMend() throws {
    try folder.write(
      #"{"peft_type": "LORA", "base_model_name_or_path": "some/base"}"#, to: "adapter_config.json")
    try folder.write("x", to: "adapter_model.safetensors")
    #expect(try message().contains("an adapter such as a LoRA of some/base"))
    #expect(try message().contains("merge_and_unload()"))
    // transformers would take the adapter's base, not the weights that lie there.
    try SyntheticCheckpoint().write(to: folder.url)
    #expect(try message().contains("adapter_config.json beside full weights"))
  }

  @Test func theHubCacheAndItsFolders() throws {
    try folder.makeFolder("models--org--name/refs")
    try folder.makeFolder("models--org--name/snapshots/0a1b")
    #expect(try message().contains("is a cache of the Hugging Face hub"))
    #expect(try message("models--org--name").contains("give snapshots/0a1b in it"))
    let snapshot = folder.file("models--org--name/snapshots/0a1b")
    try SyntheticCheckpoint().write(to: snapshot)
    #expect(try Checkpoint(folder: snapshot).notes == [.snapshot(model: "org/name", commit: "0a1b")])
    try FileManager.default.removeItem(at: snapshot.appending(path: "model.safetensors"))
    try FileManager.default.createSymbolicLink(
      atPath: snapshot.appending(path: "model.safetensors").path, withDestinationPath: "../../blobs/feed")
    let text = try message("models--org--name/snapshots/0a1b")
    #expect(text.contains("model.safetensors is a link to ../../blobs/feed, which is not there"), "\(text)")
  }

  @Test func foldersAboveCheckpointsAndFoldersOfOtherThings() throws {
    try folder.makeFolder("home/hub/models--org--name/snapshots/0a1b")
    try folder.write("{}", to: "home/hub/models--org--name/snapshots/0a1b/config.json")
    #expect(try message("home").contains("is a cache of the Hugging Face hub"))
    #expect(try message("home/hub/models--org--name/snapshots").contains("give one of them: 0a1b"))
    try folder.makeFolder("empty")
    #expect(try message("empty").contains("is an empty folder"))
    try folder.write("[]", to: "data/train.json")
    #expect(try message("data").contains("has no config.json; it holds train.json"))
    try folder.write("{}", to: "config.json")
    #expect(try message("config.json").contains("give the folder that holds it"))
  }

  @Test func aPageOfTheWebInThePlaceOfWeights() throws {
    try SyntheticCheckpoint().write(to: folder.url)
    try folder.write("<!DOCTYPE html><html></html>", to: "model.safetensors")
    #expect(try message().contains("begins like a page of HTML"))
  }

  @Test func weightsOfMLXAreQuantised() throws {
    var checkpoint = SyntheticCheckpoint()
    checkpoint.config["quantization"] = ["group_size": 64, "bits": 4] as [String: Any]
    try checkpoint.write(to: folder.url)
    #expect(try message().contains("weights quantised with MLX"))
  }

  @Test func aLinkToNothingIsNamed() throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link").path, withDestinationPath: "gone")
    #expect(try message("link").contains("link is a link to gone, which is not there"))
  }

  @Test(arguments: [
    ("model.gguf", "is a GGUF file"), ("model.safetensors", "give the folder that holds it"),
  ]) func singleFiles(name: String, expected: String) throws {
    try folder.write("GGUF", to: name)
    #expect(try message(name).contains(expected))
  }

  @Test(arguments: [
    ("pytorch_model.bin", "holds weights in a format that is not read: pytorch_model.bin"),
    ("model-q4.gguf", "model-q4.gguf"),
    ("checkpoint-500/config.json", "give one of its checkpoints: checkpoint-500"),
    ("model_index.json", "a pipeline of Diffusers"),
  ]) func foldersWithoutACheckpoint(name: String, expected: String) throws {
    try folder.write("{}", to: name)
    #expect(try message().contains(expected))
  }

  @Test func otherWeightsBesideAConfiguration() throws {
    try SyntheticCheckpoint().write(to: folder.url)
    try FileManager.default.removeItem(at: folder.file("model.safetensors"))
    try folder.write("x", to: "pytorch_model.bin")
    #expect(try message().contains("pytorch_model.bin"))
  }

  @Test(arguments: ["gptq", "awq", "bitsandbytes", "fp8"]) func quantisedWeights(method: String) throws {
    var checkpoint = SyntheticCheckpoint()
    checkpoint.config["quantization_config"] = ["quant_method": method, "bits": 4] as [String: Any]
    try checkpoint.write(to: folder.url)
    #expect(try message().contains("weights quantised with \(method), which are not computed"))
  }

  @Test(arguments: ["LlamaForSequenceClassification", "LlamaForTokenClassification", "LlamaForRewardModel"])
  func classifiers(architecture: String) throws {
    var checkpoint = SyntheticCheckpoint()
    checkpoint.config["architectures"] = [architecture]
    try checkpoint.write(to: folder.url)
    #expect(try message().contains("another head than a language model's (\(architecture))"))
  }
}
