import CCairo
import Synchronization

/// Shapes and measures text, and holds the font faces that draw it.
///
/// Font faces cannot be used by two threads at once, so each rendering borrows an engine of its own from
/// ``withEngine(_:)``: figures render in parallel without a lock around them, and there are never more
/// engines than there were renderings at the same time.
// Unchecked: an engine is either in the list of idle ones, under its lock, or with the one rendering that
// took it.
package final class TextEngine: @unchecked Sendable {
  private struct ShapeKey: Hashable {
    var text: String
    var weight: FontWeight
    var tabular: Bool
    var typefaces: [Typeface]
  }

  fileprivate struct FacedRun {
    var face: FontFace
    var shaped: ShapedRun
  }

  private static let idle = Mutex<[TextEngine]>([])
  private static let cacheLimit = 20_000
  /// Letters of different faces know no kerning with each other: this part of the font size keeps them apart.
  private static let betweenFaces = 0.045

  private let library: FT_Library
  private var faces: [FaceName: FontFace] = [:]
  private var shapes: [ShapeKey: [FacedRun]] = [:]

  private init() throws(PlotError) {
    var opened: FT_Library?
    guard FT_Init_FreeType(&opened) == 0, let library = opened else {
      throw .surface("FreeType does not start")
    }
    self.library = library
  }

  /// Runs `body` with an engine that nobody else uses meanwhile.
  package static func withEngine<Result>(
    _ body: (TextEngine) throws(PlotError) -> Result
  ) throws(PlotError) -> Result {
    let engine = try borrow()
    defer { give(back: engine) }
    return try body(engine)
  }

  /// The face of that name.
  func face(_ name: FaceName) throws(PlotError) -> FontFace {
    if let face = faces[name] { return face }
    let face = try FontFace(name, library: library)
    faces[name] = face
    return face
  }

  /// Shapes one line in the notation of ``RichText``.
  ///
  /// - Throws: ``PlotError`` when a font is missing, a character is in none of the typefaces, or the text
  ///   runs both
  ///   ways.
  func line(_ source: String, _ style: TextStyle) throws(PlotError) -> TextLine {
    var line = TextLine(
      runs: [], width: 0, ascent: 0, descent: 0.22 * style.size, size: style.size, plain: "")
    // A superscript and a subscript on the same letter stand one above the other.
    var shiftStart = 0.0
    var previousRise = 0.0
    var end = 0.0
    let rich = RichText(source)
    line.plain = rich.plain
    // Pieces of one label could each run one way, and the label both.
    let isRightToLeft = try TextDirection.isRightToLeft(rich.plain, label: source)
    for span in isRightToLeft ? rich.spans.reversed() : rich.spans {
      let size = span.scale * style.size
      let rise = span.rise * style.size
      var x = end
      if rise != 0, previousRise != 0, (rise > 0) != (previousRise > 0) { x = shiftStart }
      if previousRise == 0 || rise == 0 { shiftStart = x }
      for (index, run) in try shape(span.text, style, label: source).enumerated() {
        if index > 0 { x += Self.betweenFaces * size }
        line.runs.append(run.placed(x: x, y: -rise, size: size))
        x += run.shaped.advance / run.face.unitsPerEm * size
        line.ascent = max(line.ascent, rise + run.ascent * size)
        line.descent = max(line.descent, run.descent * size - rise)
      }
      end = max(end, x)
      previousRise = rise
    }
    line.width = end
    return line
  }

  private func shape(_ text: String, _ style: TextStyle, label: String) throws(PlotError) -> [FacedRun] {
    let key = ShapeKey(
      text: text, weight: style.weight, tabular: style.isTabular, typefaces: style.typefaces)
    if let known = shapes[key] { return known }
    let isRightToLeft = try TextDirection.isRightToLeft(text, label: label)
    var runs: [FacedRun] = []
    for stretch in try stretches(of: text, style, label: label) {
      runs.append(
        FacedRun(
          face: stretch.face,
          shaped: stretch.face.shape(stretch.text, tabular: style.isTabular, isRightToLeft: isRightToLeft)))
    }
    if isRightToLeft { runs.reverse() }
    if shapes.count >= Self.cacheLimit { shapes.removeAll(keepingCapacity: true) }
    shapes[key] = runs
    return runs
  }

  /// Cuts the text where one typeface lacks a character and another must lend it.
  private func stretches(of text: String, _ style: TextStyle, label: String) throws(PlotError)
    -> [(face: FontFace, text: String)]
  {
    var result: [(face: FontFace, text: String)] = []
    for character in text {
      let face = try self.face(for: character, style, label: label)
      if let last = result.last, last.face === face {
        result[result.count - 1].text.append(character)
      } else {
        result.append((face, String(character)))
      }
    }
    return result
  }

  private func face(for character: Character, _ style: TextStyle, label: String) throws(PlotError) -> FontFace
  {
    let leaders = style.typefaces.filter { $0.leads.contains(character) }
    for typeface in leaders + style.typefaces {
      let face = try self.face(
        FaceName(
          family: typeface.family, style: typeface.style(for: style.weight),
          debianPackage: typeface.debianPackage))
      if character.unicodeScalars.allSatisfy(face.hasGlyph) { return face }
    }
    // A letter with a combining accent may be in no font as such: name the scalar that is in none.
    var missing = character.unicodeScalars.first ?? " "
    for scalar in character.unicodeScalars where try !isKnown(scalar, style) { missing = scalar }
    throw .glyphMissing(scalar: missing.value, label: label, families: style.typefaces.map(\.family))
  }

  private func isKnown(_ scalar: Unicode.Scalar, _ style: TextStyle) throws(PlotError) -> Bool {
    for typeface in style.typefaces {
      let name = FaceName(
        family: typeface.family, style: typeface.style(for: style.weight),
        debianPackage: typeface.debianPackage)
      if try face(name).hasGlyph(scalar) { return true }
    }
    return false
  }

  private static func borrow() throws(PlotError) -> TextEngine {
    if let engine = idle.withLock({ $0.popLast() }) { return engine }
    return try TextEngine()
  }

  private static func give(back engine: TextEngine) {
    idle.withLock { $0.append(engine) }
  }
}

extension TextEngine.FacedRun {
  /// The height of capitals, or of what stands clearly above them, as a part of the font size. Letters that
  /// differ by less share one height, so that lines of text stand alike.
  fileprivate var ascent: Double {
    let ink = shaped.top / face.unitsPerEm
    return ink > face.capHeight + 0.06 ? ink : face.capHeight
  }

  /// The depth of descenders, or of what hangs clearly below them.
  fileprivate var descent: Double { max(shaped.bottom / face.unitsPerEm - 0.03, 0.22) }

  fileprivate func placed(x: Double, y: Double, size: Double) -> GlyphRun {
    let factor = size / face.unitsPerEm
    return GlyphRun(
      face: face.name, size: size,
      glyphs: shaped.glyphs.map {
        GlyphRun.Glyph(index: $0.index, x: x + $0.x * factor, y: y + $0.y * factor)
      }, text: shaped.text, clusters: shaped.clusters, isBackward: shaped.isRightToLeft)
  }
}

/// Size, weight and typefaces of a piece of text.
package struct TextStyle: Sendable, Equatable {
  package var size: Double
  package var weight: FontWeight
  package var isTabular: Bool
  package var typefaces: [Typeface]

  package init(size: Double, weight: FontWeight = .regular, isTabular: Bool = false, typefaces: [Typeface]) {
    self.size = size
    self.weight = weight
    self.isTabular = isTabular
    self.typefaces = typefaces
  }
}
