/// Collects the mistakes of a study file, so that the user sees all of them at once.
package final class ProblemList {
  private var problems: [StudyProblem] = []

  /// An empty list.
  package init() {}

  package var isEmpty: Bool { problems.isEmpty }

  /// By line; mistakes of one line in the order they were found.
  package var sorted: [StudyProblem] {
    problems.enumerated()
      .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
      .map(\.element)
  }

  package func add(_ message: String, line: Int) {
    problems.append(StudyProblem(line: line, message: message))
  }

  /// `word` stands where one of `candidates` was expected.
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
