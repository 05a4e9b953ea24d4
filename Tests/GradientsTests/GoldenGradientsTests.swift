import Foundation
import GoldenSupport
import Gradients
import TestSupport
import Testing

/// The engine against float64 gradients of stock transformers.
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
    "llama-yarn", "llama-yarn-published", "qwen2-yarn", "llama-llama3",
    "llama-llama3-published", "llama-longrope", "llama-longrope-published", "mistral-yarn", "granite",
    "granite-published", "olmo3", "olmo3-published", "exaone4", "exaone4-published", "exaone4-full",
    "ministral",
    "cohere", "cohere2", "cohere2-published",
  ])
  func fixtures(name: String) throws {
    let folder = SharedData.packageRoot.appending(path: "Tests/GradientsTests/Fixtures")
    try check(folder.appending(path: name), projections: Projection.allCases)
  }

  private func check(_ folder: URL, projections: [Projection]) throws {
    let deviations = try GoldenRun.deviations(in: folder, projections: projections)
    #expect(deviations.mismatches == [])
    for quantity in Quantity.allCases {
      #expect(deviations.values[quantity]?.isEmpty == false)
      #expect(
        deviations.worst(quantity) < quantity.limit, "\(folder.lastPathComponent): \(quantity.rawValue)")
    }
  }
}
