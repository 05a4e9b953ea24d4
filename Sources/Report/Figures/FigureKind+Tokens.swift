import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// Where in its text the gradient of a sample comes from.
  static let tokens = FigureKind(
    name: "tokens", summary: "where in its text a sample's gradient comes from",
    choices: [.model, .task, .projection, .style, .sample]
  ) { request, analysis in
    for model in request.chosen(analysis.study.models) {
      for task in request.chosen(analysis.study.tasks) {
        if let figure = try TokensFigure(model, task, request, analysis) { return figure.figure }
      }
    }
    if analysis.conditions.isEmpty { return nil }
    throw ReportError.setting(
      figure: "tokens", shows: "the share of every token in every gradient", setting: "token_shares: true")
  }
}

/// A map of layer by token, of one projection or the mean over all.
private struct TokensFigure {
  private let model: StudyModel
  private let task: StudyTask
  private let request: FigureRequest
  private let style: ResponseStyle
  private let sample: Int
  /// What was averaged.
  private let projections: [Projection]
  private let shares: TokenShareMatrix
  /// The positions that are shown: a long text is cut around the beginning of the response.
  private let positions: Range<Int>

  init?(
    _ model: StudyModel, _ task: StudyTask, _ request: FigureRequest, _ analysis: StudyAnalysis
  ) throws {
    guard let details = analysis.details else { return nil }
    var found: (ResponseStyle, TokenShares)?
    for style in request.chosen(task.styles) where found == nil {
      let condition = Condition(task: task.name, style: style, relevance: .correct)
      found = try Self.shares(request, details, model, condition).map { (style, $0) }
    }
    guard let (style, found) = found, found.positionCount > 0,
      let shares = TokenShareMatrix(found, of: request.projection)
    else { return nil }
    projections = request.chosen(found.projections)
    self.model = model
    self.task = task
    self.request = request
    self.style = style
    sample = found.index
    self.shares = shares
    positions = Self.positions(found, room: request.room)
  }

  /// The sample asked for; otherwise, of those with shares, the first whose text can be shown whole, or the shortest.
  private static func shares(
    _ request: FigureRequest, _ details: any GradientDetails, _ model: StudyModel, _ condition: Condition
  ) throws -> TokenShares? {
    let samples = try details.tokenShareSamples(model: model.name, condition: condition)
    if let wanted = request.sample {
      guard !samples.isEmpty else { return nil }
      guard samples.contains(wanted) else {
        throw ReportError.option(
          name: "--sample", value: "\(wanted)",
          expected: "the position of a sample whose token shares are kept, such as \(samples[0])")
      }
      return try details.tokenShares(model: model.name, condition: condition, sample: wanted)
    }
    var shortest: TokenShares?
    for sample in samples.prefix(mostLookedAt) {
      guard let shares = try details.tokenShares(model: model.name, condition: condition, sample: sample)
      else { continue }
      if shares.positionCount <= mostShown(request.room) { return shares }
      if shares.positionCount < shortest?.positionCount ?? .max { shortest = shares }
    }
    return shortest
  }

  /// Enough to find a short text among long ones, and quick.
  private static let mostLookedAt = 20

  /// Tokens whose words can stand side by side.
  private static func mostShown(_ room: FigureRequest.Room) -> Int { room == .wide ? 72 : 18 }

  private static func positions(_ shares: TokenShares, room: FigureRequest.Room) -> Range<Int> {
    let count = shares.positionCount
    let most = mostShown(room)
    guard count > most else { return 0..<count }
    // A third of them for the end of the prompt.
    let start = min(max(shares.start - most / 3, 0), count - most)
    return start..<start + most
  }

  var figure: StudyFigure {
    StudyFigure(
      id: "tokens-\(model.name)-\(task.name)-\(style.rawValue)-\(sample)\(request.suffix(.projection))",
      title: "Share of each token: \(model.label) on \(task.label), \(style.label), sample \(sample)",
      figure: picture, layout: .wide, panelAspect: request.room == .narrow ? 0.5 : 0.24, caption: caption,
      data: data, overview: overview)
  }

  private var picture: Plotting.Figure {
    let names = TokenNames(shares.tokens[positions]).all
    let layers = 0..<shares.layerCount
    return Plotting.Figure(
      Panel(
        x: Axis(scale: .band(names)), y: Axis(title: "Layer", ticks: .whole, grid: false),
        marks: [
          .heatmap(
            x: .categories(layers.flatMap { _ in names }),
            y: .numbers(layers.flatMap { layer in names.map { _ in Double(layer) } }),
            values: layers.flatMap { shown(shares.row($0)) })
        ],
        color: ColorScale(lower: 0, title: "Share")))
  }

  /// The part of a row that is shown.
  private func shown(_ row: ArraySlice<Double>) -> [Double] { positions.map { row[row.startIndex + $0] } }

  private var caption: String {
    let tokens = shares.tokens
    let isCut = positions.count < tokens.count
    let start = shares.responseStart
    let of =
      projections.count == 1
      ? "of projection \(projections[0].phrase)"
      : "the mean over the projections \(Captions.projections(projections))"
    let first = start < tokens.count ? " with “\(TokenNames.readable(tokens[start]))”" : ""
    return [
      "Where in the text the gradient of a sample comes from: the share of each position in the gradient of each "
        + "layer, ‖δ‖²‖x‖² over its sum, \(of). A token stands for "
        + "the position that predicts the next one. The response begins at token \(start + 1)\(first).",
      isCut
        ? "Shown are tokens \(positions.lowerBound + 1) to \(positions.upperBound) of \(NumberFormat.text(tokens.count))."
        : nil,
      "One sample of \(model.label) on \(task.label), \(style.label.lowercased()), n = 1.",
    ].compactMap(\.self).joined(separator: " ")
  }

  private var data: DataTable {
    var table = DataTable([
      .words("model", "Model"), .words("task", "Task"), .words("style", "Style"),
      .numbers("sample", "Sample"),
      .words("projection", "Projection"), .numbers("layer", "Layer"), .numbers("position", "Position"),
      .words("token", "Token"), .numbers("share", "Share"),
    ])
    let projection = request.projection?.rawValue ?? "all"
    for layer in 0..<shares.layerCount {
      for (position, share) in zip(positions, shown(shares.row(layer))) {
        table.add([
          .text(model.name), .text(task.name), .text(style.rawValue), .count(sample), .text(projection),
          .count(layer), .count(position), .text(shares.tokens[position]), .number(share),
        ])
      }
    }
    return table
  }

  /// The tokens with the largest share, the mean over layers.
  private var overview: DataTable {
    var table = DataTable([
      .words("token", "Token"), .numbers("position", "Position"), .numbers("share", "Mean share"),
    ])
    let rows = (0..<shares.layerCount).map { shown(shares.row($0)) }
    let means = positions.indices.map { place in
      rows.reduce(0) { $0 + $1[place - positions.startIndex] } / Double(rows.count)
    }
    let order = means.indices.sorted { (means[$1], $0) < (means[$0], $1) }
    for place in order.prefix(10) {
      let position = positions.lowerBound + place
      table.add([
        .text(TokenNames.readable(shares.tokens[position])), .count(position), .number(means[place]),
      ])
    }
    return table
  }
}
