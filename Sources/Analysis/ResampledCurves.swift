import Gradients
import Store
import Studies

/// The samples of conditions of one model, read anew, for intervals of numbers that are made from their mean curves.
///
/// Too much to keep for every condition of a large study; one of these lives as long as the row of a table.
package struct ResampledCurves: Sendable {
  private let results: [ConditionResults]

  /// Reads `conditions` of the model called `model`; nil when there is nowhere to read from, or one of them was not
  /// begun.
  ///
  /// - Throws: what `GradientDetails` throws.
  package init?(_ analysis: StudyAnalysis, model: String, conditions: [Condition]) throws {
    guard let details = analysis.details else { return nil }
    let results = try conditions.compactMap { try details.results(model: model, condition: $0) }
    guard results.count == conditions.count else { return nil }
    self.results = results
  }

  /// A 95 % percentile interval of `value`, a number made from the mean curves of the conditions in their order.
  ///
  /// What is drawn are instructions: a sample comes with what every condition has of it, so that conditions of the same
  /// samples are resampled in pairs. `value` is undefined where it is nil.
  /// - Returns: nil when there are fewer than two samples or `value` is undefined for any resample.
  package func interval(
    _ statistic: Statistic, of projection: Projection, by bootstrap: Bootstrap = .standard,
    _ value: ([[Double]]) -> Double?
  ) -> Interval? {
    let tables = results.compactMap { $0.table(statistic, of: projection) }
    guard tables.count == results.count else { return nil }
    return bootstrap.interval(ofMeanCurves: tables, value)
  }
}

extension Bootstrap {
  /// The central 95 % of `value` of the mean curves of `tables`, over resamples of the samples that are finite in any of
  /// them; ``interval(samples:of:)`` says when there is none.
  ///
  /// A mean is that of the drawn samples that its table has: with every sample drawn once, exactly the curve's own.
  package func interval(ofMeanCurves tables: [SampleTable], _ value: ([[Double]]) -> Double?) -> Interval? {
    let finite = tables.map { table in table.finiteRows.map { (table.sampleIndices[$0], $0) } }
    let indices = Set(finite.joined().map(\.0)).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(indices, 0...))
    let rows = finite.map { table in table.map { (place: places[$0.0] ?? 0, row: $0.1) } }
    return interval(samples: indices.count) { weights in
      var curves: [[Double]] = []
      for (table, rows) in zip(tables, rows) {
        guard let curve = Self.meanCurve(of: table, rows, weights) else { return nil }
        curves.append(curve)
      }
      return value(curves)
    }
  }

  /// The weighted mean over `rows`, one value per layer; nil when none of them has a weight.
  private static func meanCurve(
    of table: SampleTable, _ rows: [(place: Int, row: Int)], _ weights: [Double]
  ) -> [Double]? {
    var curve = [Double](repeating: 0, count: table.layerCount)
    var total = 0.0
    for (place, row) in rows where weights[place] > 0 {
      let (weight, start) = (weights[place], row * table.layerCount)
      for layer in curve.indices { curve[layer] += weight * table.values[start + layer] }
      total += weight
    }
    guard total > 0 else { return nil }
    for layer in curve.indices { curve[layer] /= total }
    return curve
  }
}
