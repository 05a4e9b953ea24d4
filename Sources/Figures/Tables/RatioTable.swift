import Analysis
import Gradients
import Studies

/// Ratios of fast to slow as rows: the data of the figure and of the download of all of them.
package enum RatioTable {
  package static let columns: [Table.Column] = [
    .words("model", "Model"), .words("task", "Task"), .words("statistic", "Statistic"),
    .words("projection", "Projection"), .numbers("fast_over_slow", "Fast over slow"),
    .numbers("lower", "Lower"), .numbers("upper", "Upper"), .numbers("pairs", "Pairs"),
  ]

  package static func row(
    _ model: StudyModel, _ task: StudyTask, _ statistic: Statistic, _ projection: Projection?,
    _ ratio: LevelRatio
  ) -> [Table.Cell] {
    [
      .text(model.name), .text(task.name), .text(statistic.rawValue), .text(projection?.rawValue ?? "all"),
      .number(ratio.value), .number(ratio.interval?.lower), .number(ratio.interval?.upper),
      .count(ratio.pairCount),
    ]
  }
}
