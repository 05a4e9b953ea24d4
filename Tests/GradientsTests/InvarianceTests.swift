import Checkpoints
import Gradients
import TestSupport
import Testing

/// A sample's results must not depend on what is computed beside it, nor on how.
///
/// The products of BLAS would break this: they sum in another order when a matrix has more rows. So would a rotary
/// embedding that is scaled by the length of the longest text of a batch.
@Suite struct InvarianceTests {
  private let folder: TemporaryFolder
  private let samples: [LabelledTokens]

  init() throws {
    folder = try TemporaryFolder()
    samples = (0..<7).map { sample in
      let ids = (0..<(5 + 9 * sample)).map { Int32(($0 * 7 + sample * 3) % 31) }
      return LabelledTokens(ids: ids, start: 2 + sample)
    }
  }

  private func engine(
    _ model: SyntheticModel, threads: Int = 1, projections: [Projection] = Projection.allCases,
    cosines: CosineSelection = .allPairs, memory: Int = .max
  ) throws -> GradientEngine {
    GradientEngine(
      checkpoint: try model.checkpoint(in: folder), projections: projections,
      options: GradientOptions(spectrum: true, extrema: true, cosines: cosines, tokenShares: true),
      threads: threads, memory: memory)
  }

  @Test(arguments: SyntheticModel.all) func otherSamplesOfTheBatchChangeNothing(model: SyntheticModel) throws
  {
    let engine = try engine(model)
    #expect(try engine.compute(samples) == samples.flatMap { try engine.compute([$0]) })
  }

  @Test(arguments: SyntheticModel.all) func orderChangesNothing(model: SyntheticModel) throws {
    let engine = try engine(model)
    #expect(try engine.compute(samples) == engine.compute(samples.reversed()).reversed())
  }

  @Test(arguments: SyntheticModel.all, [2, 3, 16])
  func threadsChangeNothing(model: SyntheticModel, threads: Int) throws {
    #expect(try engine(model, threads: threads).compute(samples) == engine(model).compute(samples))
  }

  /// Without memory every layer's activations are computed twice; with some, those of the first layers.
  @Test(arguments: SyntheticModel.all) func memoryChangesNothing(model: SyntheticModel) throws {
    let all = try engine(model)
    let tokens = samples.map(\.ids.count)
    let least = all.memoryEstimate(tokens: tokens)
    let expected = try all.compute(samples)
    for memory in [0, least * 5 / 4] {
      #expect(try engine(model, memory: memory).compute(samples) == expected)
    }
    #expect(try engine(model, memory: 0).keptLayers(tokens: tokens) == 0)
    #expect(all.keptLayers(tokens: tokens) == (try model.checkpoint(in: folder)).decoder.layerCount)
  }

  /// The gradients of a layer come from several threads when no cosine orders them.
  @Test(arguments: [1, 2, 5]) func threadsChangeNothingWithoutCosines(threads: Int) throws {
    let model = SyntheticModel.all[0]
    let expected = try engine(model, cosines: .none).compute(samples)
    #expect(try engine(model, threads: threads, cosines: .none).compute(samples) == expected)
  }

  /// Nor on what else is asked of the sample.
  @Test func whatIsAskedForChangesNothingElse() throws {
    let all = try computed(engine(SyntheticModel.all[0]))
    let some = try computed(engine(SyntheticModel.all[0], projections: [.o, .k], cosines: .adjacent))
    #expect(some.gradients == all.gradients.filter { [.k, .o].contains($0.projection) })
    #expect(!some.cosines.isEmpty)
    for cosine in some.cosines { #expect(all.cosines.contains(cosine)) }
    let plain = GradientEngine(checkpoint: try SyntheticModel.all[0].checkpoint(in: folder), threads: 1)
    #expect(
      try computed(plain).gradients.map(\.summary)
        == all.gradients.filter { Projection.attention.contains($0.projection) }.map(\.summary))
  }

  private func computed(_ engine: GradientEngine) throws -> SampleGradients {
    guard case .computed(let sample) = try engine.compute([samples[3]])[0] else { throw CancellationError() }
    return sample
  }
}
