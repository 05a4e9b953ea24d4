import Foundation
import Gradients
import Store
import Studies
import Support

/// Writes the results of all models and conditions as CSV tables.
final class TableWriter: ExportWriting {
  private let tables: [CSVTable]
  private var current: (item: ExportItem, prefix: String)?

  /// - Throws: `FileError.output`: what cannot be written is told before anything is read.
  init(_ layouts: [TableLayout], folder: URL) throws {
    tables = layouts.map { CSVTable($0, in: folder) }
    for table in tables { try table.begin() }
  }

  func begin(_ item: ExportItem) {
    let condition = item.condition
    let words = [
      item.model.name, item.model.stage.rawValue, item.task.name, item.task.kind.rawValue,
      condition.style.rawValue, condition.relevance.rawValue,
    ]
    current = (item, CSV.row(words))
  }

  func add(_ sample: StoredSample) throws {
    guard let current else { preconditionFailure("a sample before its item") }
    let prefix = "\(current.prefix),\(sample.key.index)"
    for table in tables { try table.add(sample, of: current.item, prefix: prefix) }
  }

  func end() { current = nil }

  func finish() throws -> [URL] { try tables.compactMap { try $0.finish() } }
}

/// A CSV file to which every sample adds its rows.
final class CSVTable {
  private let layout: TableLayout
  private let url: URL
  private var file: GrowingFile?

  init(_ layout: TableLayout, in folder: URL) {
    self.layout = layout
    url = folder.appending(path: layout.path)
  }

  /// Makes the file, with its header, unless it is one that is there only when a sample has a row.
  ///
  /// - Throws: `FileError.output`.
  func begin() throws { if !layout.isOptional { try open() } }

  private func open() throws {
    let file = try GrowingFile(url)
    try file.append((layout.header + "\n").utf8)
    self.file = file
  }

  /// Adds the rows of a sample of `item`, each behind `prefix`.
  ///
  /// - Throws: `FileError.output`, or `StoreError.store` where token shares cannot be read.
  func add(_ sample: StoredSample, of item: ExportItem, prefix: String) throws {
    let rows = try layout.rows(sample, item)
    if file == nil, !rows.isEmpty { try open() }
    for row in rows { try file?.append("\(prefix),\(row)\n".utf8) }
  }

  /// Puts the file in its place; nil when there is none.
  ///
  /// - Throws: `FileError.output`.
  func finish() throws -> URL? {
    try file?.finish()
    return file == nil ? nil : url
  }
}

/// A table of exported results: its place, its columns and the rows of a sample.
///
/// Every table begins with the columns of ``sampleColumns``. Names of a study are letters, digits and hyphens, so none
/// of these needs quotes.
struct TableLayout {
  /// Place of the table in the output folder.
  let path: String
  /// Columns after those that say which sample.
  let columns: [String]
  /// Whether there is no file when no sample has a row.
  var isOptional = false
  /// The rows of a sample, without the columns that say which; none where the sample lacks what the table shows.
  let rows: (StoredSample, ExportItem) throws -> [String]

  /// The columns that say which sample: its model, its condition, and its position in the data file.
  static let sampleColumns = ["model", "stage", "task", "kind", "style", "relevance", "sample"]

  static let place = ["layer", "projection"]

  /// The first line.
  var header: String { CSV.row(Self.sampleColumns + columns) }
}

extension TableLayout {
  /// A row per sample: its length, what was cut off it, its loss, or why it has no gradient.
  static var samples: TableLayout {
    TableLayout(path: "samples.csv", columns: ["tokens", "labelled_tokens", "cut_tokens", "loss", "skipped"])
    {
      sample, _ in
      let counts = [sample.tokenCount, sample.labelCount, sample.cutCount].map(CSV.count)
      return switch sample.outcome {
      case .computed(let gradients): [CSV.row(counts + [CSV.number(gradients.loss), ""])]
      case .skipped(let reason): [CSV.row(counts + ["", CSV.quoted(reason.rawValue)])]
      }
    }
  }

