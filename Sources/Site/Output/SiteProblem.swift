/// Something in a built site that must not be there, or is not there and must be.
package struct SiteProblem: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The file, by its path inside the site.
  package let path: String
  /// The line in it, from 1; nil when the file as a whole is meant.
  package let line: Int?
  /// What is wrong, as the end of a sentence that begins with the place.
  package let text: String

  init(_ path: String, line: Int? = nil, _ text: String) {
    self.path = path
    self.line = line
    self.text = text
  }

  /// `index.html:12: links to …`
  package var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(text)" }

  /// By file, then line.
  package static func < (left: SiteProblem, right: SiteProblem) -> Bool {
    (left.path, left.line ?? 0, left.text) < (right.path, right.line ?? 0, right.text)
  }
}
