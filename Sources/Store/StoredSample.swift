import Foundation
import GRDB
import Gradients
import Support

/// A sample as a store takes and gives it: computed, or imported with less known of it.
package struct StoredSample: Sendable {
  package let key: SampleKey
  /// Tokens of the whole text; nil where they were not imported, as is `labelCount`.
  package let tokenCount: Int?
  package let labelCount: Int?
  /// Tokens of the text that were cut off; nil where that is not known.
  package let cutCount: Int?
  package let outcome: SampleOutcome
  /// The tokens, where the study keeps their shares.
  package var tokens: Tokens?

  package init(
    key: SampleKey, tokenCount: Int?, labelCount: Int?, cutCount: Int? = nil, outcome: SampleOutcome,
    tokens: Tokens? = nil
  ) {
    self.key = key
    self.cutCount = cutCount
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
      SELECT id, sample_index, sample, loss, skipped, token_count, label_count, cut_count FROM result
      WHERE run = ? AND \(run.isSelected) ORDER BY sample_index
      """
    let rows = try read { try Row.fetchAll($0, sql: sql, arguments: [run.id, run.selected]) }
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
          key: SampleKey(index: row[1], hash: key), tokenCount: row[5], labelCount: row[6], cutCount: row[7],
          outcome: outcome))
    }
  }

  private func gradients(ofResult id: Int64, loss: Double, in run: CurrentRun) throws -> SampleGradients {
    let layout = run.layout
    return try read { database in
      let sql = "SELECT statistics, extrema FROM gradient WHERE result = ?"
      let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [id])
      let summaries = try row.map { try self.summaries($0, atIndex: 0, layout) } ?? []
      let extrema = try row.map { try self.extrema($0, atIndex: 1, layout) } ?? []
      let spectra = try self.spectra(ofResult: id, layout, database)
      let gradients = summaries.indices.map { position in
        let (layer, projection) = layout.place(at: position)
        return ProjectionGradient(
          layer: layer, projection: projection, summary: summaries[position],
          singularValues: spectra[position], extrema: extrema.isEmpty ? nil : extrema[position])
      }
      let cosines = try Row.fetchAll(
        database.cachedStatement(sql: "SELECT first, second, cosines FROM cosine WHERE result = ?"),
        arguments: [id]
      ).flatMap { try self.cosines($0, layerCount: layout.layerCount) }
      return SampleGradients(
        loss: loss, gradients: gradients,
        cosines: cosines.sorted { ($0.first, $0.second) < ($1.first, $1.second) })
    }
  }

  private func extrema(
    _ row: Row, atIndex index: Int, _ layout: GradientLayout
  ) throws -> [ClosedRange<Double>?] {
    let extrema = try row.withUnsafeData(atIndex: index) { record in
      record.map { GradientRecord.extrema(in: $0, layout) } ?? []
    }
    guard let extrema else { throw StoreError.store(file.path, .corrupt) }
    return extrema
  }

  /// The singular values of the gradients that have some, by position.
  private func spectra(
    ofResult id: Int64, _ layout: GradientLayout, _ database: Database
  ) throws -> [Int: [Double]] {
    let sql = "SELECT layer, projection, singular_values FROM spectrum WHERE result = ?"
    let rows = try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [id])
    let spectra = try rows.map { row in
      guard let projection = Projection(rawValue: try row.decode(atIndex: 1)),
        let position = layout.position(layer: try row.decode(atIndex: 0), projection: projection),
        let values = NumberBlob.values(in: try row.decode(atIndex: 2), as: Double.self)
      else { throw StoreError.store(file.path, .corrupt) }
      return (position, values)
    }
    return Dictionary(spectra) { first, _ in first }
  }

  private func cosines(_ row: Row, layerCount: Int) throws -> [GradientCosine] {
    guard let first = Projection(rawValue: row[0]), let second = Projection(rawValue: row[1]),
      let values = NumberBlob.values(in: row[2], as: Double.self),
      let cosines = CosineTable(first, second, values: values).cosines(layerCount: layerCount)
    else { throw StoreError.store(file.path, .corrupt) }
    return cosines
  }
}
