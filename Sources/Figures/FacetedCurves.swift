import Analysis
import Gradients
import Plotting
import Studies

/// Curves over layers in rows and columns of panels, drawn, described and tabulated alike in every figure.
///
/// A kind names the conditions, statistics and projections whose curves it shows, and says by what its rows, columns and
/// lines differ.
struct FacetedCurves {
  /// A row or a column of panels: its name, and which of the curves stand in it.
  struct Facet {
    /// Title in the notation of ``RichText``.
    let title: String
    var statistic: Statistic?
    var projection: Projection?
    var holds: (ConditionAnalysis) -> Bool = { _ in true }
  }

  /// Arrangement of panels.
  enum Layout {
    /// Rows and columns with heads.
    case matrix
    /// Panels under the titles of their columns, in as many rows as the width takes.
    case wrapped
    /// Panels under the titles of their columns, side by side or, where there is little room, one under the other.
    case stacked
  }

  /// Property by which the lines of a panel differ.
  enum LineKind { case styles, relevances, projections }

  /// A low panel under every other one, with a number for each layer that is computed from its curves; all have one scale.
  struct Companion {
    /// Names the numbers on the axis and in the data.
    let column: Table.Column
    /// The numbers of a condition and what it is compared with; empty where there are none.
    let layers: (ConditionAnalysis, Projection) -> [Double]
  }

  let selection: Selection
  /// Conditions in the order of the data; those of a base model with two instruct partners may be there
  /// twice.
  let conditions: [ConditionAnalysis]
  var statistics: [Statistic]
  var projections: [Projection]
  /// One without a name unless rows differ.
  var rows = [Facet(title: "")]
  var columns: [Facet] = []
  var layout = Layout.matrix
  var lines = LineKind.styles
  /// Whether lines have bands; those of many lines in one panel hide each other and the lines.
  var hasBands = true
  /// Whether the first panel of a row names the axis of heights for all.
  var namesAxisOnce = false
  /// Whether the caption counts the samples of styles that have no curve.
  var countsEmptyStyles = true
  var series: [Series]
  let layers: LayerAxis
  var sharedX = AxisSharing.all
  var sharedY = AxisSharing.none
  var companion: Companion?

  /// All curves of the requested statistic in `conditions`, a line for each response style.
  init(_ selection: Selection, _ conditions: [ConditionAnalysis]) {
    self.selection = selection
    self.conditions = conditions
    statistics = [selection.request.measured]
    projections = selection.projections(of: conditions)
    series = CurveMarks.series(conditions.map(\.condition.style))
    layers = LayerAxis(selection.request.depth, depths: conditions.map(\.layerCount))
  }
}

extension FacetedCurves.Facet {
  static func projection(_ projection: Projection) -> Self {
    Self(title: RichText.literal(projection.label), projection: projection)
  }

  /// A statistic, which the axes name.
  static func statistic(_ statistic: Statistic) -> Self { Self(title: "", statistic: statistic) }

  static func style(_ style: ResponseStyle) -> Self {
    Self(title: RichText.literal(style.label)) { $0.condition.style == style }
  }

  static func model(_ model: StudyModel) -> Self { models([model], title: RichText.literal(model.label)) }

  static func models(_ models: [StudyModel], title: String) -> Self {
    let names = Set(models.map(\.name))
    return Self(title: title) { names.contains($0.model) }
  }
}

// The picture.
extension FacetedCurves {
  /// Words of a kind about its curves, beside those that all kinds have.
  struct Description {
    let id: String
    let title: String
    /// First sentences of the caption, which say what is drawn.
    let introduction: String
    /// Rewords “Heights are logarithmic.” where not all heights are meant.
    var heights: (String) -> String = { $0 }
    /// Text before the notices of what is missing.
    var remark: String?
    let missing: String?
  }

  /// The figure, nil when there is no curve.
  ///
  /// - Throws: `FigureError.option` for a scale that the values do not need.
  func figure(
    _ words: Description, panelAspect: Double, subject: FigureSubject, legend: LegendPlacement = .top,
    overview: Table? = nil
  ) throws -> StudyFigure? {
    if curves.isEmpty { return nil }
    let scale = try ValueScale(
      selection.request.scale, values: curves.flatMap(\.means), standard: areFarApart ? .log : .linear)
    return StudyFigure(
      id: words.id, title: words.title, figure: picture(scale, subject: subject, legend: legend),
      panelAspect: panelAspect, subject: subject.sentence, words: caption(words, scale), data: data,
      overview: overview)
  }

