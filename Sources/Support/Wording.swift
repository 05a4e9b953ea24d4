/// Text of a user inside a message: short, on one line, in backquotes.
package enum Quoted {
  /// Quotes at most `limit` code points of `text`, control characters as spaces, an ellipsis for what is cut.
  package static func text(_ text: String, limit: Int = 60) -> String {
    let line = text.unicodeScalars.prefix(limit + 1).map { $0.value < 32 || $0.value == 127 ? " " : $0 }
    let shown = String(String.UnicodeScalarView(line.prefix(limit)))
    return line.count > limit ? "`\(shown)…`" : "`\(shown)`"
  }
}

/// The end of a sentence in messages that are put together from parts.
package enum Sentence {
  /// `text` with a full stop, unless it ends a sentence already, as the system's own messages and questions do.
  package static func closed(_ text: String) -> String {
    text.last.map { ".?!".contains($0) } ?? true ? text : text + "."
  }
}

/// A list of words in a sentence.
package enum WordList {
  /// “a”, “a and b”, “a, b and c”; empty for none.
  package static func and(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  /// “a”, “a or b”, “a, b or c”; empty for none.
  package static func or(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}

/// The word that a user most likely meant.
package enum NearestWord {
  /// The candidate with the smallest edit distance to `word`, the first of equals. When even that one differs in more than
  /// a third of its letters and by more than two, the longest candidate of three letters or more that `word` begins with,
  /// as in `acl2025`; nil when there is none.
  package static func to(_ word: String, among candidates: [String]) -> String? {
    let letters = Array(word.lowercased().unicodeScalars.prefix(longestWord))
    let distances = candidates.map { distance(letters, Array($0.unicodeScalars)) }
    guard let best = distances.indices.min(by: { distances[$0] < distances[$1] }) else { return nil }
    let allowed = max(2, candidates[best].unicodeScalars.count / 3)
    return distances[best] <= allowed ? candidates[best] : start(of: word.lowercased(), among: candidates)
  }

  private static func start(of word: String, among candidates: [String]) -> String? {
    candidates.filter { $0.unicodeScalars.count >= 3 && word.hasPrefix($0) }
      .max { $0.unicodeScalars.count < $1.unicodeScalars.count }
  }

  /// Code points of a word that are looked at. Longer words are no slip of the pen; the bound keeps a hostile
  /// file from costing time.
  private static let longestWord = 64

  /// Counts letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
  package static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        let replaced = last[j] + (left[i] == right[j] ? 0 : 1)
        var best = min(replaced, last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[right.count]
  }
}
