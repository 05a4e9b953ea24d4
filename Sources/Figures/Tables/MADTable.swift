import Analysis
import Gradients
import Studies

/// MAD by part of the decoder, a row for each model, condition, statistic and projection.
package struct MADTable {
  package let table: Table

  /// Of `projections`, all when nil; what has no finite sample has rows without numbers where `keepsEmpty` says so.
  package init(
    _ conditions: [ConditionAnalysis], statistics: [Statistic], projections: [Projection]? = nil,
    keepsEmpty: Bool = false
  ) {
    var table = Table([
      .words("model", "Model"), .words("task", "Task"), .words("style", "Style"),
      .words("relevance", "Relevance"), .words("statistic", "Statistic"), .words("projection", "Projection"),
      .numbers("early", "Early"), .numbers("middle", "Middle"), .numbers("last", "Last"),
      .numbers("all", "All"), .numbers("all_lower", "Lower"), .numbers("all_upper", "Upper"),
      .numbers("n", "n"),
    ])
    for condition in conditions {
      for statistic in statistics {
        for projection in projections ?? condition.projections {
          let mad = condition.mad(statistic, of: projection)
          let curve = condition.curve(statistic, of: projection)
          if curve == nil, !keepsEmpty || condition.coverage.computed == 0 { continue }
          let interval = condition.madInterval(statistic, of: projection)
          table.add([
            .text(condition.model), .text(condition.condition.task),
            .text(condition.condition.style.rawValue),
            .text(condition.condition.relevance.rawValue), .text(statistic.rawValue),
            .text(projection.rawValue), .number(mad?.early), .number(mad?.middle), .number(mad?.last),
            .number(mad?.all), .number(interval?.lower), .number(interval?.upper),
            .count(curve?.sampleCount ?? 0),
          ])
        }
      }
    }
    self.table = table
  }
}
