import Analysis
import Gradients
import Studies

/// Columns that name a curve, by the study's names: model, task, style, relevance, statistic, projection.
private let placeColumns: [Table.Column] = [
  .words("model", "Model"), .words("task", "Task"), .words("style", "Style"),
  .words("relevance", "Relevance"), .words("statistic", "Statistic"), .words("projection", "Projection"),
]

private func place(_ statistic: Statistic, _ projection: Projection, of analysis: ConditionAnalysis)
  -> [Table.Cell]
{
  let condition = analysis.condition
  return [
    .text(analysis.model), .text(condition.task), .text(condition.style.rawValue),
    .text(condition.relevance.rawValue), .text(statistic.rawValue), .text(projection.rawValue),
  ]
}

/// Curves as rows: the data of every figure of curves and of the download of all of them.
package struct CurveTable {
  static let columns: [Table.Column] =
    placeColumns + [
      .numbers("layer", "Layer"), .numbers("mean", "Mean"), .numbers("lower", "Lower"),
      .numbers("upper", "Upper"), .numbers("n", "n"), .numbers("left_out", "Left out"),
    ]

  package private(set) var table = Table(columns)

  package init() {}

  /// Adds a row per layer of one curve; nothing when there is none.
  package mutating func add(
    _ statistic: Statistic, of projection: Projection, from analysis: ConditionAnalysis
  ) {
    for row in Self.rows(statistic, of: projection, from: analysis) { table.add(row) }
  }

  /// A row per layer of one curve that a figure shows, without a mean where no sample is finite.
  static func shownRows(
    _ statistic: Statistic, of projection: Projection, from analysis: ConditionAnalysis
  ) -> [[Table.Cell]] {
    let rows = rows(statistic, of: projection, from: analysis)
    guard rows.isEmpty, analysis.coverage.computed > 0, analysis.projections.contains(projection) else {
      return rows
    }
    return (0..<analysis.layerCount).map { layer in
      place(statistic, projection, of: analysis) + [
        .count(layer), .number(nil), .number(nil), .number(nil), .count(0),
        .count(analysis.coverage.computed),
      ]
    }
  }

  /// A row per layer of one curve; none when there is no curve.
  static func rows(
    _ statistic: Statistic, of projection: Projection, from analysis: ConditionAnalysis
  ) -> [[Table.Cell]] {
    guard let curve = analysis.curve(statistic, of: projection) else { return [] }
    return curve.means.enumerated().map { layer, mean in
      let interval = curve.intervals.isEmpty ? nil : curve.intervals[layer]
      return place(statistic, projection, of: analysis) + [
        .count(layer), .number(mean), .number(interval?.lower), .number(interval?.upper),
        .count(curve.sampleCount), .count(curve.leftOut),
      ]
    }
  }
}

/// Curves side by side, a row per layer.
struct LayerTable {
  /// One column.
  struct Entry {
    let name: String
    let label: String
    let curve: Curve
  }

  let table: Table

  init(_ entries: [Entry]) {
    let columns = entries.map { Table.Column.numbers($0.name, $0.label) }
    var table = Table([.numbers("layer", "Layer")] + columns)
    for layer in 0..<(entries.map(\.curve.means.count).max() ?? 0) {
      let cells = entries.map { entry in
        Table.Cell.number(entry.curve.means.indices.contains(layer) ? entry.curve.means[layer] : nil)
      }
      table.add([.count(layer)] + cells)
    }
    self.table = table
  }
}

extension DepthPart {
  /// The parts in the order of columns.
  package static let columns: [DepthPart] = [.early, .middle, .last, .all]

  /// Label at the head of a column.
  package var label: String { rawValue.capitalized }

  /// The MAD of the part.
  package func value(of mad: MeanAbsoluteDifference) -> Double? {
    switch self {
    case .early: mad.early
    case .middle: mad.middle
    case .last: mad.last
    case .all: mad.all
    }
  }
}

/// MAD by part of the decoder, a row for each model, condition, statistic and projection.
package struct MADTable {
  package let table: Table

  /// Tabulates `projections`, all when nil, with the intervals of `parts`; `keepsEmpty` keeps rows without a finite sample, with
  /// empty numbers.
  package init(
    _ conditions: [ConditionAnalysis], statistics: [Statistic], projections: [Projection]? = nil,
    intervals parts: [DepthPart] = DepthPart.columns, keepsEmpty: Bool = false
  ) {
    var table = Table(
      placeColumns + DepthPart.columns.map { .numbers($0.rawValue, $0.label) }
        + parts.flatMap { part in
          ["lower", "upper"].map { .numbers("\(part.rawValue)_\($0)", "\(part.label), \($0)") }
        } + [.numbers("n", "n")])
    for condition in conditions {
      for statistic in statistics {
        for projection in projections ?? condition.projections {
          let curve = condition.curve(statistic, of: projection)
          if curve == nil, !keepsEmpty || condition.coverage.computed == 0 { continue }
          let mad = condition.mad(statistic, of: projection)
          let intervals = parts.map { condition.madInterval(statistic, of: projection, in: $0) }
          table.add(
            place(statistic, projection, of: condition)
              + DepthPart.columns.map { part in .number(mad.flatMap(part.value)) }
              + intervals.flatMap { [.number($0?.lower), .number($0?.upper)] }
              + [.count(curve?.sampleCount ?? 0)])
        }
      }
    }
    self.table = table
  }
}

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
