import Foundation

/// Every distance of the layout, in points, as multiples of the preset's letters.
struct Metrics {
  let font: Double
  let small: Double
  let margin: Double
  let typefaces: [Typeface]

  init(preset: Preset, theme: Theme) {
    font = preset.fontSize
    small = preset.smallFontSize
    margin = preset.margin
    typefaces = theme.typefaces
  }

  /// A tick's length, and the gap between it and its label.
  var tickLength: Double { 0.28 * font }
  var tickGap: Double { 0.3 * font }
  /// Gap between an axis title and the labels it stands beside.
  var titleGap: Double { 0.55 * font }
  /// Gap between the labels of a horizontal axis and the exponent under them.
  var exponentGap: Double { 0.3 * font }
  /// Gap between the lines of a panel's heading and between it and the panel.
  var headingGap: Double { 0.42 * font }
  var underHeading: Double { 0.6 * font }
  /// Gap between what stands above the panels: title, subtitle, legend.
  var blockGap: Double { 1.0 * font }
  var columnGap: Double { 1.5 * font }
  var rowGap: Double { 1.5 * font }
  /// Free room at the ends of an axis that ends with its data, so that marks do not sit on its end.
  var inset: Double { 0.5 * font }
  /// Gap between the right edge of a panel and the labels of its lines.
  var labelGap: Double { 1.1 * font }
  /// Distance from the centre of one line label to the next.
  var labelSpacing: Double { 1.2 * small }
  /// Size below which a panel shows nothing.
  var leastPanelWidth: Double { 2.5 * font }
  var leastPanelHeight: Double { 2 * font }
  /// A panel that may choose its height is never flatter than this.
  var goodPanelHeight: Double { 7.5 * font }

  var title: TextStyle { style(1.28 * font, .bold) }
  var body: TextStyle { style(font) }
  var panelTitle: TextStyle { style(font, .medium) }
  var axisTitle: TextStyle { style((font + small) / 2) }
  var tick: TextStyle { style(small, isTabular: true) }
  var fine: TextStyle { style(small) }
  var label: TextStyle { style(small, .medium) }

  /// The height of a panel that may choose it: wide panels are flatter.
  static func panelHeight(width: Double) -> Double { 4.4 * pow(max(width, 1), 0.64) }

  private func style(_ size: Double, _ weight: FontWeight = .regular, isTabular: Bool = false) -> TextStyle {
    TextStyle(size: size, weight: weight, isTabular: isTabular, typefaces: typefaces)
  }
}
