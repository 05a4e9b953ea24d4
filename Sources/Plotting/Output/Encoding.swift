import CCairo

extension Drawing {
  /// The resolutions that a PNG file may have, in dots per inch.
  public static let resolutions = 10.0...2400

  /// Writes the figure as a file of that format.
  ///
  /// The same drawing gives the same bytes, whenever and on however many threads it is written: no clock, no
  /// random name. They may differ between versions of Cairo and of the fonts.
  ///
  /// - Throws: ``PlotError`` for a resolution or an id prefix that cannot be, or when Cairo refuses.
  public func encode(as format: OutputFormat) throws(PlotError) -> [UInt8] {
    try TextEngine.withEngine { engine throws(PlotError) in
      switch format {
      case .svg(let idPrefix): try encodeSVG(idPrefix: idPrefix, engine)
      case .png(let dpi, let transparent): try encodePNG(dpi: dpi, transparent: transparent, engine)
      case .pdf: try encodePDF(engine)
      case .eps: try encodeEPS(engine)
      case .page: Array(WebPicture(self).markup.utf8)
      }
    }
  }

  private func encodeSVG(idPrefix: String, _ engine: TextEngine) throws(PlotError) -> [UInt8] {
    guard SVGRewriter.isValid(idPrefix: idPrefix) else {
      throw .setting(
        what: "The id prefix of an SVG", value: "“\(idPrefix)”",
        expected: "a letter followed by ASCII letters, digits, “-” or “_”")
    }
    let raw = try stream { sink in
      let surface = cairo_svg_surface_create_for_stream(ByteSink.write, sink, width, height)
      cairo_svg_surface_restrict_to_version(surface, CAIRO_SVG_VERSION_1_1)
      cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PT)
      return surface
    } draw: { surface throws(PlotError) in
      try CairoSurface.draw(self, on: surface, paintsPaper: theme.background == .paint, engine: engine)
    }
    return SVGRewriter.rewrite(raw, idPrefix: idPrefix, title: title, description: altText)
  }

  private func encodePDF(_ engine: TextEngine) throws(PlotError) -> [UInt8] {
    try stream { sink in
      let surface = cairo_pdf_surface_create_for_stream(ByteSink.write, sink, width, height)
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, altText)
      // Cairo would stamp the clock; without a date it writes none.
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, nil)
      return surface
    } draw: { surface throws(PlotError) in
      try CairoSurface.draw(self, on: surface, paintsPaper: theme.background != .transparent, engine: engine)
    }
  }

  private func encodeEPS(_ engine: TextEngine) throws(PlotError) -> [UInt8] {
    let raw = try stream { sink in
      let surface = cairo_ps_surface_create_for_stream(ByteSink.write, sink, width, height)
      cairo_ps_surface_set_eps(surface, 1)
      return surface
    } draw: { surface throws(PlotError) in
      try CairoSurface.draw(
        self, on: surface, paintsPaper: theme.background != .transparent, isOpaque: true, engine: engine)
    }
    return EPSHeader.mended(raw, title: title, width: width, height: height)
  }

  private func encodePNG(dpi: Double, transparent: Bool, _ engine: TextEngine) throws(PlotError) -> [UInt8] {
    guard Self.resolutions.contains(dpi) else {
      throw .size(what: "resolution", value: dpi, allowed: "between 10 and 2400 dots per inch")
    }
    let scale = dpi / 72
    let columns = (width * scale).rounded()
    let rows = (height * scale).rounded()
    guard columns >= 1, rows >= 1, columns <= 32_000, rows <= 32_000 else {
      throw .tooManyPixels(columns: columns, rows: rows)
    }
    guard
      let surface = cairo_image_surface_create(
        transparent ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, Int32(columns), Int32(rows))
    else { throw .surface("out of memory") }
    defer { cairo_surface_destroy(surface) }
    try CairoSurface.draw(
      self, on: surface, scale: scale, paintsPaper: theme.background == .paint || !transparent,
      outlinesText: true,
      engine: engine)
    cairo_surface_flush(surface)
    let stride = Int(cairo_image_surface_get_stride(surface)) / 4
    guard let data = cairo_image_surface_get_data(surface) else { throw .surface("out of memory") }
    let file = data.withMemoryRebound(to: UInt32.self, capacity: stride * Int(rows)) { pixels in
      PNGFile(
        pixels: pixels, stride: stride, columns: Int(columns), rows: Int(rows), hasAlpha: transparent)
    }
    return file.encoded(dpi: dpi)
  }

  /// Makes a surface that writes to memory, draws on it and gives back what was written.
  private func stream(
    make: (UnsafeMutableRawPointer) -> OpaquePointer?,
    draw: (OpaquePointer) throws(PlotError) -> Void
  ) throws(PlotError) -> [UInt8] {
    let sink = ByteSink()
    guard let surface = make(sink.pointer) else { throw .surface("out of memory") }
    defer { cairo_surface_destroy(surface) }
    try draw(surface)
    cairo_surface_finish(surface)
    try CairoSurface.check(cairo_surface_status(surface))
    return sink.bytes
  }
}

/// A kind of file.
public enum OutputFormat: Sendable, Equatable {
  /// Scalable, for web pages. Every id in the file begins with `idPrefix` and a number made from what the file holds, so
  /// that any figures can stand in one page, variants of one figure too: two files share ids only where they are the
  /// same. The prefix must begin with a letter and hold only ASCII letters, digits, `-` and `_`.
  case svg(idPrefix: String)
  /// Pixels. Without transparency the theme's paper is painted.
  case png(dpi: Double, transparent: Bool = false)
  /// Format for papers, with embedded fonts and without a clock.
  case pdf
  /// Format for papers that still want it; tints are mixed with the paper, because EPS knows no transparency.
  case eps
  /// An SVG element to stand inside a page, not a file: words are text, colours are classes that follow the light and the
  /// dark page, and there is no id. The page needs the style sheet ``pageStyle``.
  case page

  /// The style sheet of figures in pages, with the colours of ``Theme/light`` and ``Theme/dark``; a page says by
  /// `color-scheme` which of them it wants.
  public static var pageStyle: String { WebStyle.sheet }
}

/// Collects what a Cairo surface writes.
final class ByteSink {
  private(set) var bytes: [UInt8] = []

  /// The function that Cairo calls with each piece; its closure pointer is an unretained `ByteSink`.
  static let write: cairo_write_func_t = { closure, data, length in
    guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
    let sink = Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
    sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
    return CAIRO_STATUS_SUCCESS
  }

  /// The pointer to hand to Cairo; valid as long as the sink is.
  var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
}
