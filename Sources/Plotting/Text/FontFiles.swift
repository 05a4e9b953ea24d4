import CCairo
import Synchronization

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
