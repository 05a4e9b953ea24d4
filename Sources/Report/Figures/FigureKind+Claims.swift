import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// The papers' claims and how sure the study is of them.
  static let claims = FigureKind(
    name: "claims", summary: "the papers' claims as effect sizes with intervals",
    choices: [.model, .task, .statistic, .projection],
    needs: [.fastAndSlow, .values(), .positive],
    followsSize: false
  ) { request, analysis in
    ClaimsFigure(request, analysis)?.figure
  }
}

/// A forest plot: a panel per claim, a row per model, a colour per task, with intervals about ratios and a line at 1, where
/// there is no effect. Of one model or one task the rows are what there are several of.
private struct ClaimsFigure {
  /// One row of one panel.
  private struct Entry {
    let model: StudyModel
    let task: StudyTask
    let effect: Claim.Effect
  }

  private let request: FigureRequest
  private let study: Study
  private let claims: [(claim: Claim, entries: [Entry])]
  /// Every model and task that has an effect.
  private let subjects: [(model: StudyModel, task: StudyTask)]
  /// Those of them that are shown.
  private let tasks: [StudyTask]
  private let rowsAreModels: Bool
  /// A notice where conditions of these are not computed whole.
  private let unfinished: String?
  private let leftOut: String?
  private let missing: String?
  private let shown: FigureSubject

  init?(_ request: FigureRequest, _ analysis: StudyAnalysis) {
    let models = request.chosen(analysis.study.models)
    let tasks = request.chosen(analysis.study.tasks)
    let pairs = tasks.flatMap { task in models.map { (model: $0, task: task) } }
    // That of the effective rank would be the strength of the same statistic once more.
    claims = Claim.all.filter { $0.statistic != request.measured }.compactMap { claim in
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
    let conditions = analysis.conditions.filter { condition in
      shown.contains { $0.model.name == condition.model && $0.task.name == condition.condition.task }
    }
    unfinished = Captions.unfinished(conditions)
    leftOut = Captions.leftOut(request.measured, of: request.projection.map { [$0] }, in: conditions)
    self.request = request
    study = analysis.study
    let tasksShown = tasks.filter { task in shown.contains { $0.task.name == task.name } }
    let modelsShown = Set(shown.map(\.model.name))
    rowsAreModels = modelsShown.count > 1 || tasksShown.count == 1
    self.tasks = tasksShown
    let claimed = tasks.filter { Set($0.styles).isSuperset(of: [.none, .detailed]) }
    missing =
      MissingResults(request, analysis, models: models, tasks: claimed) {
        $0.style == .detailed || $0.style == .none && $0.relevance == .correct
      }.sentence
    self.shown = FigureSubject(
      analysis.study, model: modelsShown.count == 1 ? shown.first?.model : nil,
      task: tasksShown.count == 1 ? tasksShown.first : nil,
      details: request.projection.map { ["projection \($0.label)"] } ?? [])
  }

  /// The names of the rows in the order of the study.
  private var rows: [String] {
    let names = subjects.map { place($0.model, $0.task) }
    let all = rowsAreModels ? request.chosen(study.models).map(\.label) : tasks.map(\.label)
    return all.map(RichText.literal).filter(names.contains)
  }

  private func place(_ model: StudyModel, _ task: StudyTask) -> String {
    RichText.literal(rowsAreModels ? model.label : task.label)
  }

  /// Where rows are models, each task is a series.
  private var isByTask: Bool { rowsAreModels && tasks.count > 1 }

  private func series(_ task: StudyTask) -> String { isByTask ? task.name : "effect" }

  var figure: StudyFigure {
    StudyFigure(
      id: "claims-\(request.measured.rawValue)\(request.suffix(.model, .task, .projection))",
      title: "The claims of the papers as ratios", figure: picture, panelAspect: nil,
      subject: shown.sentence, words: caption, data: data, overview: nil)
  }

  private var picture: Plotting.Figure {
    let series =
      isByTask
      ? tasks.map { Series($0.name, name: RichText.literal($0.label)) } : [Series("effect", name: "Ratio")]
    return Plotting.Figure(
      subtitle: shown.subtitle,
      panels: PanelGrid.rows(claims.map { panel($0.claim, $0.entries) }, request.room),
      sharedY: .rows, legend: isByTask ? .top : .none, series: series)
  }

  private func panel(_ claim: Claim, _ entries: [Entry]) -> Panel {
    let marks = (isByTask ? tasks : [tasks[0]]).flatMap { task in
      self.marks(isByTask ? entries.filter { $0.task.name == task.name } : entries, series: series(task))
    }
    return Panel(
      title: claim.title, x: Axis(title: claim.ratio, scale: .log10),
      y: Axis(scale: .band(rows), isReversed: true, grid: true),
      marks: [.rule(x: [1])] + marks)
  }

  private func marks(_ entries: [Entry], series: String) -> [Mark] {
    let known = entries.filter { $0.effect.interval != nil }
    let places = { (entries: [Entry]) in Values.categories(entries.map { self.place($0.model, $0.task) }) }
    return [
      .interval(
        y: places(known), low: known.compactMap(\.effect.interval?.lower),
        high: known.compactMap(\.effect.interval?.upper), series: series),
      .points(
        x: .numbers(entries.map(\.effect.value)), y: places(entries), series: series,
        style: MarkStyle(width: 0.8)),
    ]
  }

  private var caption: String {
    let counts = claims.flatMap { $0.entries.map(\.effect.sampleCount) }
    let projections =
      request.projection.map { "projection \($0.phrase)" } ?? "all projections (geometric mean)"
    let text =
      "What the papers claim, as ratios for each task and model\(isByTask ? ", a colour for each task" : ""); the line stands "
      + "at 1, no effect. "
      + claims.map(\.claim.meaning).joined(separator: "; ").capitalizedFirst
      + ". The statistic is the \(request.measured.words.name) of \(projections). \(intervals) n = \(Captions.range(counts))."
    return [text, leftOut, missing, unfinished].compactMap(\.self).joined(separator: " ")
  }

  /// What intervals are; a single sample has none.
  private var intervals: String {
    let effects = claims.flatMap(\.entries).map(\.effect)
    let without = effects.count { $0.interval == nil }
    if without == effects.count { return "There are no intervals, since one sample gives none." }
    let isOfSamples = effects.allSatisfy { $0.interval != nil || $0.sampleCount == 1 }
    let rest = isOfSamples ? "; where n = 1 there is none." : "; MADs of this statistic have none here."
    return "Intervals are 95 % bootstrap percentile intervals over samples" + (without == 0 ? "." : rest)
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
