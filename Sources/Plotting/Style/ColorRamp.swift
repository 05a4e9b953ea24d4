/// Ramps of colours for values, evenly spaced.
enum ColorRamp {
  /// Pale to deep blue: on white, more ink is more.
  static let sequentialOnLight = [
    Color(0xF1F4FA), Color(0xCFDDF0), Color(0xA3C1E3), Color(0x6F9FD2), Color(0x417ABB),
    Color(0x22559B), Color(0x132F6B),
  ]

  /// Near black to pale yellow: on black, more light is more.
  static let sequentialOnDark = [
    Color(0x1C2432), Color(0x24406B), Color(0x2F63A6), Color(0x4A8BCB), Color(0x7FB3DC),
    Color(0xBBD8E8), Color(0xF2F6DF),
  ]

  /// Blue over near white to orange.
  static let divergingOnLight = [
    Color(0x1F4E8C), Color(0x5B8CC0), Color(0xA9C6E0), Color(0xF3F3F1), Color(0xF2C39B),
    Color(0xD98446), Color(0x9A4A12),
  ]

  /// Blue over near black to orange.
  static let divergingOnDark = [
    Color(0x8DBDF2), Color(0x4D84BE), Color(0x2C4C70), Color(0x23272D), Color(0x6D452A),
    Color(0xBE7138), Color(0xF7B478),
  ]

  /// White to black.
  static let grey = [Color(0xF7F7F7), Color(0xBDBDBD), Color(0x808080), Color(0x474747), Color(0x141414)]

  /// Black over near white to black: darkness is distance from the middle, and hatching tells the sides apart, as maps
  /// without colour do it.
  static let divergingGrey = [
    Color(0x2A2A2A), Color(0x747474), Color(0xB4B4B4), Color(0xF5F5F5), Color(0xB4B4B4), Color(0x747474),
    Color(0x2A2A2A),
  ]

  /// The colour at `fraction` (0 to 1, clamped) of the way along `colors`.
  static func color(at fraction: Double, of colors: [Color]) -> Color {
    let last = colors.count - 1
    guard last > 0 else { return colors.first ?? Color(0x808080) }
    let place = min(max(fraction, 0), 1) * Double(last)
    let index = min(Int(place), last - 1)
    return colors[index].mixed(with: colors[index + 1], place - Double(index))
  }
}
