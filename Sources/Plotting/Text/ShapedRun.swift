import CHarfBuzz

/// Glyphs of one face in design units, whatever the size.
struct ShapedRun {
  var glyphs: [GlyphRun.Glyph] = []
  var clusters: [GlyphRun.Cluster] = []
  var advance = 0.0
  /// How far the ink reaches above and below the baseline.
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
