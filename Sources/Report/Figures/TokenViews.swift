/// How the tokens of a sample are laid out: all with their words where these have room; otherwise all of them in columns of
/// neighbours and, where the figure is wide, the words of the part around the beginning of the response too.
struct TokenViews {
  /// The positions that are shown with their words.
  let named: Range<Int>?
  /// The positions that share a column of the view of the whole text, as equally many in each as can be; empty when there is
  /// no such view.
  let columns: [Range<Int>]

  /// The views of a text of `count` tokens, above 0, whose response begins at position `start`.
  init(count: Int, start: Int, room: FigureRequest.Room) {
    let most = Self.mostNamed(room)
    guard count > most else {
      (named, columns) = (0..<count, [])
      return
    }
    let size = (count + Self.mostColumns(room) - 1) / Self.mostColumns(room)
    let columnCount = (count + size - 1) / size
    columns = (0..<columnCount).map { $0 * count / columnCount..<($0 + 1) * count / columnCount }
    // A third of them for the end of the prompt.
    let first = min(max(start - most / 3, 0), count - most)
    named = room == .wide ? first..<first + most : nil
  }

  /// How many views there are.
  var count: Int { (named == nil ? 0 : 1) + (columns.isEmpty ? 0 : 1) }

  /// How many tokens share a column: `1`, or `6 or 7`.
  var columnSizes: String {
    let sizes = Set(columns.map(\.count)).sorted()
    return sizes.map(String.init).joined(separator: " or ")
  }

  /// Tokens whose words can stand side by side.
  static func mostNamed(_ room: FigureRequest.Room) -> Int { room == .wide ? 72 : 18 }

  /// Columns that can still be told apart.
  private static func mostColumns(_ room: FigureRequest.Room) -> Int { room == .wide ? 180 : 60 }
}
