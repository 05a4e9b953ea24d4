import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// Whether the curves tell correct from irrelevant responses.
  package static let relevance = FigureKind(
    name: "relevance",
    summary: "correct and irrelevant responses and their difference",
    choices: [.model, .task, .statistic, .projection, .style, .scale],
    needs: [.relevances, .values()]
  ) { selection in
    let (request, analysis) = (selection.request, selection.analysis)
    for model in request.chosen(analysis.study.models) {
      for task in request.chosen(analysis.study.tasks) {
        if let figure = try RelevanceFigure(model, task, request, analysis) { return figure.figure }
      }
    }
    return nil
  }
}

/// For each response style a row of panels with a line for correct and one for irrelevant responses, and under it a low
/// row with their relative difference; a column per projection. Where there is little room the projections stand
/// one under the other, a column per style.
private struct RelevanceFigure {
  /// The two conditions of a style.
  private struct Pair {
    let style: ResponseStyle
    let correct: ConditionAnalysis
    let irrelevant: ConditionAnalysis
    var conditions: [ConditionAnalysis] { [correct, irrelevant] }
  }

  private let model: StudyModel
  private let task: StudyTask
  private let statistic: Statistic
  private let pairs: [Pair]
  private let projections: [Projection]
  private let request: FigureRequest
  private let scale: ValueScale
  private let subject: FigureSubject
  private let missing: String?

  init?(_ model: StudyModel, _ task: StudyTask, _ request: FigureRequest, _ analysis: StudyAnalysis) throws {
    self.model = model
    self.task = task
    self.request = request
    let statistic = request.measured
    self.statistic = statistic
    let pairs: [Pair] = request.chosen(task.styles).compactMap { style in
      guard let correct = analysis.condition(model: model.name, task: task.name, style: style),
        let irrelevant = analysis.condition(
          model: model.name, task: task.name, style: style, relevance: .irrelevant),
        correct.projections == irrelevant.projections
      else { return nil }
      return Pair(style: style, correct: correct, irrelevant: irrelevant)
    }
    self.pairs = pairs
    guard let first = pairs.first, pairs.flatMap(\.conditions).contains(where: { $0.hasCurve(request) })
    else { return nil }
    let all = request.chosen(first.correct.projections)
    let isNarrow = (request.room == .narrow || request.isLow) && pairs.count > 1
    let projections = isNarrow && all.contains(.v) ? [.v] : isNarrow ? Array(all.prefix(1)) : all
    if projections.isEmpty { return nil }
    self.projections = projections
    scale = try ValueScale(
      request.scale,
      values: pairs.flatMap(\.conditions).flatMap { condition in
        projections.flatMap { condition.curve(statistic, of: $0)?.means ?? [] }
      })
    // Columns that are styles leave the projection unsaid.
    let isUnsaid = projections.count == 1 && pairs.count > 1
    subject = FigureSubject(
      analysis.study, model: model, task: task,
      details: isUnsaid ? projections.map { "projection \($0.label)" } : [])
    missing =
      MissingResults(request, analysis, models: [model], tasks: [task]) { condition in
        task.conditions.contains { $0.style == condition.style && $0.relevance == .irrelevant }
      }.sentence
  }

  /// Whether columns are response styles, rather than projections.
  private var hasStyleColumns: Bool { projections.count == 1 && pairs.count > 1 }

  var figure: StudyFigure {
    StudyFigure(
      id:
        "relevance-\(model.name)-\(task.name)-\(statistic.rawValue)\(request.suffix(.projection, .style, .scale))",
      title: "Correct and irrelevant responses: \(model.label) on \(task.label)", figure: picture,
      panelAspect: projections.count == 1 && pairs.count == 1 ? 0.45 : 0.62,
      subject: subject.sentence, words: caption,
      data: data, overview: meanDifferences)
  }

  private static let series = [
    Series(Relevance.correct.rawValue, name: Relevance.correct.label, slot: 0),
    Series(Relevance.irrelevant.rawValue, name: Relevance.irrelevant.label, slot: 1),
  ]

