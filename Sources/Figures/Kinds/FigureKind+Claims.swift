import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// The papers' claims and how sure the study is of them.
  package static let claims = FigureKind(
    name: "claims", summary: "the papers' claims as effect sizes with intervals",
    choices: [.model, .task, .statistic, .projection],
    needs: [.fastAndSlow, .values(), .positive],
    followsSize: false
  ) { selection in
    ClaimsFigure(selection)?.figure
  }
}

/// A forest plot: a panel per claim, a row per model, a colour per task, with intervals about ratios and a line at 1, where
/// there is no effect. Of one model or one task the rows are what there are several of, and where tasks are more than
/// colours can tell apart they are the rows, a colour per model.
private struct ClaimsFigure {
  private typealias Entry = ClaimEffects.Entry

  private let request: FigureRequest
  private let effects: ClaimEffects
  /// Models that are shown.
  private let models: [StudyModel]
  private let tasks: [StudyTask]
  private let rowsAreModels: Bool
  /// A notice where conditions of these are not computed whole.
  private let unfinished: String?
  private let leftOut: String?
  private let missing: String?
  private let shown: FigureSubject

  init?(_ selection: Selection) {
    let (request, models, tasks) = (selection.request, selection.models, selection.tasks)
    effects = ClaimEffects(selection)
    if request.measured.isSigned || !effects.hasEffects { return nil }
    let shown = effects.pairs
    let conditions = selection.analysis.conditions.filter { condition in
      shown.contains { $0.model.name == condition.model && $0.task.name == condition.condition.task }
    }
    unfinished = Captions.coverage(conditions)
    leftOut = Captions.leftOut(request.measured, of: request.projection.map { [$0] }, in: conditions)
    self.request = request
    let tasksShown = tasks.filter { task in shown.contains { $0.task.name == task.name } }
    let modelsShown = models.filter { model in shown.contains { $0.model.name == model.name } }
    let areTooMany = tasksShown.count > Self.mostSeries && modelsShown.count <= Self.mostSeries
    rowsAreModels = tasksShown.count == 1 || modelsShown.count > 1 && !areTooMany
    self.tasks = tasksShown
    self.models = modelsShown
    let claimed = tasks.filter { Set($0.styles).isSuperset(of: [.none, .detailed]) }
    missing = selection.missing(models: models, tasks: claimed) {
      $0.style == .detailed || $0.style == .none && $0.relevance == .correct
    }
    self.shown = FigureSubject(
      selection.study, model: modelsShown.count == 1 ? shown.first?.model : nil,
      task: tasksShown.count == 1 ? tasksShown.first : nil,
      details: request.projection.map { ["projection \($0.label)"] } ?? [])
  }

  /// Colours that are told apart at a glance.
  private static let mostSeries = 8

  /// The names of the rows in the order of the study.
  private var rows: [String] {
    (rowsAreModels ? models.map(\.label) : tasks.map(\.label)).map(RichText.literal)
  }

  /// The row of a model on a task.
  private func row(_ pair: ModelOnTask) -> String {
    RichText.literal(rowsAreModels ? pair.model.label : pair.task.label)
  }

  /// A series for each task where rows are models, for each model where they are tasks.
  private var series: [Series] {
    let all =
      rowsAreModels ? tasks.map { ($0.name, $0.label) } : models.map { ($0.name, $0.label) }
    return SubjectSeries.all(all.count > 1 ? all : [("effect", "Ratio")])
  }

  private var hasSeries: Bool { series.count > 1 }

  private func series(_ entry: Entry) -> String {
    hasSeries ? rowsAreModels ? entry.pair.task.name : entry.pair.model.name : "effect"
  }

  var figure: StudyFigure {
    StudyFigure(
      id: "claims-\(request.measured.rawValue)\(request.suffix(.model, .task, .projection))",
      title: "The claims of the papers as ratios", figure: picture, panelAspect: nil,
      subject: shown.sentence, words: caption, data: data, overview: nil)
  }

