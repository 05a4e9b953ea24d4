import Analysis
import Foundation
import Gradients
import Plotting
import Studies
import Support

extension FigureKind {
  /// Whether layers are pulled in the same direction.
  package static let cosines = FigureKind(
    name: "cosines",
    summary: "cosines of gradients in neighbouring and all layers",
    choices: [.model, .task, .projection, .style],
    needs: [.layers("Cosines are taken"), .cosines],
    placements: [
      FigurePlacement(.cell, 5, statistics: .none) { study, _ in study.settings.extras.cosines != .none
      }
    ],
    keeping: Keeping(shows: "cosines between gradients", setting: "cosines: all-pairs") {
      try CosinesFigure.isKept($0)
    }
  ) { selection in
    try selection.first { try CosinesFigure($0, selection)?.figure }
  }
}

/// The cosine of each layer with the next in the upper row, a panel for each projection, a line for each
/// response style; under it, where all pairs were compared, a map of layer by layer: above the diagonal the
/// fastest style, below it the slowest. Where there is little room one projection.
private struct CosinesFigure {
  /// Cosines of one projection in one response style.
  private struct Entry {
    let condition: ConditionAnalysis
    let projection: Projection
    let adjacent: Curve
    /// Nil when only neighbours were compared.
    let matrix: CosineMatrix?
    var style: ResponseStyle { condition.condition.style }
  }

  private let selection: Selection
  private let pair: ModelOnTask
  private var request: FigureRequest { selection.request }
  private let projections: [Projection]
  private let styles: [ResponseStyle]
  private let entries: [Entry]
  private let layerCount: Int
  private let subject: FigureSubject
  private let missing: String?
  /// Computed samples by style.
  private let computed: [ResponseStyle: Int]
  /// Styles and projections without a finite sample.
  private let empty: [(style: ResponseStyle, projection: Projection)]

  init?(_ pair: ModelOnTask, _ selection: Selection) throws {
    let conditions = selection.conditions(pair)
    guard let first = conditions.first, let details = selection.analysis.details else { return nil }
    let all = selection.projections(of: conditions)
    let hasRoom = selection.request.room == .wide && !selection.request.isLow
    let chosen = hasRoom ? all : all.representative.map { [$0] } ?? []
    let entries = try conditions.flatMap { condition -> [Entry] in
      guard let cosines = try details.cosines(model: pair.model.name, condition: condition.condition) else {
        return []
      }
      let analysis = CosineAnalysis(cosines)
      return chosen.compactMap { projection in
        analysis.adjacent(projection).map {
          Entry(
            condition: condition, projection: projection, adjacent: $0, matrix: analysis.matrix(projection))
        }
      }
    }
    if entries.isEmpty { return nil }
    self.selection = selection
    self.pair = pair
    self.entries = entries
    projections = chosen.filter { projection in entries.contains { $0.projection == projection } }
    styles = conditions.map(\.condition.style).filter { style in entries.contains { $0.style == style } }
    layerCount = first.layerCount
    computed = Dictionary(
      conditions.map { ($0.condition.style, $0.coverage.computed) }, uniquingKeysWith: { first, _ in first })
    empty = conditions.filter { $0.coverage.computed > 0 }.map(\.condition.style).flatMap { style in
      chosen.filter { projection in
        !entries.contains { $0.style == style && $0.projection == projection }
      }.map { (style, $0) }
    }
    subject = selection.subject(
      pair, details: projections.count == 1 ? ["projection \(projections[0].label)"] : [])
    missing = selection.missing(pair)
  }

  /// Whether cosines of some sample are kept, finite or not.
  static func isKept(_ selection: Selection) throws -> Bool {
    guard let details = selection.analysis.details else { return false }
    return try selection.analysis.conditions.contains { item in
      try details.cosines(model: item.model, condition: item.condition)?.samples.isEmpty == false
    }
  }

