/// What becomes of the matches of a pattern that cuts a text.
enum SplitBehavior: String, Sendable, CaseIterable {
  /// They are left out.
  case removed = "Removed"
  /// Each is a piece of its own.
  case isolated = "Isolated"
  /// Each is joined to the piece before it.
  case mergedWithPrevious = "MergedWithPrevious"
  /// Each is joined to the piece after it.
  case mergedWithNext = "MergedWithNext"
  /// Matches that follow each other are one piece.
  case contiguous = "Contiguous"

  /// A part of the text that the pattern matches, or the part between two matches.
  struct Part {
    var range: Range<Int>
    let isMatch: Bool
  }

  /// The pieces that parts, which cover a text in order, give; none is empty.
  func pieces(of parts: [Part]) -> [Range<Int>] {
    switch self {
    case .isolated: parts.map(\.range)
    case .removed: parts.filter { !$0.isMatch }.map(\.range)
    case .contiguous: Self.join(parts) { $0.isMatch == $1.isMatch }
    case .mergedWithPrevious: Self.join(parts) { !$0.isMatch && $1.isMatch }
    case .mergedWithNext: Self.join(parts) { $0.isMatch && !$1.isMatch }
    }
  }

  /// Joins neighbours for which `joins` holds; of several matches in a row one is joined to what is no match.
  private static func join(_ parts: [Part], _ joins: (Part, Part) -> Bool) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var previous: Part?
    for part in parts {
      if let last = previous, joins(last, part) {
        pieces[pieces.count - 1] = pieces[pieces.count - 1].lowerBound..<part.range.upperBound
      } else {
        pieces.append(part.range)
      }
      previous = part
    }
    return pieces
  }
}
