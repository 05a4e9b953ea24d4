import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// Unevenness of gradients over layers, from fast to slow.
  package static let mad = FigureKind(
    name: "mad", summary: "MAD of the curves from no to detailed chain of thought",
    choices: [.model, .task, .statistic, .projection, .style, .scale],
    needs: [.values(), .layers("MAD is taken"), .styles],
    placements: [
      FigurePlacement(.claim("unevenness"), 1), FigurePlacement(.model, 0), FigurePlacement(.task, 0),
    ]
  ) { selection in
    try MADFigure(selection)?.figure
  }
}

/// A dumbbell per model and task: the MAD of each response style, joined from fast to slow. Of models and tasks those that
/// are fewer have rows of panels, so that these are few and full; a column for each projection. Of one projection the
/// panels fill the width; where there is little room for many dumbbells, one projection is shown.
private struct MADFigure {
  /// One dumbbell.
  struct Entry {
    /// Label in the notation of ``RichText``, different for every entry of a row, for it names the place of
    /// its marks.
    let label: String
    let conditions: [ConditionAnalysis]
  }

  /// The dumbbells that share a panel.
  struct Row {
    let title: String?
    let entries: [Entry]

    /// One of `count` rows; one style alone has nothing to be joined to.
    init(_ title: String, of count: Int, _ entries: [Entry]) {
      self.title = count == 1 ? nil : title
      self.entries = entries.filter { $0.conditions.count > 1 }
    }
  }

  private let request: FigureRequest
  private let statistic: Statistic
  private let rows: [Row]
  private let projections: [Projection]
  private let styles: [ResponseStyle]
  /// The one model or task that was asked for, by its label.
  private let subject: String?
  /// Sentence that says which tasks are left out.
  private let remark: String?
  private let study: Study
  /// The models and tasks that were asked for and can be compared.
  private let models: [StudyModel]
  private let tasks: [StudyTask]
  /// Whether one projection is shown of several for want of room.
  private let isCompact: Bool
  private let scale: ValueScale
  private let missing: String?

  init?(_ selection: Selection) throws {
    let request = selection.request
    self.request = request
    study = selection.study
    let statistic = request.measured
    self.statistic = statistic
    let models = selection.models
    let comparable = selection.comparableTasks
    let tasks = comparable.shown
    (self.models, self.tasks) = (models, tasks)
    remark = comparable.remark
    subject =
      (request.model.map { _ in models.map(\.label) } ?? request.task.map { _ in tasks.map(\.label) })?.first
    missing = selection.missing(models: models, tasks: tasks)
    let entry = { (model: StudyModel, task: StudyTask, label: String) in
      Entry(
        label: RichText.literal(label),
        conditions: selection.conditions(ModelOnTask(model: model, task: task))
          .filter { $0.meanMAD(statistic) != nil })
    }
    let rows =
      Self.rowsAreTasks(models, tasks)
      ? tasks.map { task in Row(task.label, of: tasks.count, models.map { entry($0, task, $0.label) }) }
      : models.map { model in Row(model.label, of: models.count, tasks.map { entry(model, $0, $0.label) }) }
    self.rows = rows.filter { !$0.entries.isEmpty }
    let all = rows.flatMap(\.entries).flatMap(\.conditions)
    let available = selection.projections(of: all)
    guard let single = available.representative else { return nil }
    isCompact = available.count > 1 && Self.isCrowded(self.rows, available.count, request)
    let projections = isCompact ? [single] : available
    self.projections = projections
    let present = Set(all.map(\.condition.style))
    styles = ResponseStyle.allCases.filter(present.contains)
    scale = try ValueScale(
      request.scale,
      values: all.flatMap { condition in
        projections.compactMap { condition.mad(statistic, of: $0)?.all }
      })
  }

  private static func rowsAreTasks(_ models: [StudyModel], _ tasks: [StudyTask]) -> Bool {
    models.count > 1 && tasks.count <= models.count
  }

  /// Whether panels of all projections would be more than a column of a page, or a slide, can hold. What stands above
  /// and under a panel is as high as three dumbbells.
  private static func isCrowded(_ rows: [Row], _ projections: Int, _ request: FigureRequest) -> Bool {
    if request.isLow, rows.count * ((projections + 3) / 4) > 2 { return true }
    let lines = rows.reduce(0) { $0 + ($1.entries.count + 3) * ((projections + 1) / 2) }
    return request.room == .narrow && rows.count > 1 && lines > 36
  }

