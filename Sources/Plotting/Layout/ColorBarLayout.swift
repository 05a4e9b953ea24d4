/// The key of a heatmap's colours, right of its panel.
struct ColorBarLayout {
  var domain: ColorDomain
  var ticks: [AxisLayout.Tick]
  var title: TextBlock
  /// The room taken beside the panel.
  var width: Double
  var barWidth: Double
  var gap: Double

  /// The bar of a panel with a heatmap, `nil` for any other.
  static func make(
    _ panel: ResolvedPanel, height: Double, engine: TextEngine, metrics: Metrics
  ) throws(PlotError) -> ColorBarLayout? {
    guard let domain = panel.colors else { return nil }
    let count = min(Int(height / (3.4 * metrics.small)), 7)
    let ticks = ColorTicks(domain: domain, gap: 1.3 * metrics.small / max(height, 1))
    let values = ticks.values(about: count)
    let numbers = NumberText.row(values, panel.panel.color.format, isLogarithmic: domain.isLogarithmic)
    var placed: [AxisLayout.Tick] = []
    for (value, text) in zip(values, numbers.texts) {
      let line = try engine.line(text, metrics.tick)
      placed.append(AxisLayout.Tick(value: value, label: TextBlock(lines: [line], size: metrics.small)))
    }
    let title = try TextWrapper(engine: engine, style: metrics.axisTitle).wrap(
      AxisTitle(panel.panel.color.title ?? "", exponent: numbers.exponent).text, width: height)
    let gap = 1.0 * metrics.font
    let barWidth = 0.8 * metrics.font
    var width = gap + barWidth + metrics.tickGap + (placed.map(\.label.width).max() ?? 0)
    if !title.isEmpty { width += metrics.titleGap + title.height }
    return ColorBarLayout(
      domain: domain, ticks: placed, title: title, width: width, barWidth: barWidth, gap: gap)
  }
}
