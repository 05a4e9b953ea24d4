/// The words under a figure, in whole sentences: what a reader sees first, and what stands behind it.
package struct FigureWords: Sendable {
  /// What there is to see, made from the numbers that are drawn; nil where nothing can be said in one sentence.
  let finding: String?
  /// The number of samples, and what bands or bars mean.
  let basis: String
  /// What is drawn and how, what is left out, what is missing.
  package internal(set) var details: String

  init(_ finding: String?, basis: [String?], details: [String?]) {
    self.finding = finding
    self.basis = Self.joined(basis)
    self.details = Self.joined(details)
  }

  /// The finding and its basis: what stands under a figure on a page.
  package var lead: String { Self.joined([finding, basis]) }

  /// Everything.
  var all: String { Self.joined([finding, basis, details]) }

  private static func joined(_ sentences: [String?]) -> String {
    sentences.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
  }
}
