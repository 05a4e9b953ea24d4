import Analysis
import Figures
import Gradients
import Studies

/// The tables of a study that every site offers as CSV and JSON.
struct Downloads {
  /// A table with its name and what it holds.
  struct Item {
    let name: String
    let title: String
    let text: String
    let table: Table

    func path(_ ending: String) -> String { "data/\(name).\(ending)" }
  }

  let items: [Item]

  init(_ analysis: StudyAnalysis) {
    let statistics = Statistic.allCases
    items = [
      Item(
        name: "curves", title: "Curves",
        text: "Every statistic in every layer: mean over samples, 95 % Student t interval, n.",
        table: Self.curves(analysis, statistics)),
      Item(
        name: "mad", title: "MAD",
        text:
          "Mean absolute difference between neighbouring layers: in the early, middle and last layers and "
          + "in all; for the nuclear norm, as it is and per loss, with a 95 % bootstrap interval.",
        table: MADTable(analysis.conditions, statistics: statistics).table),
      Item(
        name: "ratio", title: "Fast over slow",
        text:
          "Level of style none over level of style detailed, all projections and each, over paired samples, "
          + "with a 95 % bootstrap interval.",
        table: Self.ratios(analysis, statistics)),
      Item(
        name: "relevance", title: "Correct and irrelevant",
        text: "Relative difference between the curves of correct and irrelevant responses.",
        table: Self.relevance(analysis, statistics)),
      Item(
        name: "samples", title: "Samples",
        text: "How many samples each condition has: asked for, computed, skipped by reason, still missing.",
        table: Self.samples(analysis)),
    ]
  }

  private static func curves(_ analysis: StudyAnalysis, _ statistics: [Statistic]) -> Table {
    var rows = CurveTable()
    for condition in analysis.conditions {
      for statistic in statistics {
        for projection in condition.projections { rows.add(statistic, of: projection, from: condition) }
      }
    }
    return rows.table
  }

  private static func ratios(_ analysis: StudyAnalysis, _ statistics: [Statistic]) -> Table {
    var table = Table(RatioTable.columns)
    for (model, task) in analysis.subjects {
      for statistic in statistics {
        for projection in [nil] + Projection.allCases.map(Optional.some) {
          let ratio = analysis.fastOverSlow(statistic, of: projection, model: model.name, task: task.name)
          guard let ratio else { continue }
          table.add(RatioTable.row(model, task, statistic, projection, ratio))
        }
      }
    }
    return table
  }

  private static func relevance(_ analysis: StudyAnalysis, _ statistics: [Statistic]) -> Table {
    var table = Table([
      .words("model", "Model"), .words("task", "Task"), .words("style", "Style"),
      .words("statistic", "Statistic"), .words("projection", "Projection"), .numbers("rd", "RD"),
    ])
    for (model, task) in analysis.subjects {
      for style in task.styles {
        for statistic in statistics {
          for projection in Projection.allCases {
            let difference = analysis.relativeDifference(
              statistic, of: projection, model: model.name, task: task.name, style: style)
            guard let difference else { continue }
            table.add([
              .text(model.name), .text(task.name), .text(style.rawValue), .text(statistic.rawValue),
              .text(projection.rawValue), .number(difference.mean),
            ])
          }
        }
      }
    }
    return table
  }

  private static func samples(_ analysis: StudyAnalysis) -> Table {
    let reasons = SkipReason.allCases
    var table = Table(
      [
        .words("model", "Model"), .words("task", "Task"), .words("style", "Style"),
        .words("relevance", "Relevance"), .numbers("asked_for", "Asked for"),
        .numbers("computed", "Computed"),
        .numbers("missing", "Missing"),
      ]
        + reasons.map {
          .numbers($0.rawValue.replacing(" ", with: "_").replacing("-", with: "_"), "Skipped: \($0.rawValue)")
        }
        + [.numbers("mean_loss", "Mean loss"), .numbers("mean_labels", "Mean labelled tokens")])
    for item in analysis.conditions {
      table.add(
        [
          .text(item.model), .text(item.condition.task), .text(item.condition.style.rawValue),
          .text(item.condition.relevance.rawValue), .count(item.coverage.expected),
          .count(item.coverage.computed), .count(item.coverage.missing),
        ] + reasons.map { .count(item.coverage.skipped[$0] ?? 0) } + [
          .number(item.meanLoss), .number(item.meanLabelCount),
        ])
    }
    return table
  }
}

extension StudyAnalysis {
  /// Every model with every task.
  fileprivate var subjects: [(StudyModel, StudyTask)] {
    study.models.flatMap { model in study.tasks.map { (model, $0) } }
  }
}
