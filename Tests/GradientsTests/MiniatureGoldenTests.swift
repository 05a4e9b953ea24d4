import Checkpoints
import Foundation
import Gradients
import JSON
import TestSupport
import Testing

/// The engine against PyTorch's float64 gradients of the miniature study's own trained models.
///
/// Trained weights give spectra that random ones do not: a few large values and a long tail. The
/// tolerances are those of the reference models.
@Suite struct MiniatureGoldenTests {
  private static let folder = SharedData.packageRoot.appending(path: "examples/miniature")

  @Test(arguments: ["base", "instruct"]) func trainedModelsAgree(model: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: "recipe/golden.jsonl"), encoding: .utf8)
    let rows = try text.split(separator: "\n").map { try JSONDocument(Array($0.utf8)).root }
      .filter { $0["model"]?.string == model }
    #expect(rows.count == 6)
    let engine = GradientEngine(
      checkpoint: try Checkpoint(folder: Self.folder.appending(path: "models/\(model)")),
      projections: Projection.allCases, threads: 2)
    let outcomes = try engine.compute(rows.map(Self.sample))
    for (row, outcome) in zip(rows, outcomes) {
      guard case .computed(let found) = outcome else {
        Issue.record("\(row["text"]?.string ?? "") was skipped")
        continue
      }
      try check(found, against: row)
    }
  }

  private static func sample(_ row: JSONValue) -> LabelledTokens {
    let ids = row["input_ids"]?.array?.compactMap { $0.int.map { Int32($0) } } ?? []
    return LabelledTokens(ids: ids, start: row["start"]?.int ?? 0)
  }

  private func check(_ found: SampleGradients, against row: JSONValue) throws {
    let loss = try #require(row["loss"]?.double)
    #expect(abs(found.loss / loss - 1) < 5e-6)
    #expect(found.gradients.count == row["parameters"]?.object?.count)
    for gradient in found.gradients {
      let name = gradient.projection.parameterName(layer: gradient.layer)
      let golden = try #require(row["parameters"]?[name])
      func deviation(_ value: Double, _ key: String) throws -> Double {
        abs(value / (try #require(golden[key]?.double)) - 1)
      }
      let summary = gradient.summary
      #expect(try deviation(summary.nuclearNorm, "nuclear") < 2e-5, "\(name)")
      #expect(try deviation(summary.largest, "sigma1") < 2e-5, "\(name)")
      #expect(try deviation(summary.frobeniusNorm, "frobenius") < 2e-5, "\(name)")
      #expect(try deviation(summary.effectiveRank, "effective_rank") < 1e-4, "\(name)")
    }
  }
}
