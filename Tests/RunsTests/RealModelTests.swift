import Foundation
import JSON
import Runs
import Studies
import TestSupport
import Testing

/// The published models of `examples/real-models`, where they were fetched, against PyTorch's dense gradients in float64.
@Suite(
  .enabled(if: RealModels.arePresent, "needs the models that examples/real-models/fetch.py writes"))
struct RealModelTests {
  /// Twice what was measured: loss 1.3e-6, σ₁ 2.2e-5, nuclear norm 5e-6.
  private static let limits = ["loss": 3e-6, "nuclear_norm": 1e-5, "largest": 5e-5, "frobenius_norm": 2e-5]
  /// On the sample beyond Gemma's window, the gradients before its first layer of full attention are off by up to 3.8e-4,
  /// PyTorch's own in float32 by 4.2e-4: it is what float32 gives there.
  private static let ofLongGemma = 5e-4

  @Test(arguments: RealModels.cases)
  func gradientsAreThoseOfFloat64(_ model: String, prompt: PromptKind) throws {
    let goldens = try RealModels.goldens(model).filter { $0["prompt"]?.string == prompt.rawValue }
    let lines = try RealModels.lines(model, prompt)
    #expect(!goldens.isEmpty && goldens.count == lines.count)
    for (golden, line) in zip(goldens, lines) {
      let found = try RealModels.numbers(of: line)
      for (name, limit) in Self.limits {
        let expected = golden[name]?.array?.compactMap(\.double) ?? [golden[name]?.double ?? .nan]
        let ours = try #require(found[name])
        #expect(ours.count == expected.count)
        let worst = zip(ours, expected).map { abs($0 / $1 - 1) }.max() ?? .nan
        let isLongGemma = model.hasPrefix("gemma") && line["index"]?.int == 5 && name != "loss"
        #expect(
          worst < (isLongGemma ? Self.ofLongGemma : limit),
          "\(name) of sample \(line["index"]?.int ?? -1) is off by \(worst)")
      }
    }
  }
}

/// The models of the study, their samples and goldens.
enum RealModels {
  static let folder = SharedData.packageRoot.appending(path: "examples/real-models")
  static let cases: [(String, PromptKind)] = [
    ("gemma-3-270m", .base), ("smollm2-135m-instruct", .base), ("smollm2-135m-instruct", .chat),
  ]

  static var arePresent: Bool {
    cases.allSatisfy { FileManager.default.fileExists(atPath: checkpoint($0.0).path + "/model.safetensors") }
  }

  static func checkpoint(_ model: String) -> URL { folder.appending(path: "models/\(model)") }

  static func goldens(_ model: String) throws -> [JSONValue] {
    let file = folder.appending(path: "accuracy/goldens-\(model).json")
    return Array(try #require(JSONDocument(Array(Data(contentsOf: file))).root.array))
  }

  /// The published lines of all samples.
  static func lines(_ model: String, _ prompt: PromptKind) throws -> [JSONValue] {
    let place = try TemporaryFolder()
    let job = ComputeJob(
      checkpoint: checkpoint(model), data: folder.appending(path: "accuracy/samples.json"),
      output: place.file("out.jsonl"), prompt: prompt)
    _ = try job.run(options: RunOptions(), opener: CheckpointOpener(), now: { 0 })
    return try String(contentsOf: job.output, encoding: .utf8).utf8
      .split(separator: UInt8(ascii: "\n")).map { try JSONDocument(Array($0)).root }
  }

  /// The numbers of a line as a golden has them: the loss, and of every gradient `[layers × (q, k, v, o)]` its norms.
  static func numbers(of line: JSONValue) throws -> [String: [Double]] {
    var found = ["loss": [try #require(line["loss"]?.double)]]
    var layer = 0
    while line["model.layers.\(layer).self_attn.q_proj.weight"] != nil {
      for projection in ["q", "k", "v", "o"] {
        let gradient = try #require(line["model.layers.\(layer).self_attn.\(projection)_proj.weight"])
        for (name, key) in [
          ("nuclear_norm", "S_sum"), ("largest", "S_max"), ("frobenius_norm", "frobenius_norm"),
        ] { found[name, default: []].append(try #require(gradient[key]?.double)) }
      }
      layer += 1
    }
    return found
  }
}
