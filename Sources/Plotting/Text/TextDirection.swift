/// Which way text runs.
enum TextDirection {
  /// Whether `text` runs from right to left.
  ///
  /// - Throws: ``PlotError/mixedDirections(label:)`` when it has letters or digits that run the other way
  ///   too.
  static func isRightToLeft(_ text: String, label: String) throws(PlotError) -> Bool {
    guard text.unicodeScalars.contains(where: isRightToLeft) else { return false }
    let others = text.unicodeScalars.contains { !isRightToLeft($0) && runsForward($0) }
    if others { throw .mixedDirections(label: label) }
    return true
  }

  /// Hebrew, Arabic, Syriac, Thaana, N'Ko and what follows them up to the end of the block that Unicode
  /// reserves for right-to-left scripts, with the Arabic and Hebrew presentation forms.
  private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }

  private static func runsForward(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
