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
  /// How high the panels of each row are beside those of other rows; empty when all are alike, or one for each row,
  /// above 0. Rows of categories keep the height that they need.
  public var rowWeights: [Double]
  /// Which panels share one horizontal domain. Shared axes are labelled once per column.
  public var sharedX: AxisSharing
  /// Which panels share one vertical domain. Shared axes are labelled once per row.
  public var sharedY: AxisSharing
  /// Whether all heatmaps have the colours of the first one's scale, over the values of all of them, and one
  /// key for all.
  public var sharesColors: Bool
  /// How the reader learns which series is which.
  public var legend: LegendPlacement
  /// What the series of a legend are, set before them where they take one row and it has room; `nil` when their names say
  /// it.
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

/// Which panels of a figure have one common domain on an axis.
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

/// How the reader learns which series is which.
public enum LegendPlacement: Sendable, Equatable {
  /// Labels at the ends of the lines where they are short and fit, otherwise a legend above the panels;
  /// nothing when there is only one series.
  case automatic
  /// A legend between the title and the panels.
  case top
  /// None.
  case none
}
