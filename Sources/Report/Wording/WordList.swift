/// Words as a list in a sentence.
enum WordList {
  /// “a”, “a and b”, “a, b and c”; empty for none.
  static func and(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension String {
  /// With its first letter as at the start of a sentence.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
