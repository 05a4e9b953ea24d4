import Analysis
import Gradients
import Plotting
import Store
import Studies
import Support

extension FigureKind {
  /// Map of where in its text the gradient of a sample comes from.
  package static let tokens = FigureKind(
    name: "tokens", summary: "where in its text a sample's gradient comes from",
    choices: [.model, .task, .projection, .style, .sample],
    placements: [
      FigurePlacement(.cell, 6, statistics: .none) { study, _ in study.settings.extras.tokenShares }
    ],
    keeping: Keeping(shows: "the share of every token in every gradient", setting: "token_shares: true") {
      $0.analysis.conditions.isEmpty
    }
  ) { selection in
    try selection.first { try TokensFigure($0, selection)?.figure }
  }
}

/// A map of layer by token, of one projection or the mean over all.
private struct TokensFigure {
  private let selection: Selection
  private let pair: ModelOnTask
  private var request: FigureRequest { selection.request }
  private let style: ResponseStyle
  private let sample: Int
  /// Projections that were averaged.
  private let projections: [Projection]
  private let shares: TokenShareMatrix
  private let views: TokenViews
  private let subject: FigureSubject

  init?(_ pair: ModelOnTask, _ selection: Selection) throws {
    guard let details = selection.analysis.details else { return nil }
    var found: (ResponseStyle, TokenShares)?
    for style in selection.request.chosen(pair.task.styles) where found == nil {
      let condition = Condition(task: pair.task.name, style: style, relevance: .correct)
      found = try Self.shares(selection.request, details, pair.model, condition).map { (style, $0) }
    }
    guard let (style, found) = found, found.positionCount > 0,
      let shares = TokenShareMatrix(found, of: selection.request.projection)
    else { return nil }
    projections = selection.request.chosen(found.projections)
    self.selection = selection
    self.pair = pair
    self.style = style
    sample = found.index
    self.shares = shares
    let layers = (0..<shares.layerCount).map(shares.row)
    let weights = (0..<found.positionCount).map { position in
      layers.reduce(0) { $0 + $1[$1.startIndex + position] }
    }
    views = TokenViews(weights: weights, room: selection.request.room)
    subject = selection.subject(
      pair, details: [style.label, "sample \(found.index)"])
  }

  /// The sample asked for; otherwise, of those with shares, the first whose tokens can all be named, or the shortest.
  private static func shares(
    _ request: FigureRequest, _ details: any GradientDetails, _ model: StudyModel, _ condition: Condition
  ) throws -> TokenShares? {
    let samples = try details.tokenShareSamples(model: model.name, condition: condition)
    if let wanted = request.sample {
      guard !samples.isEmpty else { return nil }
      guard samples.contains(wanted) else {
        try checkSkipped(wanted, details, model, condition)
        throw FigureError.option(
          name: "--sample", value: "\(wanted)",
          expected: "the position of a sample whose token shares are kept, such as \(samples[0])")
      }
      return try details.tokenShares(model: model.name, condition: condition, sample: wanted)
    }
    var shortest: TokenShares?
    for sample in samples.prefix(mostLookedAt) {
      guard let shares = try details.tokenShares(model: model.name, condition: condition, sample: sample)
      else { continue }
      // The same sample whatever room the figure has.
      if shares.positionCount <= TokenViews.mostNamed(.wide) { return shares }
      if shares.positionCount < shortest?.positionCount ?? .max { shortest = shares }
    }
    return shortest
  }

  /// Throws `FigureError.option` with the reason when the sample was skipped.
  private static func checkSkipped(
    _ sample: Int, _ details: any GradientDetails, _ model: StudyModel, _ condition: Condition
  ) throws {
    let results = try details.results(model: model.name, condition: condition)
    guard let skipped = results?.skipped.first(where: { $0.index == sample }) else { return }
    throw FigureError.option(
      name: "--sample", value: "\(sample)",
      expected: "a sample that was computed; this one was skipped, because of \(skipped.reason.rawValue)")
  }

  /// Enough to find a short text among long ones, and quick.
  private static let mostLookedAt = 20

  var figure: StudyFigure {
    StudyFigure(
      id: "tokens-\(pair.id)-\(style.rawValue)-\(sample)\(request.suffix(.projection))",
      title: "Share of each token: \(pair.words), \(style.label), sample \(sample)",
      figure: picture,
      panelAspect: request.room == .narrow ? 0.5 : views.count == 1 ? 0.24 : 0.16, subject: nil,
      words: caption,
      data: data, overview: overview)
  }

  private var picture: Plotting.Figure {
    let panels = (views.columns.isEmpty ? [] : [whole]) + (views.named.map { [named($0)] } ?? [])
    return Plotting.Figure(
      subtitle: subject.subtitle, panels: panels.map { [$0] }, sharedY: .all, sharesColors: true)
  }

  /// A column for each token, with its word.
  private func named(_ positions: Range<Int>) -> Panel {
    let names = TokenNames(shares.tokens[positions]).all
    let isPart = positions.count < shares.tokens.count
    return panel(
      title: isPart ? "Positions \(range(positions)), \(percent(positions)) of the gradient" : nil,
      x: Axis(title: namedStart, scale: .band(names), mayOmitNames: true), places: .categories(names),
      columns: positions.map { $0..<$0 + 1 })
  }

  /// The whole text, in columns of neighbouring tokens, by number.
  private var whole: Panel {
    let columns = views.columns
    let width = Double(shares.tokens.count) / Double(columns.count)
    return panel(
      title: views.count == 1 ? nil : "All \(NumberText.whole(shares.tokens.count)) tokens",
      x: Axis(title: "Position; those from \(predictsFrom) on predict the response", ticks: .whole),
      places: .numbers(columns.indices.map { (Double($0) + 0.5) * width - 0.5 }), columns: columns)
  }