  private var conditions: [ConditionAnalysis] { rows.flatMap(\.entries).flatMap(\.conditions) }

  /// Whether the panels of one projection fill the width, each under the name of its model or task.
  private var isGrid: Bool { projections.count == 1 && rows.count > 1 }

  /// Whether projections stand in several rows.
  private var isBroken: Bool { projections.count > (request.room == .narrow ? 1 : 4) }

  var figure: StudyFigure {
    StudyFigure(
      id: id, title: title, figure: picture,
      panelAspect: nil, subject: shown.sentence, words: caption,
      data: MADTable(conditions, statistics: [statistic], projections: projections, keepsEmpty: true).table,
      overview: nil)
  }

  private var shown: FigureSubject {
    FigureSubject(
      study, model: models.count == 1 ? models.first : nil, task: tasks.count == 1 ? tasks.first : nil,
      details: isGrid ? projections.map { "projection \($0.label)" } : [])
  }

  private var id: String {
    let projection = isCompact ? projections.map { "-\($0.rawValue)" }.joined() : request.suffix(.projection)
    return
      "mad\(request.suffix(.model, .task))-\(statistic.rawValue)\(projection)\(request.suffix(.style, .scale))"
  }

  private var title: String {
    let subject = subject.map { ": \($0)" } ?? ", by response style"
    return "MAD of the \(statistic.words.name)\(subject)"
  }

  private var picture: Plotting.Figure {
    let series = CurveMarks.series(styles)
    if isGrid {
      return Plotting.Figure(
        subtitle: shown.subtitle,
        panels: PanelGrid.rows(grid, request.room),
        sharedX: .all, sharedY: .rows, legend: .top, series: series)
    }
    let panels = rows.flatMap { row in
      PanelGrid.rows(projections.map { isBroken ? broken(row, $0) : whole(row, $0) }, request.room)
    }
    return Plotting.Figure(
      subtitle: shown.subtitle, panels: panels,
      columnTitles: isBroken ? [] : projections.map { RichText.literal($0.label) },
      sharedX: isBroken ? .none : .columns, sharedY: .rows, legend: .top, series: series)
  }

  /// A panel for each row, under its name.
  private var grid: [Panel] {
    rows.map { panel($0, projections[0], title: $0.title.map(RichText.literal)) }
  }

  /// A panel in the column of its projection. The first of a row is named like an axis, which is quieter than the heads
  /// of the columns.
  private func whole(_ row: Row, _ projection: Projection) -> Panel {
    var panel = panel(row, projection)
    if projection == projections.first { panel.y.title = row.title.map(RichText.literal) }
    return panel
  }

  /// A panel that names its row and its projection.
  private func broken(_ row: Row, _ projection: Projection) -> Panel {
    let words = [row.title, projection.label].compactMap(\.self).map(RichText.literal)
    return panel(row, projection, title: RichText.joined(words, by: ", "))
  }

  private func panel(_ row: Row, _ projection: Projection, title: String? = nil) -> Panel {
    Panel(
      title: title,
      x: Axis(
        title: scale.title("MAD of the \(statistic.words.name)"), scale: scale.kind,
        includesZero: scale.kind == .linear, isNonNegative: true),
      y: Axis(scale: .band(names(row)), isReversed: true, grid: true),
      marks: [bars(row, projection)] + intervals(row, projection) + points(row, projection))
  }

  /// The names beside a panel; those of panels that fill the width are the same, with gaps where there is no result.
  private func names(_ row: Row) -> [String] {
    guard isGrid else { return row.entries.map(\.label) }
    let found = Set(rows.flatMap(\.entries).map(\.label))
    let all = Self.rowsAreTasks(models, tasks) ? models.map(\.label) : tasks.map(\.label)
    return all.map(RichText.literal).filter(found.contains)
  }

  private func bars(_ row: Row, _ projection: Projection) -> Mark {
    let spans = row.entries.compactMap { entry -> (label: String, low: Double, high: Double)? in
      let values = styles.compactMap { mad(entry, $0, projection) }
      guard let first = values.first, let last = values.last else { return nil }
      return (entry.label, first, last)
    }
    let places = Values.categories(spans.map(\.label))
    return .segments(
      x: .numbers(spans.map(\.low)), y: places, x2: .numbers(spans.map(\.high)), y2: places,
      style: MarkStyle(isMuted: true))
  }

  private func mad(_ entry: Entry, _ style: ResponseStyle, _ projection: Projection) -> Double? {
    entry.conditions.first { $0.condition.style == style }?.mad(statistic, of: projection)?.all
  }