  private func entry(_ style: ResponseStyle?, _ projection: Projection) -> Entry? {
    entries.first { $0.style == style && $0.projection == projection }
  }

  private var hasMaps: Bool { entries.contains { $0.matrix != nil } }

  var figure: StudyFigure {
    StudyFigure(
      id: "cosines-\(pair.id)\(request.suffix(.projection, .style))",
      title: "Cosines of gradients: \(pair.words)", figure: picture,
      panelAspect: aspect,
      subject: subject.sentence, words: caption, data: data, overview: hasMaps ? overview : nil)
  }

  /// Maps are square, so that their cells are; curves are flatter where they have a row of their own.
  private var aspect: Double {
    if hasMaps { return 1 }
    return projections.count > 1 ? 0.95 : request.room == .wide ? 0.45 : 0.8
  }

  private var picture: Plotting.Figure {
    let curves = projections.map(curvePanel)
    let maps = hasMaps ? projections.map(mapPanel) : []
    let isOne = projections.count == 1
    return Plotting.Figure(
      subtitle: subject.subtitle, panels: isOne ? [curves + maps] : maps.isEmpty ? [curves] : [curves, maps],
      columnTitles: isOne ? [] : projections.map { RichText.literal($0.label) },
      rowWeights: isOne || maps.isEmpty ? [] : [0.8, 1],
      sharedX: .all, sharedY: isOne ? .none : .rows, sharesColors: true,
      legend: .top, series: CurveMarks.series(styles))
  }

  private func curvePanel(_ projection: Projection) -> Panel {
    Panel(
      x: Axis(title: "Layer", lower: 0, upper: Double(max(layerCount - 1, 1)), ticks: .whole),
      y: Axis(title: projection == projections.first ? "Cosine with next layer" : nil),
      marks: [.rule(y: [0])]
        + styles.compactMap { entry($0, projection) }.flatMap {
          CurveMarks.marks($0.adjacent, series: $0.style.rawValue, isNonNegative: false)
        })
  }

  /// The fastest style above the diagonal, the slowest below; of a single style both.
  private func mapPanel(_ projection: Projection) -> Panel {
    var x: [Double] = []
    var y: [Double] = []
    var values: [Double] = []
    let fast = entry(styles.first, projection)?.matrix
    let slow = entry(styles.last, projection)?.matrix
    for row in 0..<layerCount {
      for column in 0..<layerCount where row != column {
        // Rows grow upwards: above the diagonal the row is the larger.
        guard let matrix = row > column ? fast : slow else { continue }
        x.append(Double(column))
        y.append(Double(row))
        values.append(matrix[row, column])
      }
    }
    return Panel(
      title: projection == projections.first ? sides.map(RichText.literal) : nil,
      x: Axis(title: "Layer", ticks: .whole),
      y: Axis(title: projection == projections.first ? "Layer" : nil, ticks: .whole, grid: false),
      marks: [.heatmap(x: .numbers(x), y: .numbers(y), values: values)],
      color: ColorScale(.diverging(center: 0), lower: -reach, upper: reach, title: "Cosine"))
  }

  /// Words for the style on each side of the diagonal, at the head of the first map for all; nil where both
  /// are of one.
  private var sides: String? {
    guard let fast = styles.first, let slow = styles.last, fast != slow else { return nil }
    return "\(fast.label) above, \(slow.label) below"
  }

  /// Reach of the colours on both sides of 0: the largest cosine of any map, rounded up to a number that
  /// reads well.
  private var reach: Double {
    let cosines = entries.filter { [styles.first, styles.last].contains($0.style) }.flatMap { entry in
      (0..<layerCount).flatMap { row in
        (0..<row).compactMap { entry.matrix?[row, $0].magnitude }.filter(\.isFinite)
      }
    }
    guard let most = cosines.max(), most > 0 else { return 1 }
    let decade = pow(10, log10(most).rounded(.down))
    return [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8].map { $0 * decade }.first { $0 >= most } ?? 10 * decade
  }

