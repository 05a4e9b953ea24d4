import Foundation
import GRDB
import Gradients
import JSON

/// The numbers of a sample as the rows that a store makes of them: to be packed on any thread, before they are stored.
package struct PackedSample: Sendable {
  /// A row of `spectrum`.
  struct Spectrum: Sendable {
    let layer: Int
    let projection: Projection
    let values: Data
  }

  /// A row of `token_share`.
  struct Shares: Sendable {
    let start: Int
    let tokens: String
    let values: Data
  }

  /// Nil for a sample without a gradient.
  let loss: Double?
  package let skipped: SkipReason?
  let statistics: Data
  let extrema: Data?
  let spectra: [Spectrum]
  let cosines: [CosineTable]
  let shares: Shares?

  /// Packs the outcome of a sample of a model of `layerCount` layers.
  package init(
    _ outcome: SampleOutcome, tokens: StoredSample.Tokens? = nil, layerCount: Int, projections: [Projection]
  ) {
    self.init(outcome, tokens, GradientLayout(layerCount: layerCount, projections: projections))
  }

  init(_ outcome: SampleOutcome, _ tokens: StoredSample.Tokens?, _ layout: GradientLayout) {
    switch outcome {
    case .skipped(let reason):
      (loss, skipped, statistics, extrema) = (nil, reason, Data(), nil)
      (spectra, cosines, shares) = ([], [], nil)
    case .computed(let sample):
      loss = sample.loss
      skipped = nil
      statistics = GradientRecord.statistics(of: sample.gradients, layout)
      extrema = GradientRecord.extrema(of: sample.gradients, layout)
      spectra = sample.gradients.compactMap { gradient in
        gradient.singularValues.map {
          Spectrum(layer: gradient.layer, projection: gradient.projection, values: NumberBlob.data(of: $0))
        }
      }
      cosines = CosineTable.tables(of: sample.cosines, layerCount: layout.layerCount)
      shares = tokens.flatMap { Shares($0, of: sample.gradients) }
    }
  }

  /// Bytes of its singular values.
  package var spectrumSize: Int { spectra.reduce(0) { $0 + $1.values.count } }
  /// Whether it has cosines between gradients.
  package var hasCosines: Bool { !cosines.isEmpty }
}

extension PackedSample.Shares {
  /// Nil unless every gradient has shares.
  fileprivate init?(_ tokens: StoredSample.Tokens, of gradients: [ProjectionGradient]) {
    let shares = gradients.compactMap(\.tokenShares)
    guard shares.count == gradients.count, !shares.isEmpty else { return nil }
    var texts = JSONWriter()
    texts.array { json in for text in tokens.texts { json.value(text) } }
    start = tokens.start
    self.tokens = texts.text
    values = NumberBlob.data(of: shares.flatMap { $0 })
  }
}

extension PackedSample {
  /// Inserts the rows beside that of the result with the id `result`.
  func insert(result: Int64, into database: Database) throws {
    try database.cachedStatement(sql: "INSERT INTO gradient VALUES (?, ?, ?)")
      .execute(arguments: [result, statistics, extrema])
    for spectrum in spectra {
      try database.cachedStatement(sql: "INSERT INTO spectrum VALUES (?, ?, ?, ?)")
        .execute(arguments: [result, spectrum.layer, spectrum.projection.rawValue, spectrum.values])
    }
    for table in cosines {
      try database.cachedStatement(sql: "INSERT INTO cosine VALUES (?, ?, ?, ?)")
        .execute(arguments: [
          result, table.first.rawValue, table.second.rawValue, NumberBlob.data(of: table.values),
        ])
    }
    guard let shares else { return }
    try database.cachedStatement(sql: "INSERT INTO token_share VALUES (?, ?, ?, ?)")
      .execute(arguments: [result, shares.start, shares.tokens, shares.values])
  }
}
