extension Mark {
  /// Words to the right of places.
  public static func text(
    x: Values, y: Values, text: [String], series: String? = nil, style: MarkStyle = MarkStyle()
  ) -> Mark {
    Mark(.text, x: x, y: y, text: text, series: series, style: style)
  }
}

/// Words beside places.
enum TextGeometry: MarkGeometry {
  static let channels: MarkChannels = [.places, .text]
  static let fillsPanel = true
  static let accompaniesValues = true
  static let layer = MarkLayer.words

  /// Words to the right of their places, moved inwards where they would leave the panel.
  static func draw(_ mark: ResolvedMark, with painter: MarkPainter) -> [Element] {
    let (frame, theme) = (painter.frame, painter.theme)
    return zip(mark.rows, painter.panel.textLines(of: mark)).compactMap { row, line in
      guard let line, let at = painter.place(mark, row) else { return nil }
      var start = Point(at.x + 0.45 * painter.metrics.font, at.y + line.ascent / 2)
      start.x = max(min(start.x, frame.right - line.width), frame.left)
      start.y = max(min(start.y, frame.bottom - line.descent), frame.top + line.ascent)
      let color =
        mark.mark.series == nil
        ? theme.quietInk : Theme.wordColor(of: painter.color(mark.mark), ink: theme.ink)
      return Element(.markText, .text(line, at: start, color: color, turned: false))
    }
  }
}
