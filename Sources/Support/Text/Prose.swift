/// Sentences as they are set on a page.
package enum Prose {
  /// `text` with spaces at which no line may end: within `95 %`, `n = 100` and `[0.31, 0.46]`.
  package static func keptTogether(_ text: String) -> String {
    text.replacing(/[0-9] %/) { match in "\(match.output.prefix(1))\(space)%" }
      .replacing(/\bn = ([0-9])/) { match in "n\(space)=\(space)\(match.output.1)" }
      .replacing(/\[([^\[\], ]+), ([^\[\], ]+)\]/) { match in "[\(match.output.1),\(space)\(match.output.2)]"
      }
  }

  private static let space = "\u{A0}"
}
