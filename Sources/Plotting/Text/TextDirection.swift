/// Which way text runs.
enum TextDirection {
  /// Whether `text` runs from right to left.
  ///
  /// - Throws: ``PlotError/mixedDirections(label:)`` when it has letters or digits that run the other way
  ///   too.
  static func isRightToLeft(_ text: String, label: String) throws(PlotError) -> Bool {
    guard hasRightToLeft(text) else { return false }
    let others = text.unicodeScalars.contains { !isRightToLeft($0) && runsForward($0) }
    if others { throw .mixedDirections(label: label) }
    return true
  }

  /// Whether `text` has anything that runs from right to left.
  static func hasRightToLeft(_ text: String) -> Bool { text.unicodeScalars.contains(where: isRightToLeft) }

  /// Hebrew, Arabic, Syriac, Thaana, N'Ko and what follows them up to the end of the block that Unicode
  /// reserves for right-to-left scripts, with the Arabic and Hebrew presentation forms; but not the digits of Arabic,
  /// which run as ours do.
  private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0660...0x0669, 0x06F0...0x06F9: false
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }

  private static func runsForward(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
