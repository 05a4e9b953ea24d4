import CCairo

/// The one place that knows Cairo's surfaces: draws the few primitives of a ``Drawing`` and hands back
/// the bytes.
struct CairoSurface {
  private let context: OpaquePointer
  private let engine: TextEngine
  /// Whether letters are filled outlines: on bitmaps, where Cairo would move every glyph to a whole pixel.
  private let outlinesText: Bool
  /// Colour that transparent colours are mixed with on surfaces without transparency, `nil` on all others.
  private let opaquePaper: Color?

  /// Draws into `surface`, which is finished and released, and reports what Cairo complains of.
  static func draw(
    _ drawing: Drawing, on surface: OpaquePointer, scale: Double = 1, paintsPaper: Bool,
    outlinesText: Bool = false, isOpaque: Bool = false, engine: TextEngine
  ) throws(PlotError) {
    guard let context = cairo_create(surface) else { throw .surface("out of memory") }
    defer { cairo_destroy(context) }
    let target = CairoSurface(
      context: context, engine: engine, outlinesText: outlinesText,
      opaquePaper: isOpaque ? drawing.theme.paper : nil)
    cairo_scale(context, scale, scale)
    target.setTextOptions()
    if paintsPaper {
      target.setSource(drawing.theme.paper)
      cairo_paint(context)
    }
    for element in drawing.elements { try target.draw(element.shape) }
    try check(cairo_status(context))
  }

  static func check(_ status: cairo_status_t) throws(PlotError) {
    guard status == CAIRO_STATUS_SUCCESS else {
      throw .surface(String(cString: cairo_status_to_string(status)))
    }
  }

  private func draw(_ shape: Shape) throws(PlotError) {
    switch shape {
    case .fill(let path, let color):
      trace(path)
      setSource(color)
      cairo_fill(context)
    case .stroke(let path, let stroke):
      trace(path)
      self.stroke(stroke)
    case .text(let line, let at, let color, let turned):
      try draw(line, at: at, color: color, turned: turned)
    }
  }

  private func trace(_ path: Path) {
    cairo_new_path(context)
    var next = path.points.makeIterator()
    func point() -> Point { next.next() ?? Point(0, 0) }
    for verb in path.verbs {
      switch verb {
      case .move:
        let place = point()
        cairo_move_to(context, place.x, place.y)
      case .line:
        let place = point()
        cairo_line_to(context, place.x, place.y)
      case .curve:
        let (first, second, end) = (point(), point(), point())
        cairo_curve_to(context, first.x, first.y, second.x, second.y, end.x, end.y)
      case .close: cairo_close_path(context)
      }
    }
  }

  private func stroke(_ stroke: Stroke) {
    setSource(stroke.color)
    cairo_set_line_width(context, stroke.width)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    cairo_set_line_cap(context, stroke.hasRoundCaps ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
    cairo_set_dash(context, stroke.dash, Int32(stroke.dash.count), 0)
    cairo_stroke(context)
  }

  private func draw(_ line: TextLine, at place: Point, color: Color, turned: Bool) throws(PlotError) {
    setSource(color)
    cairo_save(context)
    defer { cairo_restore(context) }
    cairo_translate(context, place.x, place.y)
    if turned { cairo_rotate(context, -.pi / 2) }
    for run in line.runs {
      cairo_set_font_face(context, try engine.face(run.face).cairo)
      cairo_set_font_size(context, run.size)
      show(run)
    }
  }

  /// Shows the whole run at once, with its text, so that PDF readers can search and copy it.
  private func show(_ run: GlyphRun) {
    var glyphs = run.glyphs.map { cairo_glyph_t(index: UInt($0.index), x: $0.x, y: $0.y) }
    if outlinesText {
      cairo_new_path(context)
      cairo_glyph_path(context, &glyphs, Int32(glyphs.count))
      cairo_fill(context)
      return
    }
    var clusters = run.clusters.map {
      cairo_text_cluster_t(num_bytes: $0.bytes, num_glyphs: $0.glyphs)
    }
    let flags =
      run.isBackward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : cairo_text_cluster_flags_t(rawValue: 0)
    cairo_show_text_glyphs(
      context, run.text, Int32(run.text.utf8.count), &glyphs, Int32(glyphs.count), &clusters,
      Int32(clusters.count), flags)
  }

  private func setSource(_ color: Color) {
    let shown = opaquePaper.map(color.flattened) ?? color
    cairo_set_source_rgba(context, shown.red, shown.green, shown.blue, shown.alpha)
  }

  /// Letters keep their shape and place at every size and on every surface.
  private func setTextOptions() {
    let options = cairo_font_options_create()
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
  }
}
