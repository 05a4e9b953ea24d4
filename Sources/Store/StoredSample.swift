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
    for head in try read({ try heads(of: run, sql, $0) }) {
      let outcome =
        try head.skipped.map { SampleOutcome.skipped($0) }
        ?? .computed(gradients(ofResult: head.id, loss: head.loss, in: run))
      try body(
        StoredSample(
          key: head.key, tokenCount: head.tokenCount, labelCount: head.labelCount, cutCount: head.cutCount,
          outcome: outcome))
    }
  }

  /// A row of `result`.
  private struct Head {
    let id: Int64
    let key: SampleKey
    let loss: Double
    let skipped: SkipReason?
    let tokenCount: Int?
    let labelCount: Int?
    let cutCount: Int?
  }

  private func heads(of run: CurrentRun, _ sql: String, _ database: Database) throws -> [Head] {
    var heads: [Head] = []
    var positions = AscendingPositions()
    let rows = try Row.fetchCursor(database, sql: sql, arguments: [run.id, run.selected])
    while let row = try rows.next() {
      let hash = try row.meaning(.sample) { ContentHash(hex: $0) }
      heads.append(
        Head(
          id: Int64(try row.integer(.resultID)), key: SampleKey(index: try positions.next(row), hash: hash),
          loss: try row.numberIfKnown(.loss) ?? .nan,
          skipped: try row.meaningIfKnown(.skipped, SkipReason.init(rawValue:)),
          tokenCount: try row.integerIfKnown(.tokenCount), labelCount: try row.integerIfKnown(.labelCount),
          cutCount: try row.integerIfKnown(.cutCount)))
    }
    return heads
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
      ).flatMap {
        try Self.table($0, layerCount: layout.layerCount).cosines(layerCount: layout.layerCount) ?? []
      }
      return SampleGradients(
        loss: loss, gradients: gradients,
        cosines: cosines.sorted { ($0.first, $0.second) < ($1.first, $1.second) })
    }
  }

  private func extrema(
    _ row: Row, atIndex index: Int, _ layout: GradientLayout
  ) throws -> [ClosedRange<Double>?] {
    guard let record = try row.bytesIfThere(.extremaRecord, at: index) else { return [] }
    guard let extrema = GradientRecord.extrema(in: record, layout) else {
      throw GradientRecord.mismatch(.extremaRecord, record, layout)
    }
    return extrema
  }

  /// The singular values of the gradients that have some, by position.
  private func spectra(
    ofResult id: Int64, _ layout: GradientLayout, _ database: Database
  ) throws -> [Int: [Double]] {
    let sql = "SELECT layer, projection, singular_values FROM spectrum WHERE result = ?"
    let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: [id])
    var spectra: [Int: [Double]] = [:]
    while let row = try rows.next() {
      let (position, values) = try Self.spectrum(row, layout)
      spectra[position] = values
    }
    return spectra
  }

  /// The singular values in a row of `spectrum`, and the position of their gradient.
  static func spectrum(_ row: Row, _ layout: GradientLayout) throws -> (position: Int, values: [Double]) {
    let projection = try row.meaning(.spectrumProjection, Projection.init(rawValue:))
    let layer = try row.integer(.spectrumLayer)
    guard let position = layout.position(layer: layer, projection: projection) else {
      throw StoreMismatch(
        place: "spectrum", expected: "a gradient of \(layout.layerCount) layers that its run has",
        found: "`\(projection.rawValue)` of layer \(layer)")
    }
    return (position, try row.content(.singularValues) { NumberBlob.values(in: $0, as: Double.self) })
  }
}