  /// A map of layers by `columns`, each the mean of its positions.
  private func panel(title: String?, x: Axis, places: Values, columns: [Range<Int>]) -> Panel {
    let layers = 0..<shares.layerCount
    let repeated: Values =
      switch places {
      case .categories(let names): .categories(layers.flatMap { _ in names })
      case .numbers(let numbers): .numbers(layers.flatMap { _ in numbers })
      }
    return Panel(
      title: title, x: x, y: Axis(title: "Layer", ticks: .whole, grid: false),
      marks: [
        .heatmap(
          x: repeated,
          y: .numbers(layers.flatMap { layer in columns.map { _ in Double(layer) } }),
          values: layers.flatMap { layer in columns.map { mean(layer, $0) } })
      ],
      color: ColorScale(lower: 0, title: "Share"))
  }

  private func mean(_ layer: Int, _ positions: Range<Int>) -> Double {
    sum(layer, positions) / Double(positions.count)
  }

  private func sum(_ layer: Int, _ positions: Range<Int>) -> Double {
    let row = shares.row(layer)
    return positions.reduce(0) { $0 + row[row.startIndex + $1] }
  }

  /// Returns the part of the gradient that comes from `positions`, the mean over layers.
  private func percent(_ positions: Range<Int>) -> String {
    let mean =
      (0..<shares.layerCount).reduce(0) { $0 + sum($1, positions) } / Double(max(shares.layerCount, 1))
    return "\(NumberText.fixed(100 * mean, decimals: 0)) %"
  }

  /// Positions as in the data, from 0.
  private func range(_ positions: Range<Int>) -> String {
    "\(NumberText.whole(positions.lowerBound)) to \(NumberText.whole(positions.upperBound - 1))"
  }

  /// The position that predicts the response's first token.
  private var predicting: Int { max(shares.responseStart - 1, 0) }
  private var predictsFrom: String { NumberText.whole(predicting) }

  /// The title of an axis of words: where the prediction of the response begins, which words alone do not tell.
  private var namedStart: String {
    guard predicting < shares.tokens.count else { return "Token" }
    let word = RichText.literal(TokenNames.readable(shares.tokens[predicting]))
    return "Token; those from “\(word)”, position \(predictsFrom), on predict the response"
  }

  private var caption: FigureWords {
    let tokens = shares.tokens
    let start = shares.responseStart
    let of =
      projections.count == 1
      ? "of projection \(projections[0].phrase)"
      : "the mean over the projections \(Captions.projections(projections))"
    let first = start < tokens.count ? " with “\(TokenNames.readable(tokens[start]))”" : ""
    return FigureWords(
      finding, basis: ["n = 1."],
      details: [
        "Where in the text the gradient of a sample comes from: the share of each position in the gradient of each "
          + "layer, ‖δ‖²‖x‖² over its sum, \(of). A token stands for "
          + "the position that predicts the next one; positions count from 0. The response begins at position "
          + "\(NumberText.whole(start))\(first), which position \(predictsFrom) predicts.",
        shownPart, "One sample of \(pair.words), \(style.label.lowercased()).",
      ])
  }

  /// The token with the largest share.
  private var finding: String? {
    let means = means
    guard let most = means.indices.max(by: { (means[$0], $1) < (means[$1], $0) }) else { return nil }
    return "The largest share, \(NumberText.fixed(100 * means[most], decimals: 0)) % over layers, falls on "
      + "“\(TokenNames.readable(shares.tokens[most]))” at position \(NumberText.whole(most))."
  }

  /// The share of each token, the mean over layers.
  private var means: [Double] {
    shares.tokens.indices.map { position in
      (0..<shares.layerCount).reduce(0) { $0 + sum($1, position..<position + 1) } / Double(shares.layerCount)
    }
  }

  /// Sentence that says how the words are shown, and a text that is too long for all of them.
  private var shownPart: String {
    if views.columns.isEmpty { return "Words stand where they have room." }
    let count = NumberText.whole(shares.tokens.count)
    let sizes = views.columnSizes
    let bins = sizes == "1" ? "" : ", each column the mean of \(sizes) neighbouring tokens"
    guard let named = views.named else { return "Shown are all \(count) tokens\(bins)." }
    return
      "Above all \(count) tokens\(bins); below positions \(range(named)), with words where they have room, from "
      + "which \(percent(named)) of the gradient comes."
  }

  private var data: Table {
    var table = Table([
      .words("model", "Model"), .words("task", "Task"), .words("style", "Style"),
      .numbers("sample", "Sample"),
      .words("projection", "Projection"), .numbers("layer", "Layer"), .numbers("position", "Position"),
      .words("token", "Token"), .numbers("share", "Share"),
    ])
    let projection = request.projection?.rawValue ?? "all"
    for layer in 0..<shares.layerCount {
      for (position, share) in shares.row(layer).enumerated() {
        table.add([
          .text(pair.model.name), .text(pair.task.name), .text(style.rawValue), .count(sample),
          .text(projection),
          .count(layer), .count(position), .text(shares.tokens[position]), .number(share),
        ])
      }
    }
    return table
  }

  /// The tokens with the largest share, the mean over layers.
  private var overview: Table {
    var table = Table([
      .words("token", "Token"), .numbers("position", "Position"), .numbers("share", "Mean share"),
    ])
    let means = means
    let order = means.indices.sorted { (means[$1], $0) < (means[$0], $1) }
    for position in order.prefix(10) {
      table.add([
        .text(TokenNames.readable(shares.tokens[position])), .count(position), .number(means[position]),
      ])
    }
    return table
  }
}
