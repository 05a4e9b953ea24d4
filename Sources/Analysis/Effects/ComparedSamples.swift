import Gradients
import Store
import Studies

/// The samples of one condition as effects compare them: the curves of one statistic with loss and length.
///
/// Only samples whose loss and every value are finite take part, so that raw and per loss are of the same samples.
package struct ComparedSamples: Sendable {
  /// Positions in the data file, ascending.
  package let indices: [Int]
  /// Mean loss of each sample.
  package let losses: [Double]
  /// Labelled tokens of each sample; nil where they were not imported.
  package let lengths: [Int?]
  /// The curves of each sample, layer by layer, one projection after the other.
  package let curves: [[Double]]
  /// How the curves are laid out.
  package let shape: CurveShape

  /// Reads `statistic` of the projections in `results`; nil when one was not computed.
  init?(_ results: ConditionResults, _ statistic: Statistic, of projections: [Projection]) {
    let tables = projections.compactMap { results.table(statistic, of: $0) }
    guard tables.count == projections.count, !tables.isEmpty, results.layerCount > 0 else { return nil }
    // In the order of the data file, so that sums do not depend on the order in which samples come.
    let rows = results.samples.indices.filter { row in
      results.samples[row].loss.isFinite && tables.allSatisfy { $0.row(row).allSatisfy(\.isFinite) }
    }.sorted { results.samples[$0].index < results.samples[$1].index }
    indices = rows.map { results.samples[$0].index }
    losses = rows.map { results.samples[$0].loss }
    lengths = rows.map { results.samples[$0].labelCount }
    curves = rows.map { row in tables.flatMap { $0.row(row) } }
    shape = CurveShape(projections: projections.count, layers: results.layerCount)
  }

  /// Takes what is known already; every list has a value for each sample.
  package init(indices: [Int], losses: [Double], lengths: [Int?], curves: [[Double]], shape: CurveShape) {
    self.indices = indices
    self.losses = losses
    self.lengths = lengths
    self.curves = curves
    self.shape = shape
  }

  /// The samples with curves divided by their loss; as in the published procedure 0 where that is 0.
  var perLoss: ComparedSamples {
    ComparedSamples(
      indices: indices, losses: losses, lengths: lengths,
      curves: zip(curves, losses).map { curve, loss in curve.map { loss == 0 ? 0 : $0 / loss } },
      shape: shape)
  }

  /// The samples at `indices`, all of which must be here, in ascending order.
  func restricted(to indices: [Int]) -> ComparedSamples {
    if indices == self.indices { return self }
    let places = Dictionary(zip(self.indices, 0...)) { first, _ in first }
    let rows = indices.compactMap { places[$0] }
    return ComparedSamples(
      indices: rows.map { self.indices[$0] }, losses: rows.map { losses[$0] },
      lengths: rows.map { lengths[$0] }, curves: rows.map { curves[$0] }, shape: shape)
  }

  /// The same samples of all of `conditions`: the instructions that every one of them has.
  static func paired(_ conditions: [ComparedSamples]) -> [ComparedSamples] {
    guard let first = conditions.first else { return [] }
    let common = conditions.dropFirst().reduce(Set(first.indices)) { $0.intersection($1.indices) }.sorted()
    return conditions.map { $0.restricted(to: common) }
  }

  /// The level of each sample: the geometric mean over projections of the mean over layers, as a logarithm; not finite
  /// where a projection's mean is not positive.
  var logLevels: [Double] { curves.map { shape.logLevel($0) } }
}