  private var picture: Plotting.Figure {
    let series = series
    let panels = PanelGrid.items(effects.shown, request.room).map { claims -> [Panel?] in
      // Panels side by side keep the same places for the series of any of them.
      let present = Set(claims.flatMap(\.entries).map { self.series($0) })
      let series = series.map(\.key).filter(present.contains)
      return claims.map { panel($0, series) }
    }
    return Plotting.Figure(
      subtitle: shown.subtitle, panels: panels, sharedY: .rows, legend: hasSeries ? .top : .none,
      series: series)
  }

  private func panel(_ shown: ClaimEffects.Shown, _ series: [String]) -> Panel {
    let entries = shown.entries
    let marks = series.flatMap { key in
      self.marks(entries.filter { self.series($0) == key }, series: key)
    }
    return Panel(
      title: shown.claim.title,
      x: Axis(title: shown.claim.ratio, scale: .log10),
      y: Axis(scale: .band(rows), isReversed: true, grid: true),
      marks: [.rule(x: [1])] + marks + undefined(shown))
  }

  /// Words in the rows of a claim that have results and no ratio at all.
  private func undefined(_ shown: ClaimEffects.Shown) -> [Mark] {
    let known = Set(shown.entries.map { row($0.pair) })
    let without = Set(shown.undefined.map(row)).subtracting(known)
    let empty = rows.filter(without.contains)
    if empty.isEmpty { return [] }
    return [
      .text(
        x: .numbers(empty.map { _ in 1 }), y: .categories(empty), text: empty.map { _ in "no ratio" },
        style: MarkStyle(isMuted: true))
    ]
  }

  private func marks(_ entries: [Entry], series: String) -> [Mark] {
    let known = entries.filter { $0.effect.interval != nil }
    let places = { (entries: [Entry]) in Values.categories(entries.map { self.row($0.pair) }) }
    return [
      .interval(
        y: places(known), low: known.compactMap(\.effect.interval?.lower),
        high: known.compactMap(\.effect.interval?.upper), series: series),
      .points(
        x: .numbers(entries.map(\.effect.value)), y: places(entries), series: series,
        style: MarkStyle(width: 0.8)),
    ]
  }

  private var caption: FigureWords {
    let counts = effects.shown.flatMap { $0.entries.map(\.effect.sampleCount) }
    let projections =
      request.projection.map { "projection \($0.phrase)" } ?? "all projections (geometric mean)"
    let text =
      "What the papers claim, as ratios for each task and model\(hasSeries ? ", a colour for each \(rowsAreModels ? "task" : "model")" : ""); the line stands "
      + "at 1, no effect. "
      + effects.shown.map(\.claim.meaning).joined(separator: "; ").capitalizedFirst
      + ". The statistic is the \(request.measured.words.name) of \(projections)."
    return FigureWords(
      nil, basis: [intervals, "n = \(Captions.range(counts))."],
      details: [text, effects.undefinedSentence, effects.absentSentence, leftOut, missing, unfinished])
  }

  /// Meaning of the intervals; a single sample has none.
  private var intervals: String {
    let effects = effects.shown.flatMap(\.entries).map(\.effect)
    let without = effects.count { $0.interval == nil }
    if without == effects.count { return "There are no intervals, since one sample gives none." }
    let isOfSamples = effects.allSatisfy { $0.interval != nil || $0.sampleCount == 1 }
    let rest = isOfSamples ? "; where n = 1 there is none." : "; MADs of this statistic have none here."
    return "Intervals are 95 % bootstrap intervals over samples" + (without == 0 ? "." : rest)
  }

  private var data: Table {
    var table = Table([
      .words("claim", "Claim"), .words("model", "Model"), .words("task", "Task"),
      .words("statistic", "Statistic"), .words("projection", "Projection"), .numbers("ratio", "Ratio"),
      .numbers("lower", "Lower"), .numbers("upper", "Upper"), .numbers("n", "n"),
    ])
    for shown in effects.shown {
      for item in shown.compared {
        table.add([
          .text(shown.claim.name), .text(item.pair.model.name), .text(item.pair.task.name),
          .text((shown.claim.statistic ?? request.measured).rawValue),
          .text(request.projection?.rawValue ?? "all"), .number(item.effect?.value),
          .number(item.effect?.interval?.lower), .number(item.effect?.interval?.upper),
          item.effect.map { .count($0.sampleCount) } ?? .number(nil),
        ])
      }
    }
    return table
  }
}
