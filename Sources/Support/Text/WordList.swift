/// Words as a list in a sentence.
package enum WordList {
  /// “a”, “a and b”, “a, b and c”; empty for none.
  package static func and(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}
