import Gradients
import Store
import Studies
import Support

/// A table of exported results: its place, its columns and the rows of a sample.
///
/// Every table begins with the columns of ``sampleColumns``. Names of a study are letters, digits and hyphens, so none
/// of these needs quotes.
struct TableLayout {
  /// Its place in the output folder.
  let path: String
  /// Its columns after those that say which sample.
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
  /// A row per sample: its length, its loss, or why it has no gradient.
  static var samples: TableLayout {
    TableLayout(path: "samples.csv", columns: ["tokens", "labelled_tokens", "loss", "skipped"]) { sample, _ in
      let counts = [CSV.count(sample.tokenCount), CSV.count(sample.labelCount)]
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
