import CCairo
import CHarfBuzz
import Synchronization

/// One font file, opened for shaping (HarfBuzz) and for drawing (Cairo over FreeType).
///
/// Neither library allows one face to be used by two threads at once: a face belongs to one ``TextEngine``,
/// which belongs to one thread at a time.
final class FontFace {
  let name: FaceName
  /// The face as Cairo draws with it.
  let cairo: OpaquePointer
  /// Design units per font size.
  let unitsPerEm: Double
  /// The height of a capital letter and of an x, as fractions of the font size.
  let capHeight: Double

  private let freeType: FT_Face
  private let shaper: OpaquePointer

  /// Opens the file of a face.
  ///
  /// - Throws: ``PlotError`` when it is not installed, cannot be read, or is of a kind that PDF can only
  ///   hold as
  ///   Type 3 (bitmap and colour fonts) or that shaping and drawing might understand differently (variable fonts).
  init(_ name: FaceName, library: FT_Library) throws(PlotError) {
    let file = try FontFiles.find(name)
    var opened: FT_Face?
    guard FT_New_Face(library, file.path, FT_Long(file.index), &opened) == 0, let face = opened else {
      throw .fontUnusable(path: file.path, reason: "FreeType cannot read it")
    }
    self.name = name
    freeType = face
    do {
      try Self.check(face, path: file.path)
    } catch {
      FT_Done_Face(face)
      throw error
    }
    guard let blob = hb_blob_create_from_file_or_fail(file.path) else {
      FT_Done_Face(face)
      throw .fontUnusable(path: file.path, reason: "HarfBuzz cannot read it")
    }
    let shapeFace = hb_face_create(blob, UInt32(file.index))
    shaper = hb_font_create(shapeFace)
    hb_face_destroy(shapeFace)
    hb_blob_destroy(blob)
    cairo = cairo_ft_font_face_create_for_ft_face(face, Int32(FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP))
    unitsPerEm = Double(face.pointee.units_per_EM)
    capHeight =
      Self.metric(HB_OT_METRICS_TAG_CAP_HEIGHT, of: shaper, fallback: 0.72 * unitsPerEm) / unitsPerEm
  }

  // No deinit: Cairo keeps scaled fonts of this face in a cache of its own after their last use, so the
  // FreeType face must outlive every drawing. Engines and their faces live as long as the process.

  /// The glyph of a character, `nil` when the font has none.
  func hasGlyph(_ scalar: Unicode.Scalar) -> Bool {
    var glyph: hb_codepoint_t = 0
    return hb_font_get_nominal_glyph(shaper, scalar.value, &glyph) != 0
  }

  /// Shapes `text`, all of whose characters this face has, in design units.
  func shape(_ text: String, tabular: Bool, isRightToLeft: Bool) -> ShapedRun {
    let buffer = hb_buffer_create()
    defer { hb_buffer_destroy(buffer) }
    var bytes = text
    bytes.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { characters in
        hb_buffer_add_utf8(buffer, characters.baseAddress, Int32(utf8.count), 0, Int32(utf8.count))
      }
    }
    hb_buffer_set_cluster_level(buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS)
    hb_buffer_guess_segment_properties(buffer)
    hb_buffer_set_direction(buffer, isRightToLeft ? HB_DIRECTION_RTL : HB_DIRECTION_LTR)
    // Contextual alternates would set "->" as an arrow: what is written is what is shown.
    var features = [Self.feature("calt", 0), Self.feature("tnum", tabular ? 1 : 0)]
    hb_shape(shaper, buffer, &features, UInt32(features.count))
    var run = ShapedRun(buffer: buffer, text: text, isRightToLeft: isRightToLeft)
    for glyph in run.glyphs {
      var ink = hb_glyph_extents_t()
      guard hb_font_get_glyph_extents(shaper, glyph.index, &ink) != 0 else { continue }
      run.top = max(run.top, Double(ink.y_bearing) - glyph.y)
      run.bottom = max(run.bottom, glyph.y - Double(ink.y_bearing + ink.height))
    }
    return run
  }

  private static func feature(_ tag: StaticString, _ value: UInt32) -> hb_feature_t {
    let code = tag.withUTF8Buffer { $0.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } }
    return hb_feature_t(tag: code, value: value, start: 0, end: UInt32.max)
  }

  private static func metric(_ tag: hb_ot_metrics_tag_t, of font: OpaquePointer, fallback: Double) -> Double {
    var value: hb_position_t = 0
    return hb_ot_metrics_get_position(font, tag, &value) != 0 && value > 0 ? Double(value) : fallback
  }

  private static func check(_ face: FT_Face, path: String) throws(PlotError) {
    let flags = Int(face.pointee.face_flags)
    guard flags & Int(FT_FACE_FLAG_SCALABLE) != 0, flags & Int(1 << 14) == 0 else {
      throw .fontUnusable(path: path, reason: "a bitmap or colour font would be embedded as Type 3")
    }
    guard flags & Int(FT_FACE_FLAG_MULTIPLE_MASTERS) == 0 else {
      throw .fontUnusable(path: path, reason: "variable fonts are not supported; install the static family")
    }
  }
}

/// Finds font files by name and refuses any other font than the one asked for.
enum FontFiles {
  struct File: Sendable, Equatable {
    var path: String
    var index: Int32
  }

  private static let known = Mutex<[FaceName: File]>([:])

  /// The file of a face, found once per process.
  ///
  /// - Throws: ``PlotError/fontMissing(family:style:found:debianPackage:)`` when fontconfig offers another
  ///   family or another style.
  static func find(_ face: FaceName) throws(PlotError) -> File {
    if let file = known.withLock({ $0[face] }) { return file }
    let file = try match(face)
    known.withLock { $0[face] = file }
    return file
  }

  private static func match(_ face: FaceName) throws(PlotError) -> File {
    guard let pattern = FcPatternCreate() else { throw .surface("fontconfig is out of memory") }
    defer { FcPatternDestroy(pattern) }
    FcPatternAddString(pattern, FC_FAMILY, face.family)
    FcPatternAddString(pattern, FC_STYLE, face.style)
    FcConfigSubstitute(nil, pattern, FcMatchPattern)
    FcDefaultSubstitute(pattern)
    var result = FcResultMatch
    guard let match = FcFontMatch(nil, pattern, &result) else {
      throw .fontMissing(
        family: face.family, style: face.style, found: "nothing", debianPackage: face.debianPackage)
    }
    defer { FcPatternDestroy(match) }
    let families = strings(of: match, FC_FAMILY)
    let styles = strings(of: match, FC_STYLE)
    guard families.contains(face.family), styles.contains(face.style),
      let path = strings(of: match, FC_FILE).first
    else {
      let found = "\(families.first ?? "?") \(styles.first ?? "")"
      throw .fontMissing(
        family: face.family, style: face.style, found: found, debianPackage: face.debianPackage)
    }
    var index: Int32 = 0
    FcPatternGetInteger(match, FC_INDEX, 0, &index)
    return File(path: path, index: index)
  }

  private static func strings(of pattern: OpaquePointer, _ object: String) -> [String] {
    var found: [String] = []
    var value: UnsafeMutablePointer<FcChar8>?
    while FcPatternGetString(pattern, object, Int32(found.count), &value) == FcResultMatch, let text = value {
      found.append(String(cString: text))
    }
    return found
  }
}
