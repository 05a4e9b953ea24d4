import Analysis
import Gradients
import Plotting
import Studies
import Support

extension FigureKind {
  /// Whether long responses have small gradients.
  package static let length = FigureKind(
    name: "length", summary: "a statistic by length of the response, sample by sample",
    choices: [.model, .task, .statistic, .projection, .style, .scale],
    needs: [.lengths, .values()],
    placements: [
      FigurePlacement(.cell, 3, statistics: .none, data: .samples) { _, task in task?.kind == .knowledge }
    ],
    followsSize: false
  ) { selection in
    // Knowledge tasks first: their styles are lengths.
    let tasks = selection.tasks
    let sorted = tasks.filter { $0.kind == .knowledge } + tasks.filter { $0.kind != .knowledge }
    let pairs = sorted.flatMap { task in selection.models.map { ModelOnTask(model: $0, task: task) } }
    return try selection.first(of: pairs) { try LengthFigure($0, selection)?.figure }
  }
}

/// A panel per projection, a point per sample: its length, and the mean of the statistic over layers.
private struct LengthFigure {
  /// The samples of one response style.
  private struct Group {
    let condition: ConditionAnalysis
    /// Samples by projection, in the order of the figure's.
    let samples: [SamplePoints]
    var style: ResponseStyle { condition.condition.style }
  }

  private let selection: Selection
  private let pair: ModelOnTask
  private var statistic: Statistic { selection.request.measured }
  private let groups: [Group]
  private let projections: [Projection]
  /// That of the statistic.
  private let scale: ValueScale
  private let subject: FigureSubject
  private let missing: String?

  init?(_ pair: ModelOnTask, _ selection: Selection) throws {
    let conditions = selection.conditions(pair)
    guard let details = selection.analysis.details else { return nil }
    let projections = selection.projections(of: conditions)
    let statistic = selection.request.measured
    groups = try conditions.compactMap { condition in
      guard let results = try details.results(model: pair.model.name, condition: condition.condition) else {
        return nil
      }
      let samples = projections.compactMap { SamplePoints(results, statistic, of: $0) }
      let isWhole = samples.count == projections.count && samples.contains { !$0.points.isEmpty }
      return isWhole ? Group(condition: condition, samples: samples) : nil
    }
    if groups.isEmpty || projections.isEmpty { return nil }
    self.selection = selection
    self.pair = pair
    self.projections = projections
    let values = groups.flatMap(\.samples).flatMap(\.points).map(\.value)
    scale = try ValueScale(
      selection.request.scale, values: values, standard: Self.isWide(values) ? .log : .linear)
    subject = selection.subject(pair)
    missing = selection.missing(pair)
  }

  var figure: StudyFigure {
    StudyFigure(
      id:
        "length-\(pair.id)-\(statistic.rawValue)\(selection.request.suffix(.projection, .style, .scale))",
      title: "\(statistic.words.heading) by length of the response: \(pair.words)",
      figure: picture, panelAspect: projections.count == 1 ? 0.6 : 0.95,
      subject: subject.sentence, words: caption,
      data: data, overview: overview)
  }

  private var picture: Plotting.Figure {
    Plotting.Figure(
      subtitle: subject.subtitle,
      panels: PanelGrid.rows(projections.indices.map(panel), selection.request.room),
      sharedX: .all, legend: .top,
      series: CurveMarks.series(groups.map(\.style)))
  }

  private func panel(_ place: Int) -> Panel {
    let rho = rho(ofPanel: place).map { ", ρ = \(NumberText.fixed($0, decimals: 2))" } ?? ""
    return Panel(
      title: RichText.literal(projections[place].label + rho),
      x: Axis(title: "Response length in tokens", scale: hasWideLengths ? .log10 : .linear),
      y: Axis(
        title: scale.title(statistic), scale: scale.kind, isNonNegative: statistic.isNonNegative),
      marks: groups.map { group in
        let points = group.samples[place].points
        return .points(
          x: .numbers(points.map { Double($0.labelCount) }), y: .numbers(points.map(\.value)),
          series: group.style.rawValue,
          style: MarkStyle(width: selection.request.room == .wide ? 0.75 : 0.6))
      })
  }

  /// Whether values want a logarithmic axis: they are positive and span more than a factor of five.
  private static func isWide(_ values: [Double]) -> Bool {
    guard let least = values.min(), let most = values.max() else { return false }
    return least > 0 && most > ValueScale.widest * least
  }

