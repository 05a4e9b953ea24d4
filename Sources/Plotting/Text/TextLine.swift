/// A line of text shaped and measured: glyphs in their places relative to the start of the baseline.
package struct TextLine: Sendable, Equatable {
  package var runs: [GlyphRun]
  /// The advance width.
  package var width: Double
  /// How far the tallest part (capital letters, raised superscripts) reaches above the baseline.
  package var ascent: Double
  /// How far the lowest part (descenders, lowered subscripts) reaches below the baseline.
  package var descent: Double
  /// The font size, without superscripts and subscripts.
  package var size: Double
  /// The text in plain words.
  package var plain: String

  package static let empty = TextLine(runs: [], width: 0, ascent: 0, descent: 0, size: 0, plain: "")

  /// The same line in letters of another size.
  package func scaled(by factor: Double) -> TextLine {
    guard factor != 1 else { return self }
    var copy = self
    copy.width *= factor
    copy.ascent *= factor
    copy.descent *= factor
    copy.size *= factor
    copy.runs = runs.map { run in
      var run = run
      run.size *= factor
      run.glyphs = run.glyphs.map { GlyphRun.Glyph(index: $0.index, x: $0.x * factor, y: $0.y * factor) }
      return run
    }
    return copy
  }

  /// The place taken up when drawn from `start`; a turned line reads upwards.
  package func bounds(at start: Point, turned: Bool) -> Rect {
    turned
      ? Rect(
        left: start.x - ascent, top: start.y - width, right: start.x + descent, bottom: start.y)
      : Rect(
        left: start.x, top: start.y - ascent, right: start.x + width, bottom: start.y + descent)
  }
}

/// Glyphs of one face at one size.
package struct GlyphRun: Sendable, Equatable {
  package struct Glyph: Sendable, Equatable {
    package var index: UInt32
    package var x: Double
    package var y: Double
  }

  /// How many bytes of the text belong to how many glyphs: what makes text in a PDF searchable.
  package struct Cluster: Sendable, Equatable {
    package var bytes: Int32
    package var glyphs: Int32
  }

  package var face: FaceName
  package var size: Double
  package var glyphs: [Glyph]
  package var text: String
  package var clusters: [Cluster]
  package var isBackward: Bool
}

/// One font file by what it is asked for.
package struct FaceName: Sendable, Equatable, Hashable {
  package var family: String
  package var style: String
  package var debianPackage: String
}
