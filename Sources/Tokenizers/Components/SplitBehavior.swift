/// Treatment of the matches of a pattern at which a text is cut.
enum SplitBehavior: String, Sendable, CaseIterable {
  /// Matches are left out.
  case removed = "Removed"
  /// Each is a piece of its own.
  case isolated = "Isolated"
  /// Each is joined to the piece before it.
  case mergedWithPrevious = "MergedWithPrevious"
  /// Each is joined to the piece after it.
  case mergedWithNext = "MergedWithNext"
  /// Matches that follow each other are one piece.
  case contiguous = "Contiguous"

  /// A match, or the stretch between two matches.
  private struct Part {
    var range: Range<Int>
    let isMatch: Bool
  }

  /// Cuts a part of a text at matches, which are in order and within it.
  ///
  /// `inverted` treats the stretches between matches as the matches. The result is in the order of the text, and no piece
  /// in it is empty.
  func split(_ piece: Range<Int>, at matches: [Range<Int>], inverted: Bool) -> [Range<Int>] {
    merge(Self.parts(of: piece, at: matches, inverted: inverted))
  }

  /// The matches in a piece and the stretches between them, which cover it in order; none is empty.
  private static func parts(of piece: Range<Int>, at matches: [Range<Int>], inverted: Bool) -> [Part] {
    var parts: [Part] = []
    var done = piece.lowerBound
    func add(_ range: Range<Int>, isMatch: Bool) {
      if !range.isEmpty { parts.append(Part(range: range, isMatch: isMatch != inverted)) }
    }
    for match in matches {
      add(done..<match.lowerBound, isMatch: false)
      add(match, isMatch: true)
      done = match.upperBound
    }
    add(done..<piece.upperBound, isMatch: false)
    return parts
  }

  private func merge(_ parts: [Part]) -> [Range<Int>] {
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
