import Analysis
import Plotting
import Studies
import Support

extension FigureKind {
  /// One claim of the papers and how sure the study is of it, under each normalisation.
  package static let forest = FigureKind(
    name: "forest", summary: "a claim of the papers: effects with intervals, raw, per loss and matched",
    choices: [.model, .task, .claim],
    placements: PaperClaim.all.map { FigurePlacement(.claim($0.name), 0, statistics: .none, claim: $0.name) },
    followsSize: false
  ) { selection in
    try ForestFigure(selection)?.figure
  }
}

/// A forest plot: a panel per normalisation, a row per task, a colour per model, with intervals about effects and rules at
/// the ends of what the claim predicts. Models that are more than colours can tell apart have panels of their own.
private struct ForestFigure {
  private let request: FigureRequest
  private let study: Study
  private let result: ClaimResult
  private let test: ClaimTest
  private let cells: [ClaimCell]
  /// Whether the models of a task share a panel, each in its colour.
  private let sharesPanels: Bool
  /// A notice where conditions of the cells are not computed whole.
  private let unfinished: String?

  init?(_ selection: Selection) throws {
    let name = selection.request.claim ?? PaperClaim.all[0].name
    guard let result = try selection.analysis.claims().result(name) else { return nil }
    let models = Set(selection.models.map(\.name))
    let tasks = Set(selection.tasks.map(\.name))
    let shown = result.cells.filter { cell in
      models.isSuperset(of: cell.subject.models) && tasks.contains(cell.task) && !cell.basis.isEmpty
    }
    guard let test = result.claim.tests.first(where: { test in shown.contains { $0.test == test } }) else {
      return nil
    }
    request = selection.request
    study = selection.study
    self.result = result
    self.test = test
    cells = shown.filter { $0.test == test }
    let places = Set(shown.flatMap { cell in cell.subject.models.map { [$0, cell.task] } })
    unfinished = Captions.coverage(
      selection.analysis.conditions.filter { places.contains([$0.model, $0.condition.task]) })
    sharesPanels = Set(cells.map(\.subject)).count <= Self.mostSeries
  }

  /// Colours that are told apart at a glance.
  private static let mostSeries = 8
  private static let columnWidth = 330.0

  var figure: StudyFigure {
    let ways = Normalisation.allCases.filter { way in cells.contains { $0.effect(way) != nil } }
    var figure = StudyFigure(
      id: "forest-\(result.claim.name)\(request.suffix(.model, .task))", title: test.title,
      figure: picture(ways), panelAspect: nil, subject: subject.sentence, words: caption, data: data,
      overview: nil)
    if sharesPanels { figure.columnWidth = Self.columnWidth }
    // Columns of many models stay side by side: each alone besides would double a page.
    if ways.count > 1, sharesPanels {
      figure.parts = ways.map { FigurePart(normalisation: $0, figure: picture([$0])) }
    }
    return figure
  }

  private var subject: FigureSubject {
    FigureSubject(
      study, model: request.model.flatMap { study.model(named: $0) },
      task: request.task.flatMap { study.task(named: $0) })
  }

  private func picture(_ ways: [Normalisation]) -> Plotting.Figure {
    let series = series
    if sharesPanels {
      return Plotting.Figure(
        subtitle: subject.subtitle,
        panels: PanelGrid.rows(ways.map { panel(cells, $0, title: $0.label) }, request.room), sharedY: .rows,
        legend: series.count > 1 ? .top : .none, series: series)
    }
    let rows = subjects.map { subject in
      ways.map { panel(cells.filter { $0.subject == subject }, $0, title: title(subject, $0, of: ways)) }
    }
    let isMatrix = ways.count > 1 && request.room != .narrow
    return Plotting.Figure(
      subtitle: self.subject.subtitle,
      panels: isMatrix ? rows : PanelGrid.rows(rows.flatMap(\.self), request.room),
      sharedX: isMatrix ? .columns : .none, sharedY: isMatrix ? .rows : .none, legend: .none, series: series)
  }

  /// The models or pairs in the order of the study.
  private var subjects: [ClaimSubject] {
    cells.reduce(into: []) { found, cell in if !found.contains(cell.subject) { found.append(cell.subject) } }
  }

  /// Title of a panel of one model.
  private func title(_ subject: ClaimSubject, _ way: Normalisation, of ways: [Normalisation]) -> String {
    RichText.literal(ways.count > 1 ? "\(subject.label(in: study)), \(way.label)" : subject.label(in: study))
  }

