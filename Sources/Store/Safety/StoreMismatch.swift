import Support

/// Something in a file that stores of Strata do not have: the place, what was expected there, and what was found.
package struct StoreMismatch: Error, Sendable, Equatable {
  /// A column as `result.loss`, or a table by its name.
  package let place: String
  /// What a store holds there.
  package let expected: String
  /// What the file holds there.
  package let found: String

  /// Makes a mismatch.
  package init(place: String, expected: String, found: String) {
    self.place = place
    self.expected = expected
    self.found = found
  }

  /// The middle of a sentence that names the file first.
  var words: String { "in \(place), \(expected) was expected and \(found) was found" }
}
