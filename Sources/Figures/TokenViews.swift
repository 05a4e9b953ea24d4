import Plotting

/// Layout of the tokens of a sample: all with their words where these have room; otherwise all of them in
/// columns of neighbours and, where the figure is wide, the words of the part with the largest share too.
struct TokenViews {
  /// The positions that are shown with their words.
  let named: Range<Int>?
  /// The positions that share a column of the view of the whole text, as equally many in each as can be; empty when there is
  /// no such view.
  let columns: [Range<Int>]

  /// The views of a text with a weight for each token, of which there is one at least.
  init(weights: [Double], room: FigureRequest.Room) {
    let (count, most) = (weights.count, Self.mostNamed(room))
    guard count > most else {
      (named, columns) = (0..<count, [])
      return
    }
    let size = (count + Self.mostColumns(room) - 1) / Self.mostColumns(room)
    let columnCount = (count + size - 1) / size
    columns = (0..<columnCount).map { $0 * count / columnCount..<($0 + 1) * count / columnCount }
    named = room == .wide ? Self.heaviest(most, of: weights) : nil
  }

  /// The first of the ranges of so many positions that have the largest sum.
  private static func heaviest(_ length: Int, of weights: [Double]) -> Range<Int> {
    var sum = weights[..<length].reduce(0, +)
    var best = (first: 0, sum: sum)
    for first in 1..<max(weights.count - length + 1, 1) {
      sum += weights[first + length - 1] - weights[first - 1]
      // Beyond rounding, so that the range does not move on over positions without a share.
      if sum > best.sum * (1 + 1e-9) { best = (first, sum) }
    }
    return best.first..<best.first + length
  }

  /// Number of views.
  var count: Int { (named == nil ? 0 : 1) + (columns.isEmpty ? 0 : 1) }

  /// Number of tokens that share a column: `1`, or `6 or 7`.
  var columnSizes: String {
    let sizes = Set(columns.map(\.count)).sorted()
    return sizes.map(String.init).joined(separator: " or ")
  }

  /// Tokens whose words can stand side by side.
  static func mostNamed(_ room: FigureRequest.Room) -> Int { room == .wide ? 72 : 18 }

  /// Columns that can still be told apart.
  private static func mostColumns(_ room: FigureRequest.Room) -> Int { room == .wide ? 180 : 60 }
}

/// The texts of tokens as labels of an axis of categories: readable, and each different.
struct TokenNames {
  /// Labels in the notation of ``RichText``.
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
