import Plotting

/// The texts of tokens as labels of an axis of categories: readable, and each different.
struct TokenNames {
  /// In the notation of ``RichText``.
  let all: [String]

  /// Labels for `tokens`, in their order.
  init(_ tokens: ArraySlice<String>) {
    var seen: [String: Int] = [:]
    all = tokens.map { token in
      let text = Self.readable(token)
      let earlier = seen[text, default: 0]
      seen[text] = earlier + 1
      // Empty subscripts tell equal words apart, are not seen and take no room.
      return RichText.literal(text) + String(repeating: "_{}", count: earlier)
    }
  }

  /// A token without the space before it; signs that cannot be seen as signs that can, and letters of scripts that
  /// figures have no font for as boxes.
  static func readable(_ token: String) -> String {
    let trimmed = token.hasPrefix(" ") && token.count > 1 ? token.dropFirst() : Substring(token)
    let readable = String(String.UnicodeScalarView(trimmed.unicodeScalars.prefix(longest).map(visible)))
    return trimmed.unicodeScalars.count > longest ? readable + "…" : readable
  }

  /// Longer tokens are runs of signs.
  private static let longest = 14

  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case " ", "\t", "\u{A0}": "␣"
    case "\n", "\r": "↵"
    default: isDrawn(scalar) ? scalar : "□"
    }
  }

  /// Latin, Greek and Cyrillic letters, their signs, and common punctuation and mathematics.
  private static func isDrawn(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21...0x7E, 0xA1...0xAC, 0xAE...0x17F, 0x391...0x3A1, 0x3A3...0x3C9, 0x410...0x44F: true
    case 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x2212, 0x00D7, 0x20AC: true
    default: false
    }
  }
}
