/// The mistakes of a file, collected so that the user sees all of them at once.
package final class ProblemList {
  /// One mistake in a file.
  package struct Entry: Sendable, Equatable, CustomStringConvertible {
    /// Line of the file, from 1.
    package let line: Int
    /// Text that says what is wrong, what was expected and how to mend it.
    package let message: String

    /// Makes a mistake found at `line`.
    package init(line: Int, message: String) {
      self.line = line
      self.message = message
    }

    /// `line 12: unknown key ...`
    package var description: String { "line \(line): \(message)" }
  }

  private var problems: [Entry] = []

  /// An empty list.
  package init() {}

  /// Whether no mistake was found.
  package var isEmpty: Bool { problems.isEmpty }

  /// The mistakes by line; those of one line in the order they were found.
  package var sorted: [Entry] {
    problems.enumerated()
      .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
      .map(\.element)
  }

  /// Adds a mistake found at `line`.
  package func add(_ message: String, line: Int) {
    problems.append(Entry(line: line, message: message))
  }

  /// Adds that `word` stands where one of `candidates` was expected, and the nearest of them.
  package func addUnknown(_ what: String, _ word: String, among candidates: [String], line: Int) {
    let shown = Quoted.text(word)
    if let nearest = NearestWord.to(word, among: candidates) {
      add("unknown \(what) \(shown); did you mean `\(nearest)`?", line: line)
    } else if candidates.isEmpty {
      add("unknown \(what) \(shown); there is none", line: line)
    } else {
      let known = candidates.map { "`\($0)`" }.joined(separator: ", ")
      add("unknown \(what) \(shown); known are \(known)", line: line)
    }
  }
}