  private func panel(_ cells: [ClaimCell], _ way: Normalisation, title: String) -> Panel {
    let marks = series.flatMap { series in
      self.marks(cells.filter { key($0) == series.key && $0.effect(way) != nil }, way, series.key)
    }
    return Panel(
      title: title, x: Axis(title: RichText.literal(test.title), scale: scale),
      y: Axis(scale: .band(rows(of: cells)), isReversed: true, grid: true),
      marks: [.rule(x: test.prediction.bounds, shade: test.prediction.shade)] + marks)
  }

  private var scale: ScaleKind { test.measure.scale == .ratio ? .log10 : .linear }

  private func marks(_ cells: [ClaimCell], _ way: Normalisation, _ series: String) -> [Mark] {
    let known = cells.filter { $0.effect(way)?.interval != nil }
    let places = { (cells: [ClaimCell]) in Values.categories(cells.map(row)) }
    return [
      .interval(
        y: places(known), low: known.compactMap { $0.effect(way)?.interval?.lower },
        high: known.compactMap { $0.effect(way)?.interval?.upper }, series: series),
      .points(
        x: .numbers(cells.compactMap { $0.effect(way)?.value }), y: places(cells), series: series,
        style: MarkStyle(width: 0.8)),
    ]
  }

  /// The rows in the order of the study.
  private func rows(of cells: [ClaimCell]) -> [String] {
    cells.reduce(into: []) { rows, cell in if !rows.contains(row(cell)) { rows.append(row(cell)) } }
  }

  private func row(_ cell: ClaimCell) -> String { RichText.literal(taskLabel(cell)) }

  private func key(_ cell: ClaimCell) -> String { sharesPanels ? cell.subject.name : "effect" }

  private var series: [Series] {
    let found = cells.reduce(into: [(key: String, label: String)]()) { series, cell in
      guard !series.contains(where: { $0.key == key(cell) }) else { return }
      series.append((key(cell), sharesPanels ? cell.subject.label(in: study) : "Effect"))
    }
    return SubjectSeries.all(found)
  }

  private func taskLabel(_ cell: ClaimCell) -> String { study.task(named: cell.task)?.label ?? cell.task }

  private var caption: FigureWords {
    let counts = cells.map(\.sampleCount)
    return FigureWords(
      "\(Verdict.tally(cells).capitalizedFirst): \(ranges).",
      basis: [
        "Shaded: predicted.", "Bars are 95 % intervals over instructions.", "n = \(Captions.range(counts)).",
      ],
      details: [
        "Shaded is what the claim predicts, \(test.prediction.words); a panel for each \(sharesPanels ? "" : "model and ")normalisation, "
          + "a point for each effect.",
        lacking, unfinished,
      ])
  }

  /// Says which normalisation has no panel, and why.
  private var lacking: String? {
    let reasons = Normalisation.allCases.compactMap { way -> String? in
      guard !cells.contains(where: { $0.effect(way) != nil }) else { return nil }
      return cells.lazy.compactMap { $0.outcomes[way]?.reason }.first.map {
        "\(way.label.lowercased()): \($0)"
      }
    }
    return reasons.isEmpty ? nil : Sentence.closed("No panel \(reasons.joined(separator: "; "))")
  }

  /// The smallest and the largest effect under each normalisation.
  private var ranges: String {
    Normalisation.allCases.compactMap { way in
      let values = cells.compactMap { $0.effect(way)?.value }
      return values.isEmpty
        ? nil : "\(way.label.lowercased()) \(Ranking.range(values) { NumberText.significant($0, digits: 3) })"
    }.joined(separator: ", ")
  }

  private var data: Table {
    var table = Table([
      .words("claim", "Claim"), .words("test", "Test"), .words("subject", "Model"), .words("task", "Task"),
      .words("normalisation", "Normalisation"), .numbers("effect", "Effect"), .numbers("lower", "Lower"),
      .numbers("upper", "Upper"), .numbers("n", "n"), .words("verdict", "Verdict"),
    ])
    for cell in cells {
      for way in Normalisation.allCases {
        guard let effect = cell.effect(way) else { continue }
        table.add([
          .text(result.claim.name), .text(test.name), .text(cell.subject.name), .text(cell.task),
          .text(way.rawValue), .number(effect.value), .number(effect.interval?.lower),
          .number(effect.interval?.upper), .count(effect.sampleCount), .text(cell.verdict.words),
        ])
      }
    }
    return table
  }
}

extension Prediction {
  /// The side of its bounds that is predicted.
  fileprivate var shade: RuleShade {
    switch self {
    case .above: .above
    case .below: .below
    case .within: .between
    case .outside: .outside
    }
  }
}
