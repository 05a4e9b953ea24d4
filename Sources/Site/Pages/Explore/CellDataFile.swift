import Figures
import Studies

/// A file of the data with all curves, or all samples, of a model on a task: CSV, packed by gzip, which pandas and R read as it is.
struct CellDataFile: Sendable {
  private let kind: FigurePlacement.CellFile
  private let model: String
  private let task: String

  init(_ kind: FigurePlacement.CellFile, _ cell: StudyCell) {
    self.kind = kind
    model = cell.model.name
    task = cell.task.name
  }

  /// Nil where a figure is not of one model on one task.
  init?(_ kind: FigurePlacement.CellFile, model: String?, task: String?) {
    guard let model, let task else { return nil }
    self.kind = kind
    self.model = model
    self.task = task
  }

  /// The path of the file in the site.
  var path: String { "data/\(kind.rawValue)/\(model)/\(task).csv.gz" }

  /// The words on a link to it.
  var label: String {
    switch kind {
    case .curves: "All curves here (CSV, gzip)"
    case .samples: "All samples here (CSV, gzip)"
    }
  }
}