  private var caption: FigureWords {
    let counts = groups.map { group in
      "\(Captions.range(group.samples.map(\.points.count))) (\(group.style.label))"
    }
    let leftOut = groups.flatMap(\.samples).map(\.leftOut).max() ?? 0
    return FigureWords(
      correlation, basis: ["n = \(counts.joined(separator: ", "))."],
      details: [
        "\(statistic.words.heading) of the gradient of each sample, averaged over layers, against the number of tokens "
          + "in its response: a panel for each projection (\(Captions.projections(projections))), a point for each "
          + "sample. ρ is Spearman’s rank correlation over all samples of the panel.\(rhoWithin)",
        axes,
        leftOut == 0
          ? nil
          : "Up to \(NumberText.subject(leftOut, "sample")) left out for values that are not finite or lengths that are not known.",
        missing, Captions.coverage(groups.map(\.condition)),
      ])
  }

  /// Sentence on the correlations of all panels, nil where there is none.
  private var correlation: String? {
    let known = projections.indices.compactMap { rho(ofPanel: $0) }
    if known.isEmpty { return nil }
    let range = Ranking.range(known) { NumberText.fixed($0, decimals: 2) }
    return "Rank correlation ρ of the \(statistic.words.name) with length: \(range)."
  }

  /// The correlation over all samples of a panel.
  private func rho(ofPanel place: Int) -> Double? {
    let points = groups.flatMap { $0.samples[place].points }
    return RankCorrelation.spearman(points.map { Double($0.labelCount) }, points.map(\.value))
  }

  /// The correlations within each response style, which differ from those over all where styles differ in length.
  private var rhoWithin: String {
    guard groups.count > 1 else { return "" }
    let texts = groups.compactMap { group -> String? in
      let values = group.samples.compactMap(Self.rho).sorted()
      guard let least = values.first, let most = values.last else { return nil }
      let (low, high) = (NumberText.fixed(least, decimals: 2), NumberText.fixed(most, decimals: 2))
      return "\(low == high ? low : "\(low) to \(high)") (\(group.style.label))"
    }
    return texts.isEmpty ? "" : " Within a response style it is \(texts.joined(separator: ", "))."
  }

  private static func rho(_ samples: SamplePoints) -> Double? {
    RankCorrelation.spearman(samples.points.map { Double($0.labelCount) }, samples.points.map(\.value))
  }

  private var hasWideLengths: Bool {
    Self.isWide(groups.flatMap(\.samples).flatMap(\.points).map { Double($0.labelCount) })
  }

  /// Sentences that say which axes are logarithmic.
  private var axes: String? {
    guard hasWideLengths else { return scale.sentence }
    return scale.kind == .log10
      ? ["Both axes are logarithmic.", scale.unplaced].compactMap(\.self).joined(separator: " ")
      : ["Lengths are logarithmic.", scale.sentence].compactMap(\.self).joined(separator: " ")
  }

  private var data: Table {
    var table = Table([
      .words("model", "Model"), .words("task", "Task"), .words("style", "Style"),
      .numbers("sample", "Sample"),
      .words("statistic", "Statistic"), .words("projection", "Projection"), .numbers("tokens", "Tokens"),
      .numbers("level", "Level"), .numbers("rho", "ρ within the style"),
    ])
    for group in groups {
      for (projection, samples) in zip(projections, group.samples) {
        let rho = Self.rho(samples)
        for point in samples.points {
          table.add([
            .text(pair.model.name), .text(pair.task.name), .text(group.style.rawValue), .count(point.index),
            .text(statistic.rawValue), .text(projection.rawValue), .count(point.labelCount),
            .number(point.value), .number(rho),
          ])
        }
      }
    }
    return table
  }

  private var overview: Table {
    var table = Table(
      [.words("style", "Response style"), .numbers("n", "n"), .numbers("tokens", "Mean length")]
        + projections.map { .numbers("level_\($0.rawValue)", "Mean level, \($0.label)") }
        + projections.map { .numbers("rho_\($0.rawValue)", "ρ, \($0.label)") })
    for group in groups {
      let points = group.samples[0].points
      table.add(
        [
          .text(group.style.label), .count(points.count),
          .number(Self.mean(points.map { Double($0.labelCount) })),
        ] + group.samples.map { .number(Self.mean($0.points.map(\.value))) }
          + group.samples.map { .number(Self.rho($0)) })
    }
    return table
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
