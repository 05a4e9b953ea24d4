import Analysis
import Figures
import Gradients
import Studies

/// A kind of table that a paper prints of a study.
package struct TableKind: Sendable {
  /// Name of the kind on the command line.
  package let name: String
  /// One line of help.
  package let summary: String
  /// Choices that are open to the user.
  package let choices: Set<FigureChoice>
  /// Things that a study needs beside results, in the order in which a reader is told of what is lacking.
  var needs: [Requirement] = []
  /// Makes the table, nil when the study lacks what it shows; with intervals only where these are asked for, since some
  /// are not kept but made.
  let make: @Sendable (FigureRequest, StudyAnalysis, _ intervals: Bool) throws -> PaperTable?

  /// Every kind, in the order of the help.
  package static let all: [TableKind] = [.mad, .ratio, .relevance, .rank, .claims]

  /// The kind called `name`.
  ///
  /// - Throws: `FigureError.unknownName`, with the known ones.
  package static func named(_ name: String) throws -> TableKind {
    if let kind = all.first(where: { $0.name == name }) { return kind }
    throw FigureError.unknownName(kind: "table", name: name, known: all.map(\.name))
  }

  /// The table of this kind that `request` means, with the intervals of its numbers if `intervals` says so.
  ///
  /// - Throws: `FigureError.unknownName` when the study has no model, task, projection or response style of that
  ///   name; `.choice` when the kind leaves no such choice; `.nothingComputed` and `.allSkipped` for a study
  ///   without results; `.table` with the reason when it has none for this; `StoreError.store` when what intervals need cannot be read.
  package func table(_ request: FigureRequest, of analysis: StudyAnalysis, intervals: Bool = false) throws
    -> PaperTable
  {
    try request.check(allowed: choices, of: "the table `\(name)`")
    try request.checkNames(in: analysis.study)
    guard var made = try make(request, analysis, intervals),
      made.table.rows.joined().contains(where: { $0.value != nil })
    else {
      try analysis.checkResults()
      let wanted = Requirement.Wanted(Selection(request, of: analysis), choices: choices)
      throw PaperError.table(name: name, problem: Requirement.lack(needs, wanted))
    }
    made.open = PageWarning.open(choices, request)
    return made
  }
}

extension TableKind {
  /// Unevenness of gradients over layers.
  static let mad = TableKind(
    name: "mad",
    summary: "MAD by projection and style; of one projection, by depth",
    choices: [.model, .task, .statistic, .projection, .style],
    needs: [.values(), .layers("MAD is taken")]
  ) { request, analysis, intervals in
    let (statistic, projection) = (request.measured, request.projection)
    let start = "Mean absolute difference (MAD) between the \(statistic.words.name) of neighbouring layers"
    let parts: [(title: String, key: MADPlace)] =
      projection.map { projection in DepthPart.columns.map { ($0.label, (projection, $0)) } }
      ?? StyleTable<Projection>.projections(analysis).map { ($0.title, ($0.key, .all)) }
    return try StyleTable(
      id: "mad-\(statistic.rawValue)\(request.suffix(.projection, .model, .task, .style))",
      statistic: statistic,
      caption: projection.map {
        "\(start) of projection \($0.phrase), in the early, middle and last layers and in all."
      } ?? "\(start), by projection and response style.",
      grouping: projection == nil ? "projection" : "part of the decoder", groups: parts, interval: .percentile
    ) { condition, places in
      try madCells(statistic, condition, places, intervals: intervals, analysis)
    }.table(request, analysis)
  }

  private typealias MADPlace = (projection: Projection, part: DepthPart)

  /// The MAD of a condition at `places`. An interval is the one that is kept, else it is made from the samples.
  ///
  /// - Throws: `StoreError.store` when these cannot be read.
  private static func madCells(
    _ statistic: Statistic, _ condition: ConditionAnalysis, _ places: [MADPlace], intervals: Bool,
    _ analysis: StudyAnalysis
  ) throws -> [Table.Cell] {
    let areKept = ConditionAnalysis.resampled.contains(statistic)
    let samples =
      intervals && !areKept
      ? try ResampledCurves(analysis, model: condition.model, conditions: [condition.condition]) : nil
    let made = Set(places.map(\.projection)).reduce(into: [:]) { found, projection in
      found[projection] = samples?.mad(statistic, of: projection)
    }
    return places.map { projection, part in
      guard let value = condition.mad(statistic, of: projection).flatMap(part.value) else { return .missing }
      return .estimate(
        value, areKept ? condition.madInterval(statistic, of: projection, in: part) : made[projection]?[part])
    }
  }

  /// Whether the curves tell correct from irrelevant responses.
  static let relevance = TableKind(
    name: "relevance", summary: "relative difference of irrelevant responses, by style",
    choices: [.model, .task, .statistic, .projection, .style],
    needs: [.relevances, .values()]
  ) { request, analysis, intervals in
    let statistic = request.measured
    return try StyleTable(
      id: "relevance-\(statistic.rawValue)\(request.suffix(.projection, .model, .task, .style))",
      statistic: statistic,
      caption:
        "Relative difference RD between the curves of correct and of irrelevant responses, the mean over layers of "
        + "|correct − irrelevant| / |correct|, of the \(statistic.words.name), by projection and response style.",
      grouping: "projection", groups: StyleTable<Projection>.projections(analysis, request),
      interval: .percentile,
      relevances: [.correct, .irrelevant]
    ) { condition, projections in
      let (model, correct) = (condition.model, condition.condition)
      let irrelevant = Condition(task: correct.task, style: correct.style, relevance: .irrelevant)
      let samples =
        intervals
        ? try ResampledCurves(analysis, model: model, conditions: [correct, irrelevant]) : nil
      return projections.map { projection in
        analysis.relativeDifference(
          statistic, of: projection, model: model, task: correct.task, style: correct.style
        ).map { difference in
          .estimate(difference.mean, samples?.relativeDifference(statistic, of: projection))
        } ?? .missing
      }
    }.table(request, analysis)
  }

  /// Number of directions that carry the gradient.
  static let rank = TableKind(
    name: "rank", summary: "mean effective rank by projection and response style",
    choices: [.model, .task, .projection, .style],
    needs: [.values(of: .effectiveRank)]
  ) { request, analysis, _ in
    try StyleTable(
      id: "rank\(request.suffix(.projection, .model, .task, .style))", statistic: .effectiveRank,
      caption:
        "Effective rank exp(−Σ p ln p), p = σ / Σσ, of the gradient, the mean over samples and layers, by projection "
        + "and response style.",
      grouping: "projection", groups: StyleTable<Projection>.projections(analysis, request),
      interval: .student
    ) { condition, projections in
      projections.map { projection in
        condition.projections.firstIndex(of: projection)
          .flatMap { condition.levels(.effectiveRank).mean(at: $0) }
          .map { .estimate($0.value, $0.interval) } ?? .missing
      }
    }.table(request, analysis)
  }

  /// Ratio by which gradients are stronger without a chain of thought.
  static let ratio = TableKind(
    name: "ratio", summary: "fast over slow, model by task",
    choices: [.model, .task, .statistic, .projection],
    needs: [.fastAndSlow, .values(), .positive]
  ) { request, analysis, _ in
    request.measured.isSigned ? nil : RatioPaperTable(request, analysis).table
  }
}