  /// A row per gradient, with a column per statistic.
  static var statistics: TableLayout {
    TableLayout(
      path: "statistics.csv", columns: place + Statistic.allCases.map(\.rawValue) + ["max", "min", "loss"]
    ) { sample, _ in
      sample.gradients.map { gradient in
        let values = Statistic.allCases.map { $0.value(of: gradient.summary, loss: sample.loss) }
        let others = [gradient.extrema?.upperBound, gradient.extrema?.lowerBound, sample.loss]
        return gradient.fields((values + others).map(CSV.number))
      }
    }
  }
}

extension ProjectionGradient {
  /// A row: its layer, its projection and `others`.
  func fields(_ others: [String]) -> String {
    CSV.row([String(layer), projection.rawValue] + others)
  }
}

extension StoredSample {
  /// None of a sample without a gradient.
  var gradients: [ProjectionGradient] {
    if case .computed(let gradients) = outcome { gradients.gradients } else { [] }
  }

  /// Not a number for a sample without a gradient.
  var loss: Double {
    if case .computed(let gradients) = outcome { gradients.loss } else { .nan }
  }
}

extension TableLayout {
  /// A table per statistic with a value a row, and one for each of what else is kept. Token shares are read from
  /// `store`.
  static func tidy(_ store: Store) -> [TableLayout] {
    Statistic.allCases.map(statistic) + [
      extremum("max", \.upperBound), extremum("min", \.lowerBound), singularValues, cosines,
      tokenShares(store),
    ]
  }

  private static func statistic(_ statistic: Statistic) -> TableLayout {
    TableLayout(path: "tidy/\(statistic.rawValue).csv", columns: place + ["value"]) { sample, _ in
      sample.gradients.map { gradient in
        gradient.fields([CSV.number(statistic.value(of: gradient.summary, loss: sample.loss))])
      }
    }
  }

  private static func extremum(
    _ name: String, _ bound: @escaping (ClosedRange<Double>) -> Double
  ) -> TableLayout {
    TableLayout(path: "tidy/\(name).csv", columns: place + ["value"], isOptional: true) { sample, _ in
      sample.gradients.compactMap { gradient in
        gradient.extrema.map { gradient.fields([CSV.number(bound($0))]) }
      }
    }
  }

  /// Counted from 1, as σ₁ is; zeros beyond the last token's are left out.
  private static var singularValues: TableLayout {
    TableLayout(path: "tidy/singular-value.csv", columns: place + ["index", "value"], isOptional: true) {
      sample, _ in
      sample.gradients.flatMap { gradient in
        (gradient.singularValues ?? []).enumerated().map { position, value in
          gradient.fields([String(position + 1), CSV.number(value)])
        }
      }
    }
  }

  /// A row for every two gradients that were compared.
  private static var cosines: TableLayout {
    TableLayout(
      path: "tidy/cosine.csv", columns: place + ["other_layer", "other_projection", "value"], isOptional: true
    ) { sample, _ in
      guard case .computed(let gradients) = sample.outcome else { return [] }
      return gradients.cosines.map { cosine in
        let places = [cosine.first, cosine.second].map { "\($0.layer),\($0.projection.rawValue)" }
        return CSV.row(places + [CSV.number(cosine.value)])
      }
    }
  }

  /// A row for every position, with its token and 1 where the token predicts one that carries a label.
  private static func tokenShares(_ store: Store) -> TableLayout {
    TableLayout(
      path: "tidy/token-share.csv", columns: place + ["position", "token", "labelled", "value"],
      isOptional: true
    ) { sample, item in
      guard item.run.description.configuration.extras.tokenShares,
        let shares = try store.tokenShares(of: item.run, sample: sample.key.index)
      else { return [] }
      let tokens = shares.tokens.map(CSV.quoted)
      return sample.gradients.flatMap { gradient in
        let values = shares.shares(layer: gradient.layer, projection: gradient.projection) ?? []
        return zip(tokens, values).enumerated().map { position, share in
          let isLabelled = position + 1 >= shares.start
          return gradient.fields([
            String(position), share.0, isLabelled ? "1" : "0", CSV.number(Double(share.1)),
          ])
        }
      }
    }
  }
}
