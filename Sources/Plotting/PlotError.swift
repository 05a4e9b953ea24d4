/// A reason why a figure cannot be drawn: a setting, a datum or a font that is not as it must be.
public enum PlotError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A font family, or one of its styles, is not installed; `found` is what the system offered in its place.
  case fontMissing(family: String, style: String, found: String, debianPackage: String)
  /// A font file cannot be used.
  case fontUnusable(path: String, reason: String)
  /// None of the theme's typefaces has a character.
  case glyphMissing(scalar: UInt32, label: String, families: [String])
  /// Text that runs both ways, which needs more than this module does.
  case mixedDirections(label: String)
  /// A width, height, resolution or font size that is not a positive finite number, or is beyond all measure.
  case size(what: String, value: Double, allowed: String)
  /// A PNG would have more pixels than one can hold.
  case tooManyPixels(columns: Double, rows: Double)
  /// A figure without a panel.
  case noPanels
  /// Lists that must be equally long and are not.
  case lengths(what: String, expected: Int, found: Int)
  /// A setting that makes no sense.
  case setting(what: String, value: String, expected: String)
  /// A name that stands for nothing.
  case unknownName(kind: String, name: String, known: [String])
  /// The size is too small for the words that must stand in it.
  case noRoom(what: String, needed: Double, available: Double)
  /// The drawing library refused.
  case surface(String)

  /// One paragraph: what is wrong, where, and how to mend it.
  public var description: String {
    switch self {
    case .fontMissing(let family, let style, let found, let package):
      "The font “\(family)”, style \(style), is not installed (the system offered “\(found)” instead). "
        + "Install the Debian package \(package), or name another typeface in the theme."
    case .fontUnusable(let path, let reason):
      "The font file \(path) cannot be used: \(reason)."
    case .glyphMissing(let scalar, let label, let families):
      "No font has the character \(Self.name(of: scalar)) of the label “\(label)”. Asked were: "
        + "\(families.joined(separator: ", ")). Write the label without it, in a study file by another `label:` of the "
        + "model or task, or add a typeface that has it to the theme."
    case .mixedDirections(let label):
      "The label “\(label)” mixes text that runs from right to left with text that runs from left to right, "
        + "which is not supported in one label. Write it in one direction."
    case .tooManyPixels(let columns, let rows):
      "The figure would be \(Int(columns.rounded())) × \(Int(rows.rounded())) pixels, and a PNG can have 1 to 32000 on a side. "
        + "Give it another resolution or size, or show less of it."
    case .size(let what, let value, let allowed):
      "The \(what) of a figure was given as \(value). It must be \(allowed)."
    case .noPanels:
      "A figure has no panels, so there is nothing to draw. Give it at least one."
    case .lengths(let what, let expected, let found):
      "\(what): \(expected) entries were expected, one for each row, and \(found) were found."
    case .setting(let what, let value, let expected):
      "\(what) was given as \(value). It must be \(expected)."
    case .unknownName(let kind, let name, let known):
      "There is no \(kind) called “\(name)”. Known are: \(known.joined(separator: ", "))."
    case .noRoom(let what, let needed, let available):
      "The figure is too small: \(what) needs at least \(Self.points(needed)) pt and there are "
        + "\(Self.points(available)) pt. Make the figure larger, its words fewer or its panels fewer."
    case .surface(let reason):
      "The drawing library refused to write the figure: \(reason)."
    }
  }

  /// Fault of a text that cannot be set, for a message that says whose text it is and how to mend it there;
  /// `nil` when no text is at fault.
  package var faultOfText: String? {
    switch self {
    case .glyphMissing(let scalar, _, _): "no font of the figures has its character \(Self.name(of: scalar))"
    case .mixedDirections: "it mixes text that runs from right to left with text that runs from left to right"
    default: nil
    }
  }

  private static func name(of scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    guard scalar > 0x20, let character = Unicode.Scalar(scalar) else { return code }
    return "\(code) (\(Character(character)))"
  }

  private static func points(_ value: Double) -> String { String(Int(value.rounded(.up))) }
}