  private func picture(
    _ scale: ValueScale, subject: FigureSubject, legend: LegendPlacement
  ) -> Plotting.Figure {
    let top = companion.flatMap(companionTop)
    let panels = rows.flatMap { row -> [[Panel?]] in
      let curves = columns.indices.map { panel(row, columns[$0], scale, isFirst: $0 == 0) }
      guard let companion else { return [curves] }
      let low = columns.indices.map { panel(of: companion, row, columns[$0], top: top, isFirst: $0 == 0) }
      return [curves, low]
    }
    let isMatrix = layout == .matrix
    let heads = rows.flatMap { companion == nil ? [$0.title] : [$0.title, ""] }
    return Plotting.Figure(
      subtitle: subject.subtitle, panels: arranged(panels),
      columnTitles: isMatrix ? columns.map(\.title) : [],
      rowTitles: isMatrix && heads.contains { !$0.isEmpty } ? heads : [],
      rowWeights: companion == nil ? [] : rows.flatMap { _ in [1, 0.5] },
      sharedX: sharedX, sharedY: sharedY, legend: legend, series: series)
  }

  /// Whether the curves of a panel lie so far apart that on a linear scale the lower ones would be flat lines at its foot.
  private var areFarApart: Bool {
    guard curves.allSatisfy({ $0.means.allSatisfy { $0 > 0 } }) else { return false }
    return rows.contains { row in
      columns.contains { column in
        let levels = panelCurves(row, column).map { curve in
          curve.means.reduce(0, +) / Double(max(curve.means.count, 1))
        }
        guard let least = levels.min(), let most = levels.max(), least > 0 else { return false }
        return most > ValueScale.widest * least
      }
    }
  }

  private func arranged(_ panels: [[Panel?]]) -> [[Panel?]] {
    let all = panels.joined().compactMap(\.self)
    return switch layout {
    case .matrix: panels
    case .wrapped: PanelGrid.rows(all, selection.request.room)
    case .stacked: PanelGrid.stack(all, selection.request.room)
    }
  }

  private func panel(_ row: Facet, _ column: Facet, _ scale: ValueScale, isFirst: Bool) -> Panel? {
    let conditions = conditions(in: row, column)
    if conditions.isEmpty { return nil }
    let statistic = statistic(of: row, column)
    let marks = conditions.flatMap { condition in
      projections(in: row, column).flatMap { projection in
        condition.curve(statistic, of: projection).map {
          CurveMarks.marks(
            $0, series: key(condition, projection), isNonNegative: statistic.isNonNegative,
            hasBand: hasBands, layers: layers)
        } ?? []
      }
    }
    return CurveMarks.panel(
      title: layout == .matrix ? nil : column.title, statistic: statistic, layers: layers, scale: scale,
      marks: marks,
      isFirst: isFirst || !namesAxisOnce)
  }

  private func statistic(of row: Facet, _ column: Facet) -> Statistic {
    row.statistic ?? column.statistic ?? statistics[0]
  }

  /// The curves of a panel.
  private func panelCurves(_ row: Facet, _ column: Facet) -> [Curve] {
    let statistic = statistic(of: row, column)
    return conditions(in: row, column).flatMap { condition in
      projections(in: row, column).compactMap { condition.curve(statistic, of: $0) }
    }
  }

  private func numbers(of companion: Companion, _ row: Facet, _ column: Facet) -> [Double] {
    conditions(in: row, column).first.map { companion.layers($0, projections(in: row, column)[0]) } ?? []
  }

  /// Where the axes of all low panels end, so that their heights can be compared; nil where no number is above zero.
  private func companionTop(_ companion: Companion) -> Double? {
    let all = rows.flatMap { row in columns.flatMap { numbers(of: companion, row, $0) } }
    guard let most = all.filter(\.isFinite).max(), most > 0 else { return nil }
    return most * 1.05
  }

  private func panel(
    of companion: Companion, _ row: Facet, _ column: Facet, top: Double?, isFirst: Bool
  ) -> Panel {
    let numbers = numbers(of: companion, row, column)
    let x = layers.places(numbers.count)
    return Panel(
      x: layers.axis,
      y: Axis(
        title: isFirst ? companion.column.label : nil, lower: top.map { _ in 0 }, upper: top,
        includesZero: true, isNonNegative: true),
      marks: [
        .area(x: x, y: numbers, style: MarkStyle(isMuted: true)),
        .line(x: x, y: numbers, style: MarkStyle(isMuted: true)),
      ])
  }

