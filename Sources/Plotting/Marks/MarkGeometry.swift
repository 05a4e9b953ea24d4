/// Everything that one kind of mark is: its channels, how far it reaches, how it is drawn and what is said of it.
///
/// A kind is one file of this folder, with its factory function, and one case of ``Mark/Kind`` with its entry in the table
/// beside it, ``Mark/Kind/geometry``. Layout and description ask for these properties and never for a kind by its name.
protocol MarkGeometry {
  // Checks

  /// The channels without which a mark of the kind is refused.
  static var channels: MarkChannels { get }

  // Extent and place

  /// Whether it is measured from zero along the vertical axis, which then holds zero.
  static var startsAtZero: Bool { get }
  /// Whether its rows are cells: they reach half a cell beyond their places and show a value by their colour.
  static var hasCells: Bool { get }
  /// Whether axes end with the data where a panel has nothing else, so that cells fill it.
  static var fillsPanel: Bool { get }
  /// The place in the band of a name, where other series may have marks too.
  static var slot: BandSlots.Use { get }
  /// Whether a row with one end only on a logarithmic axis is drawn up to the edge of the panel, rather than left out.
  static var runsOffAxis: Bool { get }
  /// True for marks that only connect or label the values of others, so that their missing values are not counted again.
  static var accompaniesValues: Bool { get }

  // Drawing

  /// The layer that it is drawn in.
  static var layer: MarkLayer { get }
  /// The parts of its sample in a legend.
  static var legendSample: LegendSample.Parts { get }
  /// Whether it is a curve of a series, whose name may stand at its end and which must not hide an equal one.
  static var isCurve: Bool { get }
  /// Whether the markers of a mark stand by themselves, so that equal ones hide each other.
  static func hasLoneMarkers(_ mark: ResolvedMark) -> Bool
  /// The mark in its place, back to front.
  static func draw(_ mark: ResolvedMark, with painter: MarkPainter) -> [Element]

  // Words

  /// The name that it gives a panel.
  static var chart: ChartName { get }
  /// Whether it shows what is measured, so that a description says from where to where it reaches.
  static var isMeasured: Bool { get }
  /// A sentence about all marks of the kind in a figure, `nil` when there is nothing to say beyond how far they reach.
  static func sentence(about figure: ResolvedFigure) -> String?
}

/// The properties of most kinds.
extension MarkGeometry {
  static var channels: MarkChannels { .places }
  static var startsAtZero: Bool { false }
  static var hasCells: Bool { false }
  static var fillsPanel: Bool { false }
  static var slot: BandSlots.Use { .none }
  static var runsOffAxis: Bool { false }
  static var accompaniesValues: Bool { false }
  static var legendSample: LegendSample.Parts { [] }
  static var isCurve: Bool { false }
  static func hasLoneMarkers(_ mark: ResolvedMark) -> Bool { false }
  static var chart: ChartName { .scatterPlot }
  static var isMeasured: Bool { false }
  static func sentence(about figure: ResolvedFigure) -> String? { nil }
}

/// Channels that a kind of mark must have.
struct MarkChannels: OptionSet {
  let rawValue: Int

  /// Need of both `x` and `y`; without it one of them will do.
  static let places = MarkChannels(rawValue: 1)
  /// `x2` or `y2`.
  static let farEnd = MarkChannels(rawValue: 2)
  static let value = MarkChannels(rawValue: 4)
  static let text = MarkChannels(rawValue: 8)
}

/// The order in which marks are drawn, from the back to the front.
enum MarkLayer: CaseIterable {
  case cells, areas, rules, spans, lines, markers, words
}

/// The names of charts. The last of those that the marks of a panel give it is its name.
enum ChartName: Int {
  case scatterPlot, dotPlot, intervalPlot, lineChart, heatmap

  var words: String {
    switch self {
    case .scatterPlot: "scatter plot"
    case .dotPlot: "dot plot"
    case .intervalPlot: "interval plot"
    case .lineChart: "line chart"
    case .heatmap: "heatmap"
    }
  }
}
