import Analysis
import Gradients
import Studies

/// A kind of table that a paper prints of a study.
public struct TableKind: Sendable {
  /// What the command line calls it.
  public let name: String
  /// One line of help.
  public let summary: String
  /// What may be chosen.
  public let choices: Set<FigureChoice>
  /// Makes the table, nil when the study lacks what it shows.
  let make: @Sendable (FigureRequest, StudyAnalysis) -> PaperTable?

  /// Every kind, in the order of the help.
  public static let all: [TableKind] = [.mad, .ratio, .relevance, .rank]

  /// The kind called `name`.
  ///
  /// - Throws: `ReportError.unknownName`, with the known ones.
  public static func named(_ name: String) throws -> TableKind {
    if let kind = all.first(where: { $0.name == name }) { return kind }
    throw ReportError.unknownName(kind: "table", name: name, known: all.map(\.name))
  }

  /// The table of this kind that `request` means.
  ///
  /// - Throws: `ReportError.unknownName` when the study has no model, task, projection or response style of that
  ///   name; `ReportError.choice` when the kind leaves no such choice; `ReportError.table` when the study has no
  ///   results for it.
  public func table(_ request: FigureRequest, of analysis: StudyAnalysis) throws -> PaperTable {
    try request.check(allowed: choices, of: "the table `\(name)`")
    try StudyNames(analysis.study).check(request)
    guard let table = make(request, analysis),
      table.rows.contains(where: { $0.numbers.contains { $0 != nil } })
    else {
      let made = request.choices.isEmpty ? "" : " with these choices"
      throw ReportError.table(name: name, problem: "the study has no results that it could show\(made)")
    }
    return table
  }
}

extension TableKind {
  /// How unevenly gradients spread over layers.
  static let mad = TableKind(
    name: "mad",
    summary: "MAD by projection and style; of one projection, by depth",
    choices: [.model, .task, .statistic, .projection, .style]
  ) { request, analysis in
    let statistic = request.measured
    let start =
      "Mean absolute difference (MAD) between the \(statistic.words.name) of neighbouring layers"
    guard let projection = request.projection else {
      return StyleTable(
        id: "mad-\(statistic.rawValue)", caption: "\(start), by projection and response style.",
        groups: StyleTable.projections(analysis)
      ) { condition, projection in
        condition.mad(statistic, of: projection)?.all.map { value in
          let interval = condition.madInterval(statistic, of: projection)
          return PaperTable.Number(value: value, interval: interval)
        }
      }.table(request, analysis)
    }
    let parts: [(String, @Sendable (MeanAbsoluteDifference) -> Double?)] = [
      ("Early", \.early), ("Middle", \.middle), ("Last", \.last), ("All", \.all),
    ]
    return StyleTable(
      id: "mad-\(statistic.rawValue)-\(projection.rawValue)",
      caption:
        "\(start) of projection \(projection.phrase), in the early, middle and last layers and in all.",
      groups: parts.map { ($0.0, $0) }
    ) { condition, part in
      condition.mad(statistic, of: projection).flatMap(part.1).map { PaperTable.Number(value: $0) }
    }.table(request, analysis)
  }

  /// Whether the curves tell correct from irrelevant responses.
  static let relevance = TableKind(
    name: "relevance", summary: "relative difference of irrelevant responses, by style",
    choices: [.model, .task, .statistic, .projection, .style]
  ) { request, analysis in
    let statistic = request.measured
    return StyleTable(
      id: "relevance-\(statistic.rawValue)\(request.suffix(.projection))",
      caption:
        "Relative difference RD between the curves of correct and of irrelevant responses, the mean over layers of "
        + "|correct − irrelevant| / |correct|, of the \(statistic.words.name), by projection and response style.",
      groups: StyleTable.projections(analysis, request)
    ) { condition, projection in
      analysis.relativeDifference(
        statistic, of: projection, model: condition.model, task: condition.condition.task,
        style: condition.condition.style
      ).map { PaperTable.Number(value: $0.mean) }
    }.table(request, analysis)
  }

  /// How many directions carry the gradient.
  static let rank = TableKind(
    name: "rank", summary: "mean effective rank by projection and response style",
    choices: [.model, .task, .projection, .style]
  ) { request, analysis in
    StyleTable(
      id: "rank\(request.suffix(.projection))",
      caption:
        "Effective rank exp(−Σ p ln p), p = σ / Σσ, of the gradient, the mean over samples and layers, by projection "
        + "and response style.",
      groups: StyleTable.projections(analysis, request)
    ) { condition, projection in
      condition.projections.firstIndex(of: projection)
        .flatMap { condition.levels(.effectiveRank).mean(at: $0) }
        .map { PaperTable.Number(value: $0.value, interval: $0.interval) }
    }.table(request, analysis)
  }

  /// How many times stronger gradients are without a chain of thought.
  static let ratio = TableKind(
    name: "ratio", summary: "fast over slow, model by task",
    choices: [.model, .task, .statistic, .projection]
  ) { request, analysis in
    let statistic = request.measured
    let tasks = request.chosen(analysis.study.tasks)
      .filter { $0.styles.contains(.none) && $0.styles.contains(.detailed) }
    let ratios = request.chosen(analysis.study.models).map { model in
      (
        model,
        tasks.map {
          analysis.fastOverSlow(statistic, of: request.projection, model: model.name, task: $0.name)
        }
      )
    }
    let counts = ratios.flatMap(\.1).compactMap { $0?.pairCount }
    let of = request.projection.map { "projection \($0.phrase)" } ?? "all projections (geometric mean)"
    return PaperTable(
      id: "ratio-\(statistic.rawValue)\(request.suffix(.projection))",
      caption:
        "Fast over slow: the level of the \(statistic.words.name) without a chain of thought over that with a "
        + "detailed one, of \(of), n = \(Captions.range(counts)) paired samples.",
      heads: ["Model"],
      groups: [
        PaperTable.Group(title: "", columns: tasks.map { PaperTable.Column(title: $0.label, name: $0.name) })
      ],
      rows: ratios.filter { $0.1.contains { $0 != nil } }.map { model, found in
        PaperTable.Row(
          heads: [model.label],
          numbers: found.map { ratio in
            ratio.map { PaperTable.Number(value: $0.value, interval: $0.interval) }
          })
      }, comparison: .columns)
  }
}
