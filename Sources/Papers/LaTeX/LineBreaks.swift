/// Where lines may end in names, which TeX knows no syllables of: at zero-width spaces, see ``LaTeX/escaped(_:)``.
enum LineBreaks {
  private static let space: Character = "\u{200B}"
  /// Signs that join the words of names and that TeX ends no line after.
  private static let joints: Set<Character> = ["_", "/", ".", ":"]

  /// `text` with breaks after the joints of its words, and between the letters of what is wider than `points` without
  /// a joint.
  static func added(to text: String, within points: Double, _ size: TeXWidth.Size) -> String {
    var result = ""
    for piece in pieces(of: text) {
      let isTooWide = TeXWidth.points(piece, size) > points
      result += isTooWide ? piece.map(String.init).joined(separator: String(space)) : piece
      if let last = piece.last, joints.contains(last) { result.append(space) }
    }
    return result
  }

  /// A caption with breaks in those of its words that TeX may not fit into lines.
  static func addedToCaption(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let isName = word.count > longestPlain && word.contains(where: joints.contains)
      let isLong = word.split(separator: "-").contains { $0.count > longestWord }
      return isName || isLong ? added(to: String(word), within: captionPiece, .small) : String(word)
    }.joined(separator: " ")
  }

  /// In letters: longer words of several are divided at their joints.
  private static let longestPlain = 12
  /// In letters: no word of a language that a caption is written in is longer.
  private static let longestWord = 24
  /// In TeX's points: what stretched lines of a column can leave to the next.
  private static let captionPiece = 60.0

  /// Words with the space or the joint after them.
  static func pieces(of text: String) -> [String] {
    var pieces = [""]
    for character in text {
      pieces[pieces.count - 1].append(character)
      if character == " " || character == "-" || joints.contains(character) { pieces.append("") }
    }
    return pieces.last == "" ? pieces.dropLast() : pieces
  }

  /// `word` in pieces of at most `points`.
  static func cut(_ word: String, to points: Double, _ size: TeXWidth.Size) -> [String] {
    var pieces = [""]
    for character in word {
      let longer = pieces[pieces.count - 1] + String(character)
      if longer.count > 1, TeXWidth.points(longer, size) > points {
        pieces.append(String(character))
      } else {
        pieces[pieces.count - 1] = longer
      }
    }
    return pieces
  }
}