  private var picture: Plotting.Figure {
    // The lower row of each two is half as high.
    let rows: [[Panel?]] =
      hasStyleColumns
      ? twoRows(pairs.map { ($0, projections[0]) })
      : pairs.flatMap { pair in twoRows(projections.map { (pair, $0) }) }
    return Plotting.Figure(
      subtitle: subject.subtitle, panels: rows,
      columnTitles: hasStyleColumns
        ? pairs.map { RichText.literal($0.style.label) } : projections.map { RichText.literal($0.label) },
      rowTitles: hasStyleColumns ? [] : pairs.flatMap { [RichText.literal($0.style.label), ""] },
      rowWeights: rows.indices.map { $0.isMultiple(of: 2) ? 1 : 0.5 }, sharedX: .all, legend: .top,
      series: Self.series)
  }

  private func twoRows(_ cells: [(Pair, Projection)]) -> [[Panel?]] {
    [
      cells.enumerated().map { curves($1.0, $1.1, isFirst: $0 == 0) },
      cells.enumerated().map { differences($1.0, $1.1, isFirst: $0 == 0) },
    ]
  }

  private func curves(_ pair: Pair, _ projection: Projection, isFirst: Bool) -> Panel {
    CurveMarks.panel(
      title: nil, statistic: statistic, scale: scale,
      marks: pair.conditions.flatMap { condition in
        condition.curve(statistic, of: projection).map {
          CurveMarks.marks(
            $0, series: condition.condition.relevance.rawValue, isNonNegative: statistic.isNonNegative)
        } ?? []
      }, isFirst: isFirst)
  }

  private func differences(_ pair: Pair, _ projection: Projection, isFirst: Bool) -> Panel {
    let layers = difference(pair, projection)?.layers ?? []
    let x = Values.indices(layers.indices)
    return Panel(
      x: Axis(title: "Layer", ticks: .whole),
      y: Axis(title: isFirst ? "RD" : nil, includesZero: true, isNonNegative: true),
      marks: [
        .area(x: x, y: layers, style: MarkStyle(isMuted: true)),
        .line(x: x, y: layers, style: MarkStyle(isMuted: true)),
      ])
  }

  private func difference(_ pair: Pair, _ projection: Projection) -> RelativeDifference? {
    guard let a = pair.correct.curve(statistic, of: projection),
      let b = pair.irrelevant.curve(statistic, of: projection)
    else { return nil }
    return RelativeDifference(correct: a.means, irrelevant: b.means)
  }

  private var caption: String {
    let curves = pairs.flatMap { pair in
      pair.conditions.map { condition in
        (
          "\(pair.style.label), \(condition.condition.relevance.label.lowercased())",
          projections.compactMap { condition.curve(statistic, of: $0) }
        )
      }
    }
    let letters = Captions.projections(projections)
    let panels =
      hasStyleColumns
      ? "projection \(letters), a column for each response style"
      : "a row for each response style, a column for each projection (\(letters))"
    return [
      "\(statistic.words.heading) of the gradient in each layer when the response answers its instruction and when "
        + "it is that of another: \(panels), each panel on its own scale. Under the curves the relative difference "
        + "RD = |correct − irrelevant| / |correct| of each layer.",
      scale.sentence.map { "In the curves, \($0.prefix(1).lowercased())\($0.dropFirst())" },
      Captions.meansAndBands(curves.flatMap(\.1), isNonNegative: statistic.isNonNegative),
      Captions.counts(curves),
      Captions.leftOut(statistic, of: projections, in: pairs.flatMap(\.conditions)),
      Captions.zeros(curves.flatMap(\.1)), missing,
      Captions.coverage(pairs.flatMap(\.conditions)),
    ].compactMap(\.self).joined(separator: " ")
  }

  private var data: Table {
    var table = Table(CurveTable.columns + [.numbers("rd", "RD")])
    for pair in pairs {
      for condition in pair.conditions {
        for projection in projections {
          let differences = difference(pair, projection)?.layers ?? []
          for (layer, row) in CurveTable.shownRows(
            statistic, of: projection, from: condition
          ).enumerated() {
            table.add(row + [.number(differences.indices.contains(layer) ? differences[layer] : nil)])
          }
        }
      }
    }
    return table
  }

  private var meanDifferences: Table {
    var table = Table(
      [.words("style", "Mean RD by response style")]
        + projections.map { .numbers("rd_\($0.rawValue)", $0.label) })
    for pair in pairs {
      table.add([.text(pair.style.label)] + projections.map { .number(difference(pair, $0)?.mean) })
    }
    return table
  }
}
