import Support

/// A problem with a study or its data.
package enum StudyError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A folder was given that holds no study file.
  case noStudyInFolder(String)
  /// A data file is not JSON; the text is that of the reader and names file and place.
  case notJSON(String)
  /// A data file has no records.
  case noRecords(String)
  /// So many records of a data file cannot be read; the first of them are listed.
  case records(String, [RecordFault], count: Int)
  /// A data file is of a kind that is not read.
  case dataFile(String, ForeignKind)
  /// A data file is an object with several lists of records, under these keys.
  case severalLists(String, [String])
  /// A data file is an object without a list of records; these are its keys.
  case noList(String, [String])
  /// A record is a conversation, which a base model has no template for. `index` counts from 0.
  case conversation(String, index: Int)
  /// Two data files of a task do not hold the same instructions in the same order.
  case unpaired(String, String, PairingProblem)
  /// The chat template does not take the conversation of a record, for this reason. `index` counts from 0.
  case refusedConversation(String, index: Int, reason: String)
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
      "\(text) A data file is a JSON array of records, an object with one such array in it, or one record a line (JSON Lines)."
    case .noRecords(let file):
      "\(file) has no records. A data file needs at least one, with `instruction` and `output`."
    case .records(let file, let faults, let count): Self.text(of: faults, count: count, file: file)
    case .dataFile(let file, let kind): kind.text(file)
    case .severalLists(let file, let keys):
      "\(file) is an object with several lists of records, \(WordList.and(keys.map { Quoted.text($0) })), and only one can be "
        + "meant. Write the one that is into a file of its own."
    case .noList(let file, let keys):
      "\(file) is one object with \(WordList.and(keys.map { Quoted.text($0) })) and no list of records in it. A data file has "
        + "an object for every record; of a table by columns, pandas makes one with orient='records'."
    case .conversation(let file, let index):
      "Record \(index + 1) of \(file) is a conversation, and a base model has no chat template to write it with. Give records "
        + "with `instruction` and `output`, or make the model one of stage `instruct` (--prompt chat of compute)."
    case .unpaired(let first, let second, let problem): Self.text(of: problem, first: first, second: second)
    case .refusedConversation(let file, let index, let reason):
      "The chat template does not take the conversation in record \(index + 1) of \(file): \(Sentence.closed(reason))"
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

  private static func text(of faults: [RecordFault], count: Int, file: String) -> String {
    func words(_ fault: RecordFault) -> String { "record \(fault.index + 1) \(fault.problem)." }
    guard count > 1, let first = faults.first else {
      return faults.first.map { "\(file)\($0.line.map { ":\($0)" } ?? ""): \(words($0))" } ?? file
    }
    let isLong = "\(first.problem)".count > 120 && Set(faults.map { "\($0.problem)" }).count == 1
    let shown = isLong ? Array(faults.prefix(3)) : faults
    let lines = shown.map { fault in "  \(fault.line.map { "line \($0), " } ?? "")\(words(fault))" }
    let rest = count - shown.count
    return
      (["\(file) has \(count) records that cannot be read:"] + lines
      + (rest > 0 ? ["  and \(rest) more."] : []))
      .joined(separator: "\n")
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
