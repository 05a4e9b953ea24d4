import Checkpoints
import Foundation
import Gradients
import TestSupport
import Testing

/// The whole engine, from a checkpoint's files to the numbers it reports, against the dense gradients that central
/// differences of the loss give.
@Suite struct EngineDifferenceTests {
  private static let ids: [Int32] = [3, 17, 17, 30, 0, 9, 22, 4]
  private static let start = 3

  @Test(arguments: SyntheticModel.all) func everyNumber(model: SyntheticModel) throws {
    let folder = try TemporaryFolder()
    let checkpoint = try model.checkpoint(in: folder)
    let engine = GradientEngine(
      checkpoint: checkpoint, projections: Projection.allCases,
      options: GradientOptions(extrema: true, cosines: .allPairs), threads: 1)
    let outcome = try engine.compute([LabelledTokens(ids: Self.ids, start: Self.start)])[0]
    guard case .computed(let found) = outcome else { throw CancellationError() }

    let reference = try Self.reference(checkpoint)
    #expect(abs(found.loss / reference.loss(Self.ids, start: Self.start) - 1) < 5e-6)
    var dense: [GradientPlace: Grid] = [:]
    for gradient in found.gradients {
      let expected = try Self.gradient(of: reference, at: gradient.place)
      dense[gradient.place] = expected
      try Self.check(gradient, expected)
    }
    #expect(found.cosines.count == 7 + 2 * 2)
    for cosine in found.cosines {
      let (first, second) = (try #require(dense[cosine.first]), try #require(dense[cosine.second]))
      let expected = first.dot(second) / (first.dot(first) * second.dot(second)).squareRoot()
      #expect(abs(cosine.value - expected) < 1e-5)
    }
  }

  private static func check(_ gradient: ProjectionGradient, _ expected: Grid) throws {
    let norm = expected.dot(expected).squareRoot()
    let mean = expected.values.reduce(0, +) / Double(expected.values.count)
    let limit = FiniteDifference.tolerance
    #expect(abs(gradient.summary.frobeniusNorm / norm - 1) < limit, "\(gradient.projection)")
    #expect(abs(gradient.summary.mean - mean) < limit * norm)
    let extrema = try #require(gradient.extrema)
    #expect(abs(extrema.lowerBound - (expected.values.min() ?? 0)) < limit * norm)
    #expect(abs(extrema.upperBound - (expected.values.max() ?? 0)) < limit * norm)
  }

  private static func gradient(
    of reference: ReferenceDecoder, at place: GradientPlace
  ) throws -> Grid {
    let name = place.projection.parameterName(layer: place.layer)
    var moved = reference
    return FiniteDifference.gradient(at: try #require(reference.weights[name])) {
      moved.weights[name] = $0
      return moved.loss(ids, start: start)
    }
  }

  /// The checkpoint's own weights in `Double`.
  private static func reference(_ checkpoint: Checkpoint) throws -> ReferenceDecoder {
    let decoder = checkpoint.decoder
    var weights: [String: Grid] = [:]
    for parameter in decoder.parameters {
      var values = [Float](repeating: 0, count: parameter.elementCount)
      try values.withUnsafeMutableBufferPointer { try checkpoint.tensor(parameter.name).decode(into: $0) }
      let offset = parameter.name.hasSuffix("norm.weight") ? decoder.norms.weightOffset : 0
      let columns = parameter.shape.last ?? 1
      weights[parameter.name] = Grid(
        rows: values.count / columns, columns: columns, values: values.map { Double($0) + offset })
    }
    return ReferenceDecoder(description: decoder, weights: weights)
  }
}
