import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// How unevenly gradients spread over layers, from fast to slow.
  static let mad = FigureKind(
    name: "mad", summary: "MAD of the curves from no to detailed chain of thought",
    choices: [.model, .task, .statistic, .projection, .style]
  ) { request, analysis in
    MADFigure(request, analysis)?.figure
  }
}

/// A dumbbell per model and task: the MAD of each response style, joined from fast to slow. A row of panels for each
/// task, a column for each projection.
private struct MADFigure {
  /// One dumbbell.
  private struct Entry {
    /// In the notation of ``RichText`` and different for every entry of a row, for it names the place of its marks.
    let label: String
    let conditions: [ConditionAnalysis]
  }

  /// The dumbbells that share a panel.
  private struct Row {
    let title: String?
    let entries: [Entry]
  }

  private let request: FigureRequest
  private let statistic: Statistic
  private let rows: [Row]
  private let projections: [Projection]
  private let styles: [ResponseStyle]
  /// The one model or task that was asked for, by its label.
  private let subject: String?
  /// Which tasks are left out.
  private let remark: String?
  private let shown: FigureSubject
  private let missing: String?

  init?(_ request: FigureRequest, _ analysis: StudyAnalysis) {
    self.request = request
    statistic = request.measured
    let models = request.chosen(analysis.study.models)
    let comparable = ComparableTasks(request, in: analysis.study)
    let tasks = comparable.shown
    remark = comparable.remark
    subject =
      (request.model.map { _ in models.map(\.label) } ?? request.task.map { _ in tasks.map(\.label) })?.first
    let conditions = { (model: StudyModel, task: StudyTask) in
      request.chosen(task.styles)
        .compactMap { analysis.condition(model: model.name, task: task.name, style: $0) }
        .filter { $0.meanMAD(request.measured) != nil }
    }
    if models.count == 1, let model = models.first {
      let entries = tasks.map { Entry(label: RichText.literal($0.label), conditions: conditions(model, $0)) }
      rows = [Row(title: nil, entries: Self.comparable(entries))]
    } else {
      rows = tasks.map { task in
        let entries = models.map {
          Entry(label: RichText.literal($0.label), conditions: conditions($0, task))
        }
        return Row(title: tasks.count == 1 ? nil : task.label, entries: Self.comparable(entries))
      }.filter { !$0.entries.isEmpty }
    }
    shown = FigureSubject(
      analysis.study, model: models.count == 1 ? models.first : nil,
      task: tasks.count == 1 ? tasks.first : nil)
    missing = MissingResults(request, analysis, models: models, tasks: tasks).sentence
    let all = rows.flatMap(\.entries).flatMap(\.conditions)
    guard let first = all.first else { return nil }
    projections = request.chosen(first.projections)
    if projections.isEmpty { return nil }
    let present = Set(all.map(\.condition.style))
    styles = ResponseStyle.allCases.filter(present.contains)
  }

  /// One style alone has nothing to be joined to.
  private static func comparable(_ entries: [Entry]) -> [Entry] { entries.filter { $0.conditions.count > 1 } }

  private var conditions: [ConditionAnalysis] { rows.flatMap(\.entries).flatMap(\.conditions) }

  var figure: StudyFigure {
    StudyFigure(
      id: id, title: title, figure: picture, layout: .wide,
      panelAspect: nil, subject: shown.sentence, words: caption,
      data: MADTable(conditions, statistics: [statistic], projections: projections).table,
      overview: nil)
  }

  private var id: String {
    "mad\(request.suffix(.model, .task))-\(statistic.rawValue)\(request.suffix(.projection, .style))"
  }

  private var title: String {
    let subject = subject.map { ": \($0)" } ?? ", by response style"
    return "MAD of the \(statistic.words.name)\(subject)"
  }

  private var picture: Plotting.Figure {
    let isBroken = request.room == .narrow && projections.count > 1
    let panels = rows.flatMap { row in
      PanelGrid.rows(projections.map { panel(row, $0, namesIt: isBroken) }, request.room)
    }
    return Plotting.Figure(
      subtitle: shown.subtitle, panels: panels,
      columnTitles: isBroken ? [] : projections.map { RichText.literal($0.label) },
      sharedX: isBroken ? .none : .columns, sharedY: .rows, legend: .top, series: CurveMarks.series(styles))
  }

  /// The name of a row stands level above its first panel: rows of few dumbbells are too low for turned words.
  private func panel(_ row: Row, _ projection: Projection, namesIt: Bool) -> Panel {
    let words = [
      namesIt || projection == projections.first ? row.title : nil, namesIt ? projection.label : nil,
    ].compactMap(\.self)
    return Panel(
      title: words.isEmpty ? nil : RichText.joined(words.map(RichText.literal), by: ", "),
      x: Axis(title: "MAD", includesZero: true, isNonNegative: true),
      y: Axis(scale: .band(row.entries.map(\.label)), isReversed: true, grid: true),
      marks: [bars(row, projection)] + points(row, projection))
  }

  private func bars(_ row: Row, _ projection: Projection) -> Mark {
    let spans = row.entries.compactMap { entry -> (label: String, low: Double, high: Double)? in
      let values = entry.conditions.compactMap { $0.mad(statistic, of: projection)?.all }
      guard let low = values.min(), let high = values.max() else { return nil }
      return (entry.label, low, high)
    }
    let places = Values.categories(spans.map(\.label))
    return .segments(
      x: .numbers(spans.map(\.low)), y: places, x2: .numbers(spans.map(\.high)), y2: places,
      style: MarkStyle(isMuted: true))
  }

  private func points(_ row: Row, _ projection: Projection) -> [Mark] {
    styles.map { style in
      let found = row.entries.compactMap { entry -> (label: String, value: Double)? in
        entry.conditions.first { $0.condition.style == style }?.mad(statistic, of: projection)?.all
          .map { (entry.label, $0) }
      }
      return .points(
        x: .numbers(found.map(\.value)), y: .categories(found.map(\.label)), series: style.rawValue)
    }
  }

  private var caption: String {
    let curves = styles.map { style in
      (
        style.label,
        conditions.filter { $0.condition.style == style }.flatMap { condition in
          projections.compactMap { condition.curve(statistic, of: $0) }
        }
      )
    }
    return [
      "Mean absolute difference between the \(statistic.words.name) of neighbouring layers, a column for each "
        + "projection, a point for each response style. A small MAD means that a curve changes little from layer to "
        + "layer.",
      remark, Captions.counts(curves), Captions.leftOut(curves.flatMap(\.1)), missing,
      Captions.unfinished(conditions),
    ].compactMap(\.self).joined(separator: " ")
  }
}
