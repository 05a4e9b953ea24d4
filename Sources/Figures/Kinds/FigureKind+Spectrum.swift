import Analysis
import Gradients
import Plotting
import Studies
import Support

extension FigureKind {
  /// Singular values by index, which show how fast they fall.
  package static let spectrum = FigureKind(
    name: "spectrum", summary: "singular values by index, with the spread over samples",
    choices: [.model, .task, .projection, .style, .layer],
    needs: [.singularValues],
    placements: [
      FigurePlacement(.cell, 4, statistics: .none) { study, _ in study.settings.extras.spectrum }
    ],
    keeping: Keeping(shows: "all singular values of every gradient", setting: "spectrum: true") {
      try SpectrumFigure.isKept($0)
    }
  ) { selection in
    try selection.first { try SpectrumFigure($0, selection)?.figure }
  }
}

/// A panel for an early, a middle and a late layer of one projection, a line for each response style.
private struct SpectrumFigure {
  /// One line of one panel.
  private struct Line {
    let style: ResponseStyle
    let layer: Int
    /// Medians from the largest down to where they become rounding noise; empty where the largest is zero.
    let medians: [Double]
    let profile: SpectrumProfile

    init(style: ResponseStyle, layer: Int, _ profile: SpectrumProfile) {
      self.style = style
      self.layer = layer
      self.profile = profile
      medians = Array(profile.medians.prefix(Self.length(profile, profile.medians, quantile: 0.5)))
    }

    /// A tenth of one sample is nothing: it has no spread.
    var bandLength: Int {
      if profile.sampleCount == 1 { return 0 }
      return min(medians.count, Self.length(profile, profile.lower, quantile: 0.1))
    }

    /// Finds how far `values`, a quantile of the samples, can be drawn: to where it stands between a sample
    /// that has ended and one that has not, and would plunge to zero, or where it becomes rounding noise.
    private static func length(_ profile: SpectrumProfile, _ values: [Double], quantile: Double) -> Int {
      let floor = (profile.medians.first ?? 0) * noise
      let ended = Int(quantile * Double(profile.sampleCount - 1))
      return zip(values, profile.reaching).prefix { $0 > floor && profile.sampleCount - $1 <= ended }.count
    }

    /// Single precision, in which factors are computed, keeps about seven digits.
    private static let noise = 1e-7
  }

  private let selection: Selection
  private let pair: ModelOnTask
  private var request: FigureRequest { selection.request }
  private let projection: Projection
  private let layers: [Int]
  private let conditions: [ConditionAnalysis]
  private let lines: [Line]
  /// Lines without a finite sample.
  private let unknown: [(style: ResponseStyle, layer: Int, sampleCount: Int)]
  private let subject: FigureSubject
  private let missing: String?

  init?(_ pair: ModelOnTask, _ selection: Selection) throws {
    let conditions = selection.conditions(pair)
    guard let first = conditions.first, let details = selection.analysis.details,
      let projection = selection.projections(of: conditions).representative
    else { return nil }
    let layers = try Self.layers(selection.request, depth: first.layerCount)
    var lines: [Line] = []
    var unknown: [(style: ResponseStyle, layer: Int, sampleCount: Int)] = []
    for condition in conditions {
      let style = condition.condition.style
      for layer in layers {
        let spectra = try details.spectra(
          model: pair.model.name, condition: condition.condition, layer: layer, projection: projection)
        if let profile = SpectrumProfile(spectra) {
          lines.append(Line(style: style, layer: layer, profile))
        } else if !spectra.isEmpty {
          unknown.append((style, layer, spectra.count))
        }
      }
    }
    if lines.allSatisfy(\.medians.isEmpty) { return nil }
    (self.lines, self.unknown) = (lines, unknown)
    self.selection = selection
    self.pair = pair
    self.projection = projection
    self.layers = layers
    self.conditions = conditions
    subject = selection.subject(pair, details: ["projection \(projection.label)"])
    missing = selection.missing(pair)
  }

  /// Whether some spectrum of what is asked for is kept, finite or not.
  static func isKept(_ selection: Selection) throws -> Bool {
    guard let details = selection.analysis.details else { return false }
    return try selection.analysis.conditions.contains { item in
      guard let projection = selection.projections(of: [item]).first else { return false }
      let spectra = try details.spectra(
        model: item.model, condition: item.condition, layer: 0, projection: projection)
      return !spectra.isEmpty
    }
  }

  /// Returns the layers asked for, or the first, the middle and the last; where there is little room the
  /// first and the last.
  private static func layers(_ request: FigureRequest, depth: Int) throws -> [Int] {
    if let missing = request.layers.first(where: { !(0..<depth).contains($0) }) {
      throw FigureError.option(
        name: "--layer", value: "\(missing)", expected: "0 to \(depth - 1), the layers of this model")
    }
    var seen: Set<Int> = []
    if !request.layers.isEmpty { return request.layers.filter { seen.insert($0).inserted } }
    let chosen = request.room == .wide ? [0, depth / 2, depth - 1] : [0, depth - 1]
    return Set(chosen).sorted()
  }

  var figure: StudyFigure {
    StudyFigure(
      id: "spectrum-\(pair.id)-\(projection.rawValue)\(request.suffix(.style, .layer))",
      title: "Singular values: \(pair.words), projection \(projection.label)",
      figure: picture, panelAspect: layers.count == 1 ? 0.6 : 0.85, subject: subject.sentence,
      words: caption,
      data: data, overview: overview)
  }

