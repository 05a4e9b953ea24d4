import CHarfBuzz

/// A line of text shaped and measured: glyphs in their places relative to the start of the baseline.
package struct TextLine: Sendable, Equatable {
  package var runs: [GlyphRun]
  /// The advance width.
  package var width: Double
  /// Reach of the tallest part (capital letters, raised superscripts) above the baseline.
  package var ascent: Double
  /// Reach of the lowest part (descenders, lowered subscripts) below the baseline.
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

  /// Number of bytes of the text and of the glyphs that belong to them: what makes text in a PDF searchable.
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

/// Glyphs of one face in design units, whatever the size.
struct ShapedRun {
  var glyphs: [GlyphRun.Glyph] = []
  var clusters: [GlyphRun.Cluster] = []
  var advance = 0.0
  /// Reach of the ink above and below the baseline.
  var top = 0.0
  var bottom = 0.0
  var text: String
  var isRightToLeft: Bool

  /// Reads what HarfBuzz left in its buffer.
  init(buffer: OpaquePointer?, text: String, isRightToLeft: Bool) {
    self.text = text
    self.isRightToLeft = isRightToLeft
    var count: UInt32 = 0
    guard let infos = hb_buffer_get_glyph_infos(buffer, &count),
      let positions = hb_buffer_get_glyph_positions(buffer, &count)
    else { return }
    var starts: [Int32] = []
    for index in 0..<Int(count) {
      let place = positions[index]
      glyphs.append(
        GlyphRun.Glyph(
          index: infos[index].codepoint, x: advance + Double(place.x_offset), y: -Double(place.y_offset)))
      advance += Double(place.x_advance)
      starts.append(Int32(infos[index].cluster))
    }
    clusters = Self.clusters(
      starts: isRightToLeft ? starts.reversed() : starts, length: Int32(text.utf8.count))
  }

  /// Byte and glyph counts in the order of the text, from the byte at which each glyph's cluster starts.
  private static func clusters(starts: [Int32], length: Int32) -> [GlyphRun.Cluster] {
    var result: [GlyphRun.Cluster] = []
    var index = 0
    while index < starts.count {
      var next = index
      while next < starts.count, starts[next] == starts[index] { next += 1 }
      let end = next < starts.count ? starts[next] : length
      result.append(GlyphRun.Cluster(bytes: end - starts[index], glyphs: Int32(next - index)))
      index = next
    }
    return result
  }
}
