import Analysis
import Gradients
import Studies

/// The choices that a figure's kind leaves open, which say what figure is meant. What is nil or empty is
/// chosen by the figure.
package struct FigureRequest: Sendable, Hashable {
  /// The model's name.
  package var model: String?
  /// The task's name.
  package var task: String?
  /// Statistic that is drawn.
  package var statistic: Statistic?
  /// A single projection.
  package var projection: Projection?
  /// The response styles that are compared.
  package var styles: [ResponseStyle]
  /// Subject of the panels, where there is a choice.
  package var panels: PanelChoice?
  /// Scale that makes heights of values, where there is a choice.
  package var scale: ScaleChoice?
  /// Places of layers on the axis of curves, where there is a choice.
  package var depth: DepthChoice?
  /// The decoder layers that have a panel of their own, from 0.
  package var layers: [Int]
  /// A single sample, by its position in the data file, from 0.
  package var sample: Int?
  /// The claim of the papers, by its name.
  package var claim: String?
  /// The room that the figure will have.
  package var room: Room
  /// Whether the height is given too, as on a slide, so that rows must be few.
  package var isLow = false

  /// Subject of each panel of a figure.
  package enum PanelChoice: String, Sendable, CaseIterable {
    /// A projection; lines are response styles.
    case projections
    /// A response style; lines are projections, as in the papers.
    case styles
  }

  /// A request; without arguments everything is left to the figure.
  package init(
    model: String? = nil, task: String? = nil, statistic: Statistic? = nil, projection: Projection? = nil,
    styles: [ResponseStyle] = [], panels: PanelChoice? = nil, scale: ScaleChoice? = nil,
    depth: DepthChoice? = nil, layers: [Int] = [], sample: Int? = nil, claim: String? = nil,
    room: Room = .wide
  ) {
    self.model = model
    self.task = task
    self.statistic = statistic
    self.projection = projection
    self.styles = styles
    self.panels = panels
    self.scale = scale
    self.depth = depth
    self.layers = layers
    self.sample = sample
    self.claim = claim
    self.room = room
  }

  /// The statistic asked for; the nuclear norm when none was.
  package var measured: Statistic { statistic ?? .nuclearNorm }

  /// Returns those of `styles` that are asked for: all when none was.
  func chosen(_ styles: [ResponseStyle]) -> [ResponseStyle] {
    self.styles.isEmpty ? styles : styles.filter(self.styles.contains)
  }

  /// Returns those of `projections` that are asked for: all when none was.
  package func chosen(_ projections: [Projection]) -> [Projection] {
    projection.map { wanted in projections.filter { $0 == wanted } } ?? projections
  }

  /// Returns those of `models` that are asked for: all when none was.
  package func chosen(_ models: [StudyModel]) -> [StudyModel] {
    models.filter { model == nil || model == $0.name }
  }

  /// Returns those of `tasks` that are asked for: all when none was.
  package func chosen(_ tasks: [StudyTask]) -> [StudyTask] { tasks.filter { task == nil || task == $0.name } }

  /// The choices that were made.
  package var choices: Set<FigureChoice> {
    var made: Set<FigureChoice> = []
    if model != nil { made.insert(.model) }
    if task != nil { made.insert(.task) }
    if statistic != nil { made.insert(.statistic) }
    if projection != nil { made.insert(.projection) }
    if !styles.isEmpty { made.insert(.style) }
    if panels != nil { made.insert(.panels) }
    if scale != nil { made.insert(.scale) }
    if depth != nil { made.insert(.depth) }
    if !layers.isEmpty { made.insert(.layer) }
    if sample != nil { made.insert(.sample) }
    if claim != nil { made.insert(.claim) }
    return made
  }

  /// The choices as options of the command line, one after the other.
  package var options: [String] {
    FigureChoice.allCases.flatMap { choice in words(of: choice).flatMap { ["--\(choice.rawValue)", $0] } }
  }

  /// A choice that would change nothing is a mistake, not a wish to ignore.
  ///
  /// - Throws: `FigureError.choice` for the first one that is not `allowed`.
  package func check(allowed: Set<FigureChoice>, of subject: String) throws {
    let refused = choices.subtracting(allowed)
    guard let choice = FigureChoice.allCases.first(where: refused.contains) else { return }
    let known = FigureChoice.allCases.filter(allowed.contains).map { "--\($0.rawValue)" }
    throw FigureError.choice(option: "--\(choice.rawValue)", of: subject, known: known)
  }

  /// Whether `study` has everything of what is asked for.
  ///
  /// - Throws: `FigureError.unknownName` for the first choice that it does not have.
  package func checkNames(in study: Study) throws {
    try check(model, "model", study.models.map(\.name))
    try check(task, "task", study.tasks.map(\.name))
    try check(claim, "claim", PaperClaim.all.map(\.name))
    try check(projection?.rawValue, "projection", study.settings.projections.map(\.rawValue))
    let tasks = chosen(study.tasks)
    let known = ResponseStyle.allCases.filter { style in tasks.contains { $0.styles.contains(style) } }
    for style in styles { try check(style.rawValue, "response style", known.map(\.rawValue)) }
  }

  private func check(_ name: String?, _ kind: String, _ known: [String]) throws {
    guard let name, !known.contains(name) else { return }
    throw FigureError.unknownName(kind: kind, name: name, known: known)
  }

  /// The choices as the last words of a figure's id.
  package func suffix(_ choices: FigureChoice...) -> String {
    let parts = choices.flatMap { choice in
      choice == .sample ? words(of: .sample).map { "sample\($0)" } : words(of: choice)
    }
    return parts.map { "-\($0)" }.joined()
  }

  /// What was chosen, in the words of the command line.
  private func words(of choice: FigureChoice) -> [String] {
    switch choice {
    case .model: [model].compactMap(\.self)
    case .task: [task].compactMap(\.self)
    case .statistic: [statistic?.rawValue].compactMap(\.self)
    case .projection: [projection?.rawValue].compactMap(\.self)
    case .style: styles.map(\.rawValue)
    case .panels: [panels?.rawValue].compactMap(\.self)
    case .scale: [scale?.rawValue].compactMap(\.self)
    case .depth: [depth?.rawValue].compactMap(\.self)
    case .layer: layers.map(String.init)
    case .sample: [sample.map(String.init)].compactMap(\.self)
    case .claim: [claim].compactMap(\.self)
    }
  }
}

/// A choice that may be made of a figure. The raw value is the option of the command line.
package enum FigureChoice: String, Sendable, CaseIterable {
  case model, task, statistic, projection, style, panels, scale, depth, layer, sample, claim
}