  private var picture: Plotting.Figure {
    let panels = layers.map { layer in
      Panel(
        title: "Layer \(layer)", x: Axis(title: "Index i", scale: .log10, ticks: .whole),
        y: Axis(title: "Singular value σ_{i}", scale: .log10),
        marks: lines.filter { $0.layer == layer }.flatMap(marks))
    }
    return Plotting.Figure(
      subtitle: subject.subtitle, panels: PanelGrid.rows(panels, request.room), sharedX: .all, sharedY: .all,
      legend: .top,
      series: CurveMarks.series(conditions.map(\.condition.style)))
  }

  private func marks(_ line: Line) -> [Mark] {
    if line.medians.isEmpty { return [] }
    let places = line.medians.indices.map { Double($0 + 1) }
    let curve = Mark.line(x: .numbers(places), y: line.medians, series: line.style.rawValue)
    let band = 0..<line.bandLength
    if band.isEmpty { return [curve] }
    return [
      .band(
        x: .numbers(Array(places[band])), low: Array(line.profile.lower[band]),
        high: Array(line.profile.upper[band]), series: line.style.rawValue),
      curve,
    ]
  }

  private var caption: FigureWords {
    let counts = conditions.compactMap { condition in
      lines.first { $0.style == condition.condition.style }.map {
        "\(NumberText.whole($0.profile.sampleCount)) (\($0.style.label))"
      }
    }
    return FigureWords(
      finding, basis: ["n = \(counts.joined(separator: ", ")).", spread],
      details: [
        "Singular values of the gradient of projection \(projection.phrase), largest first, on logarithmic axes: a panel "
          + "for each of some layers, a line for each response style. A gradient has at most as "
          + "many singular values as its sample has tokens, the rest are zero: bands end where a tenth of the samples, "
          + "lines where half of them have ended.",
        Captions.leftOut(lines.map(\.profile.leftOut)), absent, missing, Captions.coverage(conditions),
      ])
  }

  /// The style with the largest first singular value.
  private var finding: String? {
    Ranking(
      layers.map { layer in
        lines.filter { $0.layer == layer }.compactMap { line in
          line.medians.first.map { Ranking.Entry(name: line.style.label, amount: $0) }
        }
      }
    ).sentence("has the largest σ₁", place: "layer")
  }

  /// Sentences that say which lines are not drawn, nil when all are.
  private var absent: String? {
    let zero = lines.filter(\.medians.isEmpty).map { "\($0.style.label) in layer \($0.layer)" }
    let none = unknown.map { "\($0.style.label) in layer \($0.layer)" }
    let sentences = [
      zero.isEmpty
        ? nil
        : "Without a line, since the median of the largest is 0, which has no place on these axes: "
          + "\(zero.joined(separator: ", ")).",
      none.isEmpty ? nil : "Without a line, since no sample is finite: \(none.joined(separator: ", ")).",
    ].compactMap(\.self)
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  /// Meaning of lines and bands; a single sample has no spread.
  private var spread: String {
    let lines = lines.filter { !$0.medians.isEmpty }
    let single = lines.count { $0.profile.sampleCount == 1 }
    let bands = "bands reach from the first to the ninth decile"
    if single == 0 { return "Lines are medians over samples, \(bands)." }
    return single == lines.count
      ? "Lines are the one sample that there is, without a band."
      : "Lines are medians over samples, \(bands); where n = 1 there is no band."
  }

  private var data: Table {
    var table = Table([
      .words("model", "Model"), .words("task", "Task"), .words("style", "Style"),
      .words("projection", "Projection"), .numbers("layer", "Layer"), .numbers("index", "Index"),
      .numbers("median", "Median"), .numbers("lower", "First decile"), .numbers("upper", "Ninth decile"),
      .numbers("n", "n"), .numbers("left_out", "Left out"),
    ])
    for line in lines {
      // Of a line that is not drawn its zero stands here.
      let medians = line.medians.isEmpty ? Array(line.profile.medians.prefix(1)) : line.medians
      for (place, median) in medians.enumerated() {
        table.add([
          .text(pair.model.name), .text(pair.task.name), .text(line.style.rawValue),
          .text(projection.rawValue),
          .count(line.layer), .count(place + 1), .number(median), .number(line.profile.lower[place]),
          .number(line.profile.upper[place]), .count(line.profile.sampleCount),
          .count(line.profile.leftOut),
        ])
      }
    }
    for line in unknown {
      table.add([
        .text(pair.model.name), .text(pair.task.name), .text(line.style.rawValue), .text(projection.rawValue),
        .count(line.layer), .number(nil), .number(nil), .number(nil), .number(nil), .count(0),
        .count(line.sampleCount),
      ])
    }
    return table
  }

  private var overview: Table {
    var table = Table([
      .words("style", "Response style"), .numbers("layer", "Layer"), .numbers("largest", "Median σ₁"),
      .numbers("tenth", "Median σ₁₀"), .numbers("count", "Singular values"), .numbers("n", "n"),
    ])
    for line in lines {
      let medians = line.medians
      table.add([
        .text(line.style.label), .count(line.layer), .number(medians.first),
        .number(medians.count > 9 ? medians[9] : nil), .count(medians.count),
        .count(line.profile.sampleCount),
      ])
    }
    return table
  }
}
