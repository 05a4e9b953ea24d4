import Checkpoints
import Foundation
import Gradients
import TestSupport
import Testing

/// The engine against float64 gradients of stock transformers.
///
/// The tolerances are a few times what PyTorch itself is off in float32 on the reference models: loss
/// 6e-7, nuclear norm 3e-6, σ₁ and Frobenius norm 8e-6, effective rank 4.5e-5.
@Suite struct GoldenGradientsTests {
  @Test(
    .enabled(if: SharedData.hasModels, "needs the reference models in ../shared/reference/models"),
    arguments: [
      "gemma", "gemma2", "gemma2-bf16", "gemma2-sharded", "llama2", "llama3", "llama3-bf16", "llama3-sharded",
      "mistral", "olmo2", "phi3", "qwen2", "qwen3",
    ])
  func referenceModels(name: String) throws {
    try check(SharedData.models.appending(path: name), projections: Projection.attention)
  }

  /// What the reference models do not cover; `Fixtures/make_fixtures.py` made them.
  @Test(arguments: [
    "gemma3", "gemma3-published", "smollm3", "llama-linear", "llama-linear-published", "llama-dynamic",
    "llama-dynamic-published", "phi3-longrope", "phi3-longrope-published", "qwen3-sliding",
  ])
  func fixtures(name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    try check(folder.appending(path: name), projections: Projection.allCases)
  }

  private func check(_ folder: URL, projections: [Projection]) throws {
    let goldens = try Golden.rows(in: folder)
    let checkpoint = try Checkpoint(folder: folder)
    let options = GradientOptions(
      projections: projections, keepsSingularValues: true, findsExtrema: true, cosines: .adjacent,
      keepsTokenShares: true)
    let engine = GradientEngine(checkpoint: checkpoint, options: options, threads: 2)
    let outcomes = try engine.compute(goldens.map { LabelledTokens(ids: $0.ids, start: $0.start) })
    var worst = Deviations()
    for (golden, outcome) in zip(goldens, outcomes) {
      guard let loss = golden.loss else {
        #expect(outcome == .skipped(.noLabels), "sample \(golden.index)")
        continue
      }
      guard case .computed(let sample) = outcome else {
        Issue.record("sample \(golden.index) was skipped: \(outcome)")
        continue
      }
      try worst.add(sample, golden, loss: loss)
    }
    worst.check(folder.lastPathComponent)
  }
}
