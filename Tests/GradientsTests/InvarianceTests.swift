import Checkpoints
import Gradients
import TestSupport
import Testing

/// A sample's results must not depend on what is computed beside it.
///
/// Batched products would break this: BLAS sums in another order when a matrix has more rows.
@Suite struct InvarianceTests {
  private let folder: TemporaryFolder
  private let checkpoint: Checkpoint
  private let samples: [LabelledTokens]

  init() throws {
    folder = try TemporaryFolder()
    try SyntheticCheckpoint().write(to: folder.url)
    checkpoint = try Checkpoint(folder: folder.url)
    samples = (0..<7).map { sample in
      let ids = (0..<(5 + 9 * sample)).map { Int32(($0 * 7 + sample * 3) % 31) }
      return LabelledTokens(ids: ids, start: 2 + sample)
    }
  }

  private func engine(threads: Int) -> GradientEngine {
    GradientEngine(checkpoint: checkpoint, options: options(Projection.allCases), threads: threads)
  }

  private func options(_ projections: [Projection]) -> GradientOptions {
    GradientOptions(
      projections: projections, keepsSingularValues: true, findsExtrema: true, cosines: .allPairs,
      keepsTokenShares: true)
  }

  @Test func packMatesChangeNothing() throws {
    let together = try engine(threads: 1).compute(samples)
    let alone = try samples.flatMap { try engine(threads: 1).compute([$0]) }
    #expect(together == alone)
  }

  @Test func orderChangesNothing() throws {
    let forwards = try engine(threads: 1).compute(samples)
    let backwards = try engine(threads: 1).compute(samples.reversed())
    #expect(forwards == backwards.reversed())
  }

  @Test(arguments: [2, 3, 16]) func threadsChangeNothing(threads: Int) throws {
    #expect(try engine(threads: threads).compute(samples) == engine(threads: 1).compute(samples))
  }

  @Test func projectionsAskedForChangeNothing() throws {
    let all = try engine(threads: 1).compute([samples[3]])
    let some = try GradientEngine(
      checkpoint: checkpoint, options: options([.o, .k]),
      threads: 1
    ).compute([samples[3]])
    guard case .computed(let every) = all[0], case .computed(let few) = some[0] else {
      Issue.record("a sample was skipped")
      return
    }
    #expect(few.gradients == every.gradients.filter { [.k, .o].contains($0.projection) })
  }
}
