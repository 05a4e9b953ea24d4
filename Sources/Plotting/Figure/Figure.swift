/// A figure: a grid of panels with what stands around them.
///
/// A figure is a value that knows data and words but no size and no colour: the same figure is drawn for a
/// web page and for a paper by another ``Preset`` and ``Theme``. Every piece of text is in the notation of
/// ``RichText``: `σ_{1}`, `10^{-3}`.
public struct Figure: Sendable, Equatable {
  /// The heading, set above everything and aligned with the left edge; `nil` in most papers, where the
  /// caption says it.
  public var title: String?
  /// A second, quieter line under the title.
  public var subtitle: String?
  /// The panels, row by row; a `nil` leaves its place empty, rows may differ in length.
  public var panels: [[Panel?]]
  /// The heading of each column of panels; empty, or one for each column of the longest row.
  public var columnTitles: [String]
  /// The heading of each row of panels, set at its left edge; empty, or one for each row.
  public var rowTitles: [String]
  /// Heights of the panels of each row in relation to those of other rows; empty when all are alike, or one
  /// for each row, above 0. Rows of categories keep the height that they need.
  public var rowWeights: [Double]
  /// The panels that share one horizontal domain. Shared axes are labelled once per column.
  public var sharedX: AxisSharing
  /// The panels that share one vertical domain. Shared axes are labelled once per row.
  public var sharedY: AxisSharing
  /// Whether all heatmaps have the colours of the first one's scale, over the values of all of them, and one
  /// key for all.
  public var sharesColors: Bool
  /// The place where series are named.
  public var legend: LegendPlacement
  /// A word for what the series are, set before the legend where that takes one row and has room; `nil` when their names
  /// say it.
  public var legendTitle: String?
  /// The series in the order in which they take colours; series that occur in marks but not here follow in
  /// the order in which they occur.
  public var series: [Series]
  /// The title of the files, plain text; ``title``, or one made from the axes, when `nil`.
  public var fileTitle: String?
  /// A description for those who do not see the figure; made from the data when `nil`.
  public var altText: String?

  /// A figure of several panels.
  public init(
    title: String? = nil, subtitle: String? = nil, panels: [[Panel?]], columnTitles: [String] = [],
    rowTitles: [String] = [], rowWeights: [Double] = [], sharedX: AxisSharing = .none,
    sharedY: AxisSharing = .none, sharesColors: Bool = false, legend: LegendPlacement = .automatic,
    series: [Series] = [], altText: String? = nil
  ) {
    self.title = title
    self.subtitle = subtitle
    self.panels = panels
    self.columnTitles = columnTitles
    self.rowTitles = rowTitles
    self.rowWeights = rowWeights
    self.sharedX = sharedX
    self.sharedY = sharedY
    self.sharesColors = sharesColors
    self.legend = legend
    self.series = series
    self.altText = altText
  }

  /// A figure of one panel.
  public init(
    title: String? = nil, subtitle: String? = nil, _ panel: Panel, legend: LegendPlacement = .automatic,
    series: [Series] = [], altText: String? = nil
  ) {
    self.init(
      title: title, subtitle: subtitle, panels: [[panel]], legend: legend, series: series, altText: altText)
  }
}

/// The panels of a figure that have one common domain on an axis.
public enum AxisSharing: Sendable, Equatable {
  /// Each panel has its own.
  case none
  /// The panels of a row have the same one.
  case rows
  /// The panels of a column have the same one.
  case columns
  /// All panels have the same one.
  case all
}

/// The place where series are named.
public enum LegendPlacement: Sendable, Equatable {
  /// Labels at the ends of the lines where they are short and fit, otherwise a legend above the panels;
  /// nothing when there is only one series.
  case automatic
  /// A legend between the title and the panels.
  case top
  /// None.
  case none
}

extension Figure {
  /// Lays the figure out for a size and a theme.
  ///
  /// Figures are independent of each other: any number may be laid out and encoded at the same time, each
  /// on a thread of its own. The size of the preset is the size of the drawing, to the last digit.
  ///
  /// - Throws: ``PlotError`` when the figure does not hold together, a size cannot be, a font or a
  ///   character is missing,
  ///   or the words leave no room for the panels.
  public func draw(_ preset: Preset = .web, theme: Theme = .light) throws(PlotError) -> Drawing {
    try FigureChecks.check(preset)
    let theme = theme.fitted(to: preset)
    return try TextEngine.withEngine { engine throws(PlotError) in
      let resolved = try FigureResolver(figure: self, theme: theme).resolve()
      let metrics = Metrics(preset: preset, theme: theme)
      var plan = try FigurePlan(resolved, preset: preset, engine: engine, metrics: metrics)
      var solver = GridSolver(figure: resolved, preset: preset, metrics: metrics, engine: engine, plan: plan)
      var layout = try solver.solve()
      if !layout.holdsLineLabels(spacing: metrics.labelSpacing) {
        plan = try FigurePlan(
          resolved, preset: preset, engine: engine, metrics: metrics, allowsLabels: false)
        solver = GridSolver(figure: resolved, preset: preset, metrics: metrics, engine: engine, plan: plan)
        layout = try solver.solve()
      }
      var painter = FigurePainter(
        layout: layout, figure: resolved, plan: plan, theme: theme, metrics: metrics)
      let words = words(of: resolved)
      return Drawing(
        width: layout.width, height: layout.height, title: words.title, altText: words.description,
        omittedValues: resolved.panels.reduce(0) { $0 + $1.omissions.count }, theme: theme,
        panels: layout.panels.map(\.frame), readings: layout.readings(of: resolved),
        strips: layout.strips, elements: painter.paint())
    }
  }

  /// The title and the description, made from the data where they are not given.
  private func words(of resolved: ResolvedFigure) -> (title: String, description: String) {
    if let fileTitle, let altText { return (fileTitle, altText) }
    let made = AltText(resolved)
    return (made.title, altText ?? made.text)
  }

  /// Lays the figure out and writes it: ``draw(_:theme:)`` and ``Drawing/encode(as:)`` in one. For
  /// several formats of the same figure draw once and encode each.
  ///
  /// - Throws: ``PlotError``, as those two do.
  public func render(
    as format: OutputFormat, _ preset: Preset = .web, theme: Theme = .light
  ) throws(PlotError) -> [UInt8] {
    try draw(preset, theme: theme).encode(as: format)
  }
}
