/// A problem with a study or its data.
package enum StudyError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A folder was given that holds no study file.
  case noStudyInFolder(String)
  /// A data file is not JSON; the text is that of the reader and names file and place.
  case notJSON(String)
  /// A data file has no records.
  case noRecords(String)
  /// A record of a data file is malformed. `index` counts from 0, `line` from 1.
  case record(String, index: Int, line: Int?, problem: RecordProblem)
  /// Two data files of a task do not hold the same instructions in the same order.
  case unpaired(String, String, PairingProblem)
  /// A sample has a token id that the checkpoint's embedding, of `rows` rows, does not have.
  case idBeyondEmbedding(String, index: Int, id: Int, rows: Int, family: String)
  /// A data file of `count` records has none between `start` and `end`.
  case noSamplesInRange(String, start: Int, end: Int?, count: Int)
  /// A line, counted from 1, is no object with a `text`.
  case textLine(String, line: Int)

  /// One paragraph: the file, the place, what was expected and found, and the mend.
  package var description: String {
    switch self {
    case .noStudyInFolder(let folder):
      "\(folder) holds no study.yml. Give the study file itself, or a folder that holds one."
    case .notJSON(let text):
      "\(text) A data file is a JSON array of records, or one record a line (JSON Lines)."
    case .noRecords(let file):
      "\(file) has no records. A data file needs at least one, with `instruction` and `output`."
    case .record(let file, let index, let line, let problem):
      "\(file)\(line.map { ":\($0)" } ?? ""): record \(index + 1) \(problem)."
    case .unpaired(let first, let second, let problem): Self.text(of: problem, first: first, second: second)
    case .idBeyondEmbedding(let file, let index, let id, let rows, let family):
      "Record \(index + 1) of \(file) has the token id \(id), but the embedding of this \(family) checkpoint has "
        + "\(rows) rows (ids 0 to \(rows - 1)). Its tokenizer.json and its weights do not belong together: take "
        + "both from the same checkpoint."
    case .noSamplesInRange(let file, let start, let end, let count):
      "\(file) has \(count) records, numbered from 0, so none from \(start)\(end.map { " to before \($0)" } ?? ""). "
        + "Give a start below the end, both within the file."
    case .textLine(let file, let line):
      "\(file), line \(line), is not a JSON object with the string `text`, such as {\"text\": \"some words\"}."
    }
  }

  private static func text(of problem: PairingProblem, first: String, second: String) -> String {
    let rule =
      "The conditions of a task pair by position: their files hold the same instructions in one order."
    let fault =
      switch problem {
      case .differentInstruction(let index):
        "Record \(index + 1) of \(second) asks something else than record \(index + 1) of \(first)."
      case .differentCount(let count, let other):
        "\(first) has \(count) records, \(second) has \(other)."
      }
    return "\(fault) \(rule)"
  }
}
