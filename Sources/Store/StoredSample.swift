import Foundation
import GRDB
import Gradients
import Support

/// A sample as a store takes and gives it: computed, or imported with less known of it.
package struct StoredSample: Sendable {
  package let key: SampleKey
  /// Nil where it was not imported, and so is `labelCount`.
  package let tokenCount: Int?
  package let labelCount: Int?
  package let outcome: SampleOutcome
  /// The tokens, where their shares are kept.
  package var tokens: Tokens?

  package init(
    key: SampleKey, tokenCount: Int?, labelCount: Int?, outcome: SampleOutcome, tokens: Tokens? = nil
  ) {
    self.key = key
    self.tokenCount = tokenCount
    self.labelCount = labelCount
    self.outcome = outcome
    self.tokens = tokens
  }

  /// The tokens of a sample.
  package struct Tokens: Sendable {
    package let texts: [String]
    /// The first that carries a label.
    package let start: Int

    package init(texts: [String], start: Int) {
      self.texts = texts
      self.start = start
    }
  }
}

extension Store {
  /// Calls `body` with every sample of `run` that the study asks for, by index: everything that is stored of it but
  /// its token shares, which ``tokenShares(of:sample:)`` reads. One sample is in memory at a time.
  package func forEachSample(of run: CurrentRun, _ body: (StoredSample) throws -> Void) throws {
    let sql = """
      SELECT id, sample_index, sample, loss, skipped, token_count, label_count FROM result
      WHERE run = ? AND sample_index < ? ORDER BY sample_index
      """
    let rows = try read { try Row.fetchAll($0, sql: sql, arguments: [run.id, run.sampleCount]) }
    for row in rows {
      guard let key = ContentHash(hex: row[2]) else { throw StoreError.store(file.path, .corrupt) }
      let outcome: SampleOutcome
      if let word: String = row[4] {
        guard let reason = SkipReason(rawValue: word) else { throw StoreError.store(file.path, .corrupt) }
        outcome = .skipped(reason)
      } else {
        outcome = .computed(try gradients(ofResult: row[0], loss: row[3] ?? .nan, in: run))
      }
      try body(
        StoredSample(
          key: SampleKey(index: row[1], hash: key), tokenCount: row[5], labelCount: row[6], outcome: outcome))
    }
  }

  private func gradients(ofResult id: Int64, loss: Double, in run: CurrentRun) throws -> SampleGradients {
    let sql = """
      SELECT layer, projection, minimum, maximum, singular_values, \(statistics.selection) FROM gradient
      WHERE result = ?
      """
    return try read { database in
      let gradients = try Row.fetchAll(
        database.cachedStatement(sql: sql), arguments: [id]
      ).map(gradient)
      let cosines = try Row.fetchAll(
        database.cachedStatement(sql: "SELECT first, second, cosines FROM cosine WHERE result = ?"),
        arguments: [id]
      ).flatMap { try self.cosines($0, layerCount: run.facts.layerCount) }
      return SampleGradients(
        loss: loss,
        gradients: gradients.sorted { ($0.layer, $0.projection) < ($1.layer, $1.projection) },
        cosines: cosines.sorted { ($0.first, $0.second) < ($1.first, $1.second) })
    }
  }

  private func gradient(_ row: Row) throws -> ProjectionGradient {
    let spectrum = (row[4] as Data?).map { NumberBlob.values(in: $0, as: Double.self) }
    guard let projection = Projection(rawValue: row[1]), spectrum.map({ $0 != nil }) ?? true else {
      throw StoreError.store(file.path, .corrupt)
    }
    return ProjectionGradient(
      layer: row[0], projection: projection, summary: StatisticColumns.summary(row, from: 5),
      singularValues: spectrum ?? nil, extrema: Self.range(row[2], row[3]))
  }

  private static func range(_ least: Double?, _ most: Double?) -> ClosedRange<Double>? {
    guard let least, let most, least <= most else { return nil }
    return least...most
  }

  private func cosines(_ row: Row, layerCount: Int) throws -> [GradientCosine] {
    guard let first = Projection(rawValue: row[0]), let second = Projection(rawValue: row[1]),
      let values = NumberBlob.values(in: row[2], as: Double.self),
      let cosines = CosineTable(first, second, values: values).cosines(layerCount: layerCount)
    else { throw StoreError.store(file.path, .corrupt) }
    return cosines
  }
}