  private var caption: FigureWords {
    let curves = styles.map { style in (style.label, projections.compactMap { entry(style, $0)?.adjacent }) }
    let fast = styles.first?.label ?? ""
    let slow = styles.last?.label ?? ""
    let maps =
      !hasMaps
      ? nil
      : "The maps show every pair of layers: "
        + (fast == slow ? "response style \(fast)." : "above the diagonal \(fast), below it \(slow).")
        + " The diagonal, each layer with itself, compares nothing and is left empty."
    return FigureWords(
      finding, basis: [Captions.counts(curves), Captions.bands(curves.flatMap(\.1))],
      details: [
        "Cosine between the gradients of projections of the same kind in two layers, the mean over samples: 1 where a "
          + "sample pulls both in the same direction. Curves compare each layer with the next, a line for each response "
          + "style (\(Captions.projections(projections))).", maps,
        Captions.leftOut(curves.flatMap(\.1)), emptySentence, missing,
        Captions.coverage(entries.map(\.condition)),
      ])
  }

  /// The smallest and the largest mean cosine of adjacent layers.
  private var finding: String {
    let range = Ranking.range(entries.flatMap(\.adjacent.means)) { NumberText.significant($0, digits: 2) }
    return "Cosines of adjacent layers are \(range); 0 is orthogonal."
  }

  private var data: Table {
    var table = Table([
      .words("model", "Model"), .words("task", "Task"), .words("style", "Style"),
      .words("projection", "Projection"), .numbers("layer", "Layer"), .numbers("other_layer", "Other layer"),
      .numbers("cosine", "Cosine"), .numbers("lower", "Lower"), .numbers("upper", "Upper"),
      .numbers("n", "n"), .numbers("left_out", "Left out"),
    ])
    for place in empty { table.add(emptyRow(place.style, place.projection)) }
    for entry in entries {
      for layer in 0..<layerCount {
        for other in layer + 1..<max(layerCount, layer + 1) {
          guard let value = cosine(entry, layer, other) else { continue }
          let isNext = other == layer + 1 && !entry.adjacent.intervals.isEmpty
          let interval = isNext ? entry.adjacent.intervals[layer] : nil
          table.add([
            .text(pair.model.name), .text(pair.task.name), .text(entry.style.rawValue),
            .text(entry.projection.rawValue), .count(layer), .count(other), .number(value),
            .number(interval?.lower), .number(interval?.upper), .count(entry.adjacent.sampleCount),
            .count(entry.adjacent.leftOut),
          ])
        }
      }
    }
    return table
  }

  /// A row that counts the samples of which none is finite.
  private func emptyRow(_ style: ResponseStyle, _ projection: Projection) -> [Table.Cell] {
    [
      .text(pair.model.name), .text(pair.task.name), .text(style.rawValue), .text(projection.rawValue),
      .number(nil),
      .number(nil), .number(nil), .number(nil), .number(nil), .count(0), .count(computed[style] ?? 0),
    ]
  }

  /// Sentence that names what has no curve for want of a finite sample, nil when all have one.
  private var emptySentence: String? {
    if empty.isEmpty { return nil }
    let names = empty.map { "\($0.projection.label) (\($0.style.label))" }
    return "No sample has finite cosines of \(names.joined(separator: ", "))."
  }

  private func cosine(_ entry: Entry, _ layer: Int, _ other: Int) -> Double? {
    if other == layer + 1 { return entry.adjacent.means[layer] }
    return entry.matrix?[layer, other]
  }

  private var overview: Table {
    LayerTable(
      entries.map { entry in
        LayerTable.Entry(
          name: "\(entry.projection.rawValue)_\(entry.style.rawValue)",
          label: "\(entry.projection.label), \(entry.style.label)", curve: entry.adjacent)
      }
    ).table
  }
}
