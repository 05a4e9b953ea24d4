import Analysis
import Figures
import Gradients
import Studies

/// The tables of a study that every site offers as CSV and as packed JSON.
///
/// Those of a large study are made and written a part after the other. Curves and samples are files of their own for each model on
/// each task (``CellData``).
struct Downloads {
  /// The formats of a table, by the endings of their files. JSON is for programs, which read it packed.
  enum Format: String, CaseIterable {
    case csv
    case json = "json.gz"

    var label: String {
      switch self {
      case .csv: "CSV"
      case .json: "JSON"
      }
    }
  }

  /// A table with its name and what it holds.
  struct Item {
    let name: String
    let title: String
    let text: String
    /// The parts of the table, which have the same columns and no cells with intervals.
    let parts: [@Sendable () -> Table]
    /// The columns of the table and how many rows it has; once it is written.
    private(set) var columns: [Table.Column] = []
    private(set) var rowCount = 0

    func path(_ format: Format) -> String { "data/\(name).\(format.rawValue)" }
  }

  private(set) var items: [Item]

  /// Significant digits of the numbers in files: what tells any two numbers of the engine's `Float` apart.
  static let digits = 9

  init(_ analysis: StudyAnalysis, _ claims: StudyClaims) {
    let statistics = Statistic.allCases
    let mad = "\(IntervalMethod.percentile.words); none where more than a fifth of the MAD is sampling noise"
    items = [
      Item(
        name: "mad", title: "MAD",
        text:
          "Mean absolute difference between neighbouring layers: in the early, middle and last layers and "
          + "in all, of every statistic; for the nuclear norm, as it is and per loss, with a 95 % interval of that in all (\(mad)).",
        parts: analysis.conditions.map { condition in
          { MADTable([condition], statistics: statistics, intervals: [.all]).table }
        }),
      Item(
        name: "mad-parts", title: "MAD by parts",
        text:
          "The same for the nuclear norm alone, as it is and per loss, with a 95 % interval of every part (\(mad)).",
        parts: analysis.conditions.map { condition in
          { MADTable([condition], statistics: ConditionAnalysis.resampled).table }
        }),
      Item(
        name: "ratio", title: "Fast over slow",
        text:
          "Level of style none over level of style detailed, all projections and each, over paired samples, "
          + "with a 95 % interval (\(IntervalMethod.outer.words)).",
        parts: analysis.cells.map { cell in { Self.ratios(analysis, cell.model, cell.task, statistics) } }),
      Item(
        name: "relevance", title: "Correct and irrelevant",
        text:
          "Relative difference between the curves of correct and irrelevant responses: of each projection over all samples, and "
          + "of all projections over instructions with both, with a 95 % interval.",
        parts: analysis.cells.map { cell in
          { Self.relevance(analysis, claims, cell.model, cell.task, statistics) }
        }),
      Item(
        name: "samples", title: "Samples",
        text: "How many samples each condition has: asked for, computed, skipped by reason, still missing.",
        parts: [{ Self.samples(analysis) }]),
      Item(
        name: "claims", title: "Claims",
        text:
          "Every effect that a claim of the papers is tested with, under each normalisation, with its 95 % "
          + "interval (\(IntervalMethod.claims.words)), the percentile and BCa intervals of the same resamples, n, p as it is and Holm-corrected, and the verdict.",
        parts: claims.results.map { result in { Self.claims(result) } }),
    ]
  }

  /// Writes all of them.
  ///
  /// - Throws: `SiteError.output`.
  func written(to files: SiteFiles) throws -> Downloads {
    var written = self
    for place in items.indices { try written.items[place].write(to: files) }
    return written
  }

  private static func ratios(
    _ analysis: StudyAnalysis, _ model: StudyModel, _ task: StudyTask, _ statistics: [Statistic]
  ) -> Table {
    var table = Table(RatioTable.columns)
    for statistic in statistics {
      for projection in [nil] + Projection.allCases.map(Optional.some) {
        let ratio = analysis.fastOverSlow(statistic, of: projection, model: model.name, task: task.name)
        guard let ratio else { continue }
        table.add(RatioTable.row(model, task, statistic, projection, ratio))
      }
    }
    return table
  }

  private static func relevance(
    _ analysis: StudyAnalysis, _ claims: StudyClaims, _ model: StudyModel, _ task: StudyTask,
    _ statistics: [Statistic]
  ) -> Table {
    var table = Table([
      .words("model", "Model"), .words("task", "Task"), .words("style", "Style"),
      .words("statistic", "Statistic"), .words("projection", "Projection"), .numbers("rd", "RD"),
      .numbers("lower", "Lower"), .numbers("upper", "Upper"), .numbers("n", "n"),
    ])
    for style in task.styles {
      let outcomes = claims.outcomes(.relativeDifference(style), of: .model(model.name), task: task.name)
      for (statistic, way) in [(Statistic.nuclearNorm, Normalisation.raw), (.nuclearNormPerLoss, .perLoss)] {
        guard let effect = outcomes?[way]?.effect else { continue }
        table.add([
          .text(model.name), .text(task.name), .text(style.rawValue), .text(statistic.rawValue), .text("all"),
          .number(effect.value), .number(effect.interval?.lower), .number(effect.interval?.upper),
          .count(effect.sampleCount),
        ])
      }
      for statistic in statistics {
        for projection in Projection.allCases {
          let difference = analysis.relativeDifference(
            statistic, of: projection, model: model.name, task: task.name, style: style)
          guard let difference else { continue }
          table.add([
            .text(model.name), .text(task.name), .text(style.rawValue), .text(statistic.rawValue),
            .text(projection.rawValue), .number(difference.mean), .number(nil), .number(nil),
            .number(nil),
          ])
        }
      }
    }
    return table
  }

