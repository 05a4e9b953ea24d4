import Foundation
import Gradients

/// Writes the statistics of all models and conditions as CSV: one wide table, or a tidy one per statistic.
///
/// A row belongs to a sample, a layer and a projection; samples without a gradient have none. The wide table has the
/// sample's loss beside the statistics, a tidy one the statistic divided by it; where cosines are kept, a tidy table has
/// a row for every two gradients. Numbers are the shortest decimals that read back as the same double; one that is not
/// known is empty. No field needs quotes: names of a study are letters, digits and hyphens.
final class TableWriter: ExportWriting {
  private let tables: [CSVTable]
  private var prefix = ""

  private static let sample = "model,stage,task,kind,style,relevance,sample"

  init(isTidy: Bool, folder: URL) throws {
    let tables =
      isTidy
      ? Statistic.allCases.map { Self.tidyTable(of: $0, in: folder) } + [Self.cosineTable(in: folder)]
      : [Self.wideTable(in: folder)]
    // What cannot be written is told before anything is read.
    for table in tables where !table.isOptional { try table.open() }
    self.tables = tables
  }

  private static func wideTable(in folder: URL) -> CSVTable {
    let statistics = Statistic.allCases
    let columns = statistics.map(\.rawValue) + ["max", "min", "loss"]
    return CSVTable(
      folder.appending(path: "statistics.csv"),
      header: "\(sample),layer,projection,\(columns.joined(separator: ","))"
    ) { sample in
      sample.gradients.map { gradient in
        let values = statistics.map { $0.value(of: gradient.summary) }
        let others = [gradient.extrema?.upperBound, gradient.extrema?.lowerBound, sample.loss]
        return place(gradient) + "," + (values + others).map(CSVTable.text).joined(separator: ",")
      }
    }
  }

  private static func tidyTable(of statistic: Statistic, in folder: URL) -> CSVTable {
    CSVTable(
      folder.appending(path: "tidy/\(statistic.rawValue).csv"),
      header: "\(sample),layer,projection,value,value_per_loss"
    ) { sample in
      sample.gradients.map { gradient in
        let value = statistic.value(of: gradient.summary)
        let regularised = Regularisation.loss.apply(to: value, loss: sample.loss)
        return "\(place(gradient)),\(CSVTable.text(value)),\(CSVTable.text(regularised))"
      }
    }
  }

  private static func cosineTable(in folder: URL) -> CSVTable {
    CSVTable(
      folder.appending(path: "tidy/cosine.csv"),
      header: "\(sample),layer,projection,other_layer,other_projection,value", isOptional: true
    ) { sample in
      sample.cosines.map { "\(place($0.first)),\(place($0.second)),\(CSVTable.text($0.value))" }
    }
  }

  private static func place(_ gradient: ProjectionGradient) -> String {
    place(GradientCosine.Place(layer: gradient.layer, projection: gradient.projection))
  }

  private static func place(_ place: GradientCosine.Place) -> String {
    "\(place.layer),\(place.projection.rawValue)"
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
    for table in tables { try table.add(gradients, prefix: "\(prefix),\(sample.key.index)") }
  }

  func end() {}

  func finish() throws -> [URL] { try tables.compactMap { try $0.finish() } }
}
