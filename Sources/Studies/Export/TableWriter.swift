import Foundation
import Gradients

/// Writes the statistics of all models and conditions as CSV: one wide table, or a tidy one per statistic.
///
/// A row belongs to a sample, a layer and a projection; samples without a gradient have none. The wide table has the
/// sample's loss beside the statistics, a tidy one the statistic divided by it. Numbers are the
/// shortest decimals that read back as the same double; one that is not known is empty. No field needs quotes: names
/// of a study are letters, digits and hyphens.
final class TableWriter: ExportWriting {
  /// A file with the columns of numbers that it has after those that say where they belong.
  private struct Table {
    let url: URL
    let file: GrowingFile
    let values: (_ gradient: ProjectionGradient, _ loss: Double) -> [Double?]
  }

  private let tables: [Table]
  private var prefix = ""

  private static let places = "model,stage,task,kind,style,relevance,sample,layer,projection"

  init(isTidy: Bool, folder: URL) throws {
    let statistics = Statistic.allCases
    if isTidy {
      tables = try statistics.map { statistic in
        try Self.table(
          folder.appending(path: "tidy/\(statistic.rawValue).csv"), columns: ["value", "value_per_loss"]
        ) { gradient, loss in
          let value = statistic.value(of: gradient.summary)
          return [value, Regularisation.loss.apply(to: value, loss: loss)]
        }
      }
    } else {
      let columns = statistics.map(\.rawValue) + ["max", "min", "loss"]
      let table = try Self.table(folder.appending(path: "statistics.csv"), columns: columns) {
        gradient, loss in
        statistics.map { $0.value(of: gradient.summary) }
          + [gradient.extrema?.upperBound, gradient.extrema?.lowerBound, loss]
      }
      tables = [table]
    }
  }

  private static func table(
    _ url: URL, columns: [String], values: @escaping (ProjectionGradient, Double) -> [Double?]
  ) throws -> Table {
    let table = Table(url: url, file: try GrowingFile(url), values: values)
    try table.file.append((places + "," + columns.joined(separator: ",") + "\n").utf8)
    return table
  }

  func begin(_ item: ExportItem) {
    let condition = item.condition
    let words = [
      item.model.name, item.model.stage.rawValue, item.task.name, item.task.kind.rawValue,
      condition.style.rawValue, condition.relevance.rawValue,
    ]
    prefix = words.joined(separator: ",")
  }

  func add(_ sample: ExportedSample) throws {
    guard case .computed(let gradients) = sample.outcome else { return }
    for gradient in gradients.gradients {
      let place = "\(prefix),\(sample.key.index),\(gradient.layer),\(gradient.projection.rawValue)"
      for table in tables {
        let numbers = table.values(gradient, gradients.loss).map(Self.text).joined(separator: ",")
        try table.file.append("\(place),\(numbers)\n".utf8)
      }
    }
  }

  func end() {}

  func finish() throws -> [URL] {
    for table in tables { try table.file.finish() }
    return tables.map(\.url)
  }

  private static func text(_ number: Double?) -> String {
    guard let number, !number.isNaN else { return "" }
    guard number.isFinite else { return number < 0 ? "-Infinity" : "Infinity" }
    return number.description
  }
}
