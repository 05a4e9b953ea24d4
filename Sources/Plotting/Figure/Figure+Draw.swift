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
      let alt = AltText(resolved)
      return Drawing(
        width: layout.width, height: layout.height, title: alt.title, altText: altText ?? alt.text,
        omittedValues: resolved.panels.reduce(0) { $0 + $1.omissions.count }, paper: theme.paper,
        background: theme.background, panels: layout.panels.map(\.frame), elements: painter.paint())
    }
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