  private static func claims(_ result: ClaimResult) -> Table {
    var table = Table([
      .words("claim", "Claim"), .words("test", "Test"), .words("subject", "Model"), .words("task", "Task"),
      .words("normalisation", "Normalisation"), .numbers("effect", "Effect"), .numbers("lower", "Lower"),
      .numbers("upper", "Upper"), .numbers("percentile_lower", "Percentile, lower"),
      .numbers("percentile_upper", "Percentile, upper"), .numbers("bca_lower", "BCa, lower"),
      .numbers("bca_upper", "BCa, upper"), .numbers("n", "n"), .numbers("p", "p"),
      .numbers("p_holm", "p, Holm"),
      .words("stance", "What the effect says by itself"),
      .words("verdict", "Verdict over all normalisations"),
      .words("undefined", "Reason without a number"),
    ])
    for cell in result.cells {
      for normalisation in Normalisation.allCases {
        let effect = cell.effect(normalisation)
        let intervals = [effect?.interval, effect?.intervals?.percentile, effect?.intervals?.corrected]
        let heads: [Table.Cell] = [
          .text(result.claim.name), .text(cell.test.name), .text(cell.subject.name), .text(cell.task),
          .text(normalisation.rawValue), .number(effect?.value),
        ]
        let ends = intervals.flatMap { [Table.Cell.number($0?.lower), .number($0?.upper)] }
        table.add(
          heads + ends + [
            effect.map { .count($0.sampleCount) } ?? .number(nil), .number(effect?.p),
            .number(cell.holm[normalisation]), .text(cell.stance(normalisation)?.kind.words ?? ""),
            .text(cell.verdict.words), .text(cell.outcomes[normalisation]?.reason ?? ""),
          ])
      }
    }
    return table
  }

  /// The column of samples that were skipped for a reason.
  static func name(of reason: SkipReason) -> String {
    reason.rawValue.replacing(" ", with: "_").replacing("-", with: "_")
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
          .numbers(name(of: $0), "Skipped: \($0.rawValue)")
        }
        + [
          .numbers("cut", "Cut"), .numbers("cut_unknown", "Not known whether cut"),
          .numbers("mean_loss", "Mean loss"), .numbers("mean_labels", "Mean labelled tokens"),
        ])
    for item in analysis.conditions {
      table.add(
        [
          .text(item.model), .text(item.condition.task), .text(item.condition.style.rawValue),
          .text(item.condition.relevance.rawValue), .count(item.coverage.expected),
          .count(item.coverage.computed), .count(item.coverage.missing),
        ] + reasons.map { .count(item.coverage.skipped[$0] ?? 0) } + [
          .count(item.coverage.cut), .count(item.coverage.cutUnknown), .number(item.meanLoss),
          .number(item.meanLabelCount),
        ])
    }
    return table
  }
}

extension Downloads.Item {
  /// A part of the table as both kinds of files have it.
  private struct Part: Sendable {
    let columns: [Table.Column]
    let header: [UInt8]
    let names: [UInt8]
    let rowCount: Int
    let csv: [UInt8]
    let json: [UInt8]

    init(_ whole: Table) {
      let table = whole.rounded(to: Downloads.digits)
      columns = table.columns
      header = table.csvHeader
      names = table.jsonColumns
      rowCount = table.rows.count
      csv = table.csvRows
      json = table.jsonRows
    }
  }

  /// Parts that are in memory at a time.
  private static let partsAtATime = 16

  /// Writes the table as CSV and as JSON, its parts made on all cores.
  fileprivate mutating func write(to files: SiteFiles) throws {
    let csv = try files.begin(path(.csv))
    var json: [UInt8] = []
    let parts = parts
    for start in stride(from: 0, to: parts.count, by: Self.partsAtATime) {
      let count = min(Self.partsAtATime, parts.count - start)
      for part in try Parallel.map(count, { Part(parts[start + $0]()) }) {
        if columns.isEmpty {
          try csv.append(part.header)
          json += Array("{\"columns\":".utf8) + part.names + Array(",\"data\":[".utf8)
        }
        columns = part.columns
        try csv.append(part.csv)
        if rowCount > 0, part.rowCount > 0 { json += Array(",".utf8) }
        json += part.json
        rowCount += part.rowCount
      }
    }
    csv.finish()
    try files.write(packing: json + Array("]}\n".utf8), to: path(.json))
  }
}
