import Checkpoints
import Foundation
import Gradients
import TestSupport
import Testing

/// The engine against float64 gradients of stock transformers, in `../shared/reference/models`.
///
/// The tolerances are a few times what PyTorch itself is off in float32 (its README has the table).
@Suite(
  .enabled(if: SharedData.hasModels, "needs the reference models in ../shared/reference/models"))
struct GoldenGradientsTests {
  @Test(arguments: [
    "gemma", "gemma2", "gemma2-bf16", "gemma2-sharded", "llama2", "llama3", "llama3-bf16", "llama3-sharded",
    "mistral", "olmo2", "phi3", "qwen2", "qwen3",
  ])
  func everySampleAgrees(model: String) throws {
    let folder = SharedData.models.appending(path: model)
    let goldens = try Golden.rows(in: folder)
    let engine = GradientEngine(
      checkpoint: try Checkpoint(folder: folder), keepsSingularValues: true, threads: 2)
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
    print("\(model): \(worst)")
    #expect(worst.loss < 5e-6)
    #expect(worst.nuclear < 2e-5)
    #expect(worst.largest < 2e-5)
    #expect(worst.frobenius < 2e-5)
    #expect(worst.anySigma < 2e-5)
    #expect(worst.effectiveRank < 1e-4)
    #expect(worst.mean < 2e-5)
  }
}
