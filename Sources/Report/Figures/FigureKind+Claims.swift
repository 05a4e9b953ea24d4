import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// The papers' claims and how sure the study is of them.
  static let claims = FigureKind(
    name: "claims", summary: "the papers' claims as effect sizes with intervals",
    choices: [.model, .task, .statistic, .projection]
  ) { request, analysis in
    ClaimsFigure(request, analysis)?.figure
  }
}

/// A forest plot: a panel per claim, a row per model and task, with intervals about ratios and a line at 1, where there
/// is no effect.
private struct ClaimsFigure {
  /// One row of one panel.
  private struct Entry {
    let model: StudyModel
    let task: StudyTask
    let effect: Claim.Effect
  }

  private let request: FigureRequest
  private let claims: [(claim: Claim, entries: [Entry])]
  /// Every model and task that has an effect.
  private let subjects: [(model: StudyModel, task: StudyTask)]
  private let namesTask: Bool
  private let namesModel: Bool
  /// A notice where conditions of these are not computed whole.
  private let unfinished: String?

  init?(_ request: FigureRequest, _ analysis: StudyAnalysis) {
    let models = request.chosen(analysis.study.models)
    let tasks = request.chosen(analysis.study.tasks)
    let pairs = tasks.flatMap { task in models.map { (model: $0, task: task) } }
    claims = Claim.all.compactMap { claim in
      let entries = pairs.compactMap { pair in
        claim.effect(analysis, request, pair.model, pair.task).map {
          Entry(model: pair.model, task: pair.task, effect: $0)
        }
      }
      return entries.isEmpty ? nil : (claim, entries)
    }
    if claims.isEmpty { return nil }
    let all = claims.flatMap(\.entries)
    subjects = pairs.filter { pair in
      all.contains { $0.model.name == pair.model.name && $0.task.name == pair.task.name }
    }
    let shown = subjects
    unfinished = Captions.unfinished(
      analysis.conditions.filter { condition in
        shown.contains { $0.model.name == condition.model && $0.task.name == condition.condition.task }
      })
    self.request = request
    namesTask = Set(subjects.map(\.task.name)).count > 1
    namesModel = Set(subjects.map(\.model.name)).count > 1 || !namesTask
  }

  /// The place of a model and a task, without the one that all rows share.
  private func place(_ model: StudyModel, _ task: StudyTask) -> String {
    let words = [namesTask ? task.label : nil, namesModel ? model.label : nil]
    return RichText.literal(words.compactMap(\.self).joined(separator: " · "))
  }

  var figure: StudyFigure {
    StudyFigure(
      id: "claims-\(request.measured.rawValue)\(request.suffix(.model, .task, .projection))",
      title: "The claims of the papers as ratios", figure: picture, layout: .wide, panelAspect: nil,
      caption: caption, data: data, overview: nil)
  }

  private var picture: Plotting.Figure {
    Plotting.Figure(
      panels: PanelGrid.rows(claims.map { panel($0.claim, $0.entries) }, request.room),
      sharedY: .rows, legend: .none,
      series: [Series("effect", name: "Ratio", slot: 0)])
  }

  private func panel(_ claim: Claim, _ entries: [Entry]) -> Panel {
    let known = entries.filter { $0.effect.interval != nil }
    let places = { (entries: [Entry]) in
      Values.categories(entries.map { self.place($0.model, $0.task) })
    }
    return Panel(
      title: claim.title, x: Axis(title: claim.ratio, scale: .log10),
      y: Axis(scale: .band(subjects.map { place($0.model, $0.task) }), isReversed: true, grid: true),
      marks: [
        .rule(x: [1]),
        .interval(
          y: places(known), low: known.compactMap(\.effect.interval?.lower),
          high: known.compactMap(\.effect.interval?.upper), series: "effect"),
        .points(
          x: .numbers(entries.map(\.effect.value)), y: places(entries), series: "effect",
          style: MarkStyle(width: 0.8)),
      ])
  }

  private var caption: String {
    let counts = claims.flatMap { $0.entries.map(\.effect.sampleCount) }
    let projections =
      request.projection.map { "projection \($0.phrase)" } ?? "all projections (geometric mean)"
    let text =
      "What the papers claim, as ratios for each task and model; the line stands at 1, no effect. "
      + claims.map(\.claim.meaning).joined(separator: "; ").capitalizedFirst
      + ". The statistic is the \(request.measured.words.name) of \(projections). Intervals are 95 % bootstrap "
      + "percentile intervals over samples, n = \(Captions.range(counts))."
    return [text, unfinished].compactMap(\.self).joined(separator: " ")
  }

  private var data: DataTable {
    var table = DataTable([
      .words("claim", "Claim"), .words("model", "Model"), .words("task", "Task"),
      .words("statistic", "Statistic"), .words("projection", "Projection"), .numbers("ratio", "Ratio"),
      .numbers("lower", "Lower"), .numbers("upper", "Upper"), .numbers("n", "n"),
    ])
    for (claim, entries) in claims {
      for entry in entries {
        table.add([
          .text(claim.name), .text(entry.model.name), .text(entry.task.name),
          .text((claim.statistic ?? request.measured).rawValue), .text(request.projection?.rawValue ?? "all"),
          .number(entry.effect.value), .number(entry.effect.interval?.lower),
          .number(entry.effect.interval?.upper), .count(entry.effect.sampleCount),
        ])
      }
    }
    return table
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