  /// The interval of each point, behind it and in its colour.
  private func intervals(_ row: Row, _ projection: Projection) -> [Mark] {
    styles.compactMap { style in
      let found = row.entries.compactMap { entry -> (label: String, interval: Interval)? in
        interval(entry, style, projection).map { (entry.label, $0) }
      }
      if found.isEmpty { return nil }
      let places = Values.categories(found.map(\.label))
      return .segments(
        x: .numbers(found.map(\.interval.lower)), y: places, x2: .numbers(found.map(\.interval.upper)),
        y2: places, series: style.rawValue, style: MarkStyle(width: 2.6, opacity: 0.4))
    }
  }

  private func interval(_ entry: Entry, _ style: ResponseStyle, _ projection: Projection) -> Interval? {
    entry.conditions.first { $0.condition.style == style }?.madInterval(statistic, of: projection)
  }

  private func points(_ row: Row, _ projection: Projection) -> [Mark] {
    styles.map { style in
      let found = row.entries.compactMap { entry -> (label: String, value: Double)? in
        mad(entry, style, projection).map { (entry.label, $0) }
      }
      return .points(
        x: .numbers(found.map(\.value)), y: .categories(found.map(\.label)), series: style.rawValue)
    }
  }
}

// The caption.
extension MADFigure {
  fileprivate var caption: FigureWords {
    let curves = styles.map { style in
      (
        style.label,
        conditions.filter { $0.condition.style == style }.flatMap { condition in
          projections.compactMap { condition.curve(statistic, of: $0) }
        }
      )
    }
    return FigureWords(
      finding, basis: [Captions.counts(curves), barSentence],
      details: [
        "Mean absolute difference (MAD) of the \(statistic.words.name) between neighbouring layers, \(arrangement), a "
          + "point for each response style, joined from first to last. A small MAD means a curve that changes little.",
        scale.sentence(of: "Axes"), chance, remark,
        Captions.leftOut(statistic, of: projections, in: conditions),
        equals, missing, Captions.coverage(conditions),
      ])
  }

  /// The style whose points lie furthest out.
  private var finding: String? {
    Ranking(
      rows.flatMap(\.entries).flatMap { entry in
        projections.map { projection in
          styles.compactMap { style in
            mad(entry, style, projection).map { Ranking.Entry(name: style.label, amount: $0) }
          }
        }
      }
    ).sentence("has the largest MAD", place: "comparison")
  }

  /// Meaning of the bars, and where there are none.
  private var barSentence: String? {
    let points = rows.flatMap(\.entries).flatMap { entry in
      projections.flatMap { projection in
        styles.compactMap { style in
          mad(entry, style, projection).map { _ in interval(entry, style, projection) != nil }
        }
      }
    }
    if points.allSatisfy({ !$0 }) { return nil }
    let meaning = "Pale bars are 95 % intervals over samples (\(IntervalMethod.percentile.words))"
    return points.allSatisfy(\.self)
      ? "\(meaning)." : "\(meaning); none where n = 1 or noise is over a fifth."
  }

  /// Reason why points do not lie in the middle of their bars, nil where they do or have none.
  private var chance: String? {
    barSentence != nil && conditions.contains { $0.coverage.computed < Self.fewSamples }
      ? "Chance adds to MAD, and more so in resamples of few samples: points lie low in their bars." : nil
  }

  /// Count of samples under which bootstrap intervals visibly lie above MAD: resampling adds chance to it.
  private static let fewSamples = 30

  /// Sentence that says how equal points are drawn, nil where none are.
  private var equals: String? {
    let areEqual = rows.flatMap(\.entries).contains { entry in
      projections.contains { projection in
        let values = styles.compactMap { mad(entry, $0, projection) }
        return Set(values).count < values.count
      }
    }
    return areEqual ? "Equal points are rings around one another." : nil
  }

  private var arrangement: String {
    let letters = Captions.projections(projections)
    let row = Self.rowsAreTasks(models, tasks) ? "task" : "model"
    if isGrid { return "of projection \(letters), a panel for each \(row)" }
    let rows = rows.count > 1 ? "a row of panels for each \(row), " : ""
    let panels =
      self.rows.count > 1 ? "a panel for each \(row) and projection" : "a panel for each projection"
    return isBroken
      ? "\(panels) (\(letters))" : "\(rows)a column for each projection (\(letters))"
  }
}
