import Checkpoints
import Foundation
import Gradients
import Synchronization
import TestSupport
import Testing

/// What the engine does with samples and weights that give no gradient.
@Suite struct OutcomeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func engine(_ checkpoint: SyntheticCheckpoint = SyntheticCheckpoint()) throws -> GradientEngine {
    try checkpoint.write(to: folder.url)
    return GradientEngine(checkpoint: try Checkpoint(folder: folder.url), threads: 1)
  }

  @Test(
    arguments: [
      LabelledTokens(ids: [], start: 0), LabelledTokens(ids: [3], start: 0),
      LabelledTokens(ids: [3, 4, 5], start: 3), LabelledTokens(ids: [3, 4, 5], start: 9),
    ])
  func noLabelledPositionIsSkipped(sample: LabelledTokens) throws {
    #expect(try engine().compute([sample]) == [.skipped(.noLabels)])
  }

  @Test func theFirstTokenIsNeverLabelled() throws {
    let engine = try engine()
    let fromZero = try engine.compute([LabelledTokens(ids: [1, 2, 3], start: 0)])
    #expect(fromZero == (try engine.compute([LabelledTokens(ids: [1, 2, 3], start: 1)])))
  }

  @Test func oneLabelGivesGradientsOfRankOneInTheLastLayer() throws {
    let outcome = try engine().compute([LabelledTokens(ids: [1, 2, 3, 4], start: 3)])[0]
    guard case .computed(let sample) = outcome else {
      Issue.record("skipped")
      return
    }
    let output = try #require(sample.gradients.last)
    #expect(output.layer == 1 && output.projection == .o)
    // Only the position before the label has a gradient there, so G = δ xᵀ: one singular value.
    #expect(abs(output.summary.effectiveRank - 1) < 1e-12)
    #expect(abs(output.summary.nuclearNorm / output.summary.largest - 1) < 1e-12)
  }

  @Test func theSmallestSingularValueIsZeroWhereTokensAreFew() throws {
    let few = try engine().compute([LabelledTokens(ids: [1, 2, 3], start: 1)])[0]
    guard case .computed(let sample) = few else {
      Issue.record("skipped")
      return
    }
    for gradient in sample.gradients { #expect(gradient.summary.smallest == 0) }
  }

  @Test(arguments: [Int32(-1), 31, .max]) func anIdBeyondTheEmbeddingIsAnError(id: Int32) throws {
    let engine = try engine()
    #expect(throws: GradientError.idBeyondEmbedding(id: id, sample: 1, rows: 31)) {
      try engine.compute([LabelledTokens(ids: [1, 2], start: 1), LabelledTokens(ids: [1, id], start: 1)])
    }
  }

  @Test(arguments: [Float.nan, .infinity]) func aWeightThatIsNotFiniteIsAnErrorNamingItsTensor(value: Float)
    throws
  {
    var checkpoint = SyntheticCheckpoint()
    let name = "model.layers.1.mlp.up_proj.weight"
    let index = try #require(checkpoint.tensors.firstIndex { $0.name == name })
    checkpoint.tensors[index].data.replaceSubrange(40..<44, with: withUnsafeBytes(of: value) { Data($0) })
    let engine = try engine(checkpoint)
    let error = try #require(throws: CheckpointError.self) {
      try engine.compute([LabelledTokens(ids: [1, 2], start: 1)])
    }
    #expect(error.description.contains(name))
  }

  @Test func weightsThatOverflowGiveASkippedSample() throws {
    var checkpoint = SyntheticCheckpoint()
    let index = try #require(checkpoint.tensors.firstIndex { $0.name == "model.norm.weight" })
    checkpoint.tensors[index] = .init(
      "model.norm.weight", shape: [12], values: Array(repeating: 3e38, count: 12))
    let outcome = try engine(checkpoint).compute([LabelledTokens(ids: [1, 2, 3], start: 1)])
    #expect(outcome == [.skipped(.nonFiniteLoss)])
  }

  @Test func tellsHowFarABatchIs() throws {
    let shares = Mutex<[Double]>([])
    let batch = [LabelledTokens(ids: [1, 2, 3], start: 1), LabelledTokens(ids: [1, 2], start: 1)]
    _ = try engine().compute(batch, progress: { share in shares.withLock { $0.append(share) } })
    let told = shares.withLock { $0 }
    #expect(told.count >= 4)
    #expect(told == told.sorted() && told.allSatisfy { (0...1).contains($0) } && Set(told).count > 2)
  }

  @Test func cancellationStopsBetweenLayers() throws {
    let engine = try engine()
    #expect(throws: CancellationError.self) {
      try engine.compute([LabelledTokens(ids: [1, 2], start: 1)], isCancelled: { true })
    }
  }
}