  /// The conditions of a panel, each once.
  private func conditions(in row: Facet, _ column: Facet) -> [ConditionAnalysis] {
    var seen: Set<[String]> = []
    return conditions.filter { item in
      row.holds(item) && column.holds(item) && seen.insert([item.model, item.condition.words]).inserted
    }
  }

  private func projections(in row: Facet, _ column: Facet) -> [Projection] {
    (row.projection ?? column.projection).map { [$0] } ?? projections
  }

  /// The series that a line belongs to.
  private func key(_ condition: ConditionAnalysis, _ projection: Projection) -> String {
    switch lines {
    case .styles: condition.condition.style.rawValue
    case .relevances: condition.condition.relevance.rawValue
    case .projections: projection.rawValue
    }
  }
}

// The caption and the numbers.
extension FacetedCurves {
  /// Every curve there is.
  private var curves: [Curve] { conditions.flatMap(curves) }

  private func curves(_ condition: ConditionAnalysis) -> [Curve] {
    statistics.flatMap { statistic in projections.compactMap { condition.curve(statistic, of: $0) } }
  }

  private func caption(_ words: Description, _ scale: ValueScale) -> FigureWords {
    let lines =
      hasBands
      ? "Lines are means over samples."
      : "Lines are means over samples; their intervals are left out where so many lines share a panel."
    let (isNonNegative, counts) = (statistics[0].isNonNegative, Captions.counts(curvesByStyle))
    let isLong = counts.count(where: \.isWhitespace) > Captions.mostCountWords
    return FigureWords(
      finding,
      basis: [
        isLong ? "n = \(Captions.range(curves.map(\.sampleCount)))." : counts,
        hasBands ? Captions.bands(curves) : nil,
      ],
      details: [
        words.introduction, lines, layers.sentence, scale.sentence.map(words.heights),
        hasBands ? Captions.cutBands(curves, isNonNegative: isNonNegative) : nil,
        scale.kind == .linear ? Captions.zero(statistics) : nil, isLong ? counts : nil,
        Captions.leftOut(statistics[0], of: projections, in: conditions), words.remark, words.missing,
        Captions.coverage(conditions),
      ])
  }

  /// The line that lies highest in the panels, by the mean of each over its layers.
  private var finding: String? {
    Ranking(
      rows.flatMap { row in
        columns.map { column in
          conditions(in: row, column).flatMap { condition in
            projections(in: row, column).compactMap { projection in
              condition.curve(statistic(of: row, column), of: projection).map {
                Ranking.Entry(
                  name: name(condition, projection),
                  amount: $0.means.reduce(0, +) / Double(max($0.means.count, 1)))
              }
            }
          }
        }
      }
    ).sentence("lies highest", place: "panel")
  }

  /// The name of the line of a condition.
  private func name(_ condition: ConditionAnalysis, _ projection: Projection) -> String {
    switch lines {
    case .styles: condition.condition.style.label
    case .relevances: condition.condition.relevance.label
    case .projections: projection.label
    }
  }

  /// The curves behind the lines of each style, from fast to slow.
  private var curvesByStyle: [(label: String, curves: [Curve])] {
    let entries = ResponseStyle.allCases.flatMap { style in
      [Relevance.correct, .irrelevant].compactMap { relevance -> (label: String, curves: [Curve])? in
        let found = conditions.filter { $0.condition.style == style && $0.condition.relevance == relevance }
        if found.isEmpty { return nil }
        let label = lines == .relevances ? "\(style.label), \(relevance.label.lowercased())" : style.label
        return (label, found.flatMap(curves))
      }
    }
    return countsEmptyStyles ? entries : entries.filter { !$0.curves.isEmpty }
  }

  private var data: Table {
    var table = Table(CurveTable.columns + [companion?.column, layers.column].compactMap(\.self))
    for condition in conditions {
      for statistic in statistics {
        for projection in projections {
          let numbers = companion?.layers(condition, projection) ?? []
          let rows = CurveTable.shownRows(statistic, of: projection, from: condition)
          for (layer, row) in rows.enumerated() {
            let number: Double? = numbers.indices.contains(layer) ? numbers[layer] : nil
            let depth = Table.Cell.number(layers.place(of: layer, among: rows.count))
            table.add(row + (companion == nil ? [] : [.number(number)]) + (layers.isRelative ? [depth] : []))
          }
        }
      }
    }
    return table
  }
}
