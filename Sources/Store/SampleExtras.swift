import Foundation
import GRDB
import Gradients
import JSON

/// All singular values of one gradient of one sample.
package struct SampleSpectrum: Sendable, Equatable {
  /// Position of the sample in its data file, from 0.
  package let index: Int
  /// The r = min(T, m, n) singular values, largest first.
  package let values: [Double]

  /// Makes a spectrum of the sample at `index` of its data file.
  package init(index: Int, values: [Double]) {
    self.index = index
    self.values = values
  }
}

/// Shares of the tokens of one sample in its gradients: ‖δ‖²‖x‖² of every token, over the sum of all, with
/// x the input of the projection at the token and δ the gradient of its output there.
package struct TokenShares: Sendable, Equatable {
  /// Position of the sample in its data file, from 0.
  package let index: Int
  /// The text of every token, special tokens included. A token that is only a part of a character is U+FFFD.
  package let tokens: [String]
  /// The first token that carries a label: the response begins there.
  package let start: Int
  /// Decoder layers of the model.
  package let layerCount: Int
  /// The projections, in the order of the forward pass.
  package let projections: [Projection]
  /// `[layers × projections × positions]`, row-major. Positions are all tokens but the last, which predicts nothing: a
  /// token stands for the position that predicts the next one.
  package let values: [Float]

  /// Positions that have a share.
  package var positionCount: Int { max(tokens.count - 1, 0) }

  /// Makes shares; `values.count` must be layers × projections × (tokens − 1).
  package init(
    index: Int, tokens: [String], start: Int, layerCount: Int, projections: [Projection], values: [Float]
  ) {
    precondition(
      values.count == layerCount * projections.count * max(tokens.count - 1, 0),
      "token shares need layers × projections × positions values")
    self.index = index
    self.tokens = tokens
    self.start = start
    self.layerCount = layerCount
    self.projections = projections
    self.values = values
  }

  /// The share of every position in one gradient: they add up to 1, or are all 0 for a gradient of zero. Nil when the
  /// projection was not computed or there is no such layer.
  package func shares(layer: Int, projection: Projection) -> ArraySlice<Float>? {
    guard let place = projections.firstIndex(of: projection), (0..<layerCount).contains(layer) else {
      return nil
    }
    let first = (layer * projections.count + place) * positionCount
    return values[first..<first + positionCount]
  }
}

extension Store {
  /// All singular values of one projection in one layer, by sample; only of samples that have them.
  package func spectra(of run: CurrentRun, layer: Int, projection: Projection) throws -> [SampleSpectrum] {
    let sql = """
      SELECT sample_index, singular_values FROM result JOIN spectrum ON result = result.id
      WHERE run = ? AND \(run.isSelected) AND layer = ? AND projection = ? ORDER BY sample_index
      """
    let arguments: StatementArguments = [run.id, run.selected, layer, projection.rawValue]
    return try read { database in
      var spectra: [SampleSpectrum] = []
      var positions = AscendingPositions()
      let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
      while let row = try rows.next() {
        let index = try positions.next(row)
        let values = try row.content(.singularValues) { NumberBlob.values(in: $0, as: Double.self) }
        spectra.append(SampleSpectrum(index: index, values: values))
      }
      return spectra
    }
  }

  /// The cosines of every sample of `run` that has some, by index.
  package func cosines(of run: CurrentRun) throws -> [SampleCosines] {
    let sql = """
      SELECT sample_index, first, second, cosines FROM result JOIN cosine ON result = result.id
      WHERE run = ? AND \(run.isSelected) ORDER BY sample_index, first, second
      """
    let layerCount = run.facts.layerCount
    return try read { database in
      var samples: [(index: Int, tables: [CosineTable])] = []
      let rows = try Row.fetchCursor(database, sql: sql, arguments: [run.id, run.selected])
      while let row = try rows.next() {
        let index = try row.integer(.sampleIndex)
        if samples.last?.index != index { samples.append((index, [])) }
        let table = try Self.table(row, layerCount: layerCount)
        try watch.keep(table.values.count * MemoryLayout<Double>.stride)
        samples[samples.count - 1].tables.append(table)
      }
      return samples.map { SampleCosines(index: $0.index, layerCount: layerCount, tables: $0.tables) }
    }
  }

  /// The samples of `run` that have token shares, by index.
  package func tokenShareSamples(of run: CurrentRun) throws -> [Int] {
    let sql = """
      SELECT sample_index FROM result JOIN token_share ON result = result.id
      WHERE run = ? AND \(run.isSelected) ORDER BY sample_index
      """
    return try read { database in
      var positions = AscendingPositions()
      let rows = try Row.fetchCursor(database, sql: sql, arguments: [run.id, run.selected])
      var found: [Int] = []
      while let row = try rows.next() { found.append(try positions.next(row)) }
      return found
    }
  }

  /// The token shares of the sample at `index`, if it has them.
  package func tokenShares(of run: CurrentRun, sample index: Int) throws -> TokenShares? {
    let sql = """
      SELECT start, tokens, shares FROM result JOIN token_share ON result = result.id
      WHERE run = ? AND sample_index = ? AND \(run.isSelected)
      """
    let projections = run.description.configuration.projections
    return try read { database in
      let arguments: StatementArguments = [run.id, index, run.selected]
      guard let row = try Row.fetchOne(database, sql: sql, arguments: arguments) else { return nil }
      let shares = try Self.shares(row, run.layout)
      return TokenShares(
        index: index, tokens: shares.tokens, start: shares.start, layerCount: run.facts.layerCount,
        projections: projections, values: shares.values)
    }
  }

  /// The token shares in a row of `token_share`.
  static func shares(
    _ row: Row, _ layout: GradientLayout
  ) throws -> (tokens: [String], start: Int, values: [Float]) {
    let tokens = try row.meaning(.shareTokens, Self.tokens)
    let values = try row.content(.shares) { bytes in
      NumberBlob.values(in: bytes, as: Float.self).flatMap {
        $0.count == layout.count * max(tokens.count - 1, 0) ? $0 : nil
      }
    }
    return (tokens, try row.integer(.shareStart), values)
  }

  /// The texts of a JSON array of nothing else.
  private static func tokens(_ text: String) -> [String]? {
    guard let array = try? JSONDocument(Array(text.utf8)).root.array else { return nil }
    let texts = array.compactMap(\.string)
    return texts.count == array.count ? texts : nil
  }

  /// The cosines of two projections in a row of `cosine`.
  static func table(_ row: Row, layerCount: Int) throws -> CosineTable {
    let first = try row.meaning(.cosineFirst, Projection.init(rawValue:))
    let second = try row.meaning(.cosineSecond, Projection.init(rawValue:))
    return try row.content(.cosines) { bytes in
      NumberBlob.values(in: bytes, as: Double.self).flatMap { values in
        let table = CosineTable(first, second, values: values)
        return table.fits(layerCount: layerCount) ? table : nil
      }
    }
  }
}
