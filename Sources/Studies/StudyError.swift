/// What can be wrong with a study, its data or its store.
package enum StudyError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The study file has these mistakes, by line.
  case study(file: String, problems: [StudyProblem])
  /// A folder was given that holds no study file.
  case noStudyInFolder(String)
  /// A study file or data file cannot be read.
  case unreadable(String, FileProblem)
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
  /// A file holds no chat template that can be used.
  case promptTemplate(String, PromptTemplateProblem)
  /// An output file cannot be written or gone on with.
  case output(String, OutputProblem)
  /// Files of published statistics cannot be imported at all.
  case importFile(String, ImportProblem)
  /// Lines of a file of published statistics are wrong; `count` counts those that are not listed too.
  case importLines([InvalidLine], count: Int)
  /// A study cannot be exported in this form.
  case export(String, ExportProblem)
  /// A store cannot be used.
  case store(String, StoreProblem)
  /// A store cannot be merged into that of a study.
  case merge(String, MergeProblem)

  /// One paragraph: the file, the place, what was expected and found, and the mend.
  package var description: String {
    switch self {
    case .study(let file, let problems): Self.text(of: problems, file: file)
    case .noStudyInFolder(let folder):
      "\(folder) holds no study.yml. Give the study file itself, or a folder that holds one."
    case .unreadable(let file, let problem): Self.text(of: problem, file: file)
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
    case .promptTemplate(let file, let problem): "The chat template \(file) \(problem)."
    case .output(let file, let problem): Self.text(of: problem, file: file)
    case .importFile(let path, let problem): problem.text(path)
    case .importLines(let lines, let count): Self.text(of: lines, count: count)
    case .export(let study, let problem): problem.text(study)
    case .store(let file, let problem): Self.text(of: problem, file: file)
    case .merge(let file, let problem): problem.text(file)
    }
  }

  private static func text(of problems: [StudyProblem], file: String) -> String {
    guard problems.count > 1 else {
      return Sentence.closed("\(file), \(problems.first?.description ?? "nothing to say")")
    }
    return "\(file) has \(problems.count) mistakes:\n"
      + problems.map { "  \($0.description)" }.joined(separator: "\n")
  }

  private static func text(of lines: [InvalidLine], count: Int) -> String {
    let more = count > lines.count ? ["(and \(NumberText.count(count - lines.count, "other line")))"] : []
    let mend =
      "Nothing was imported. Mend the \(count == 1 ? "line" : "lines"), or leave such lines out with --skip-invalid."
    return (lines.map(\.description) + more + [mend]).joined(separator: "\n")
  }

  private static func text(of problem: FileProblem, file: String) -> String {
    switch problem {
    case .missing: "There is no file or folder \(file). Check the path."
    case .notRegular: "\(file) is not a regular file."
    case .tooLong(let limit): "\(file) is longer than the \(limit) bytes that such a file may have."
    case .notUTF8: "\(file) is not UTF-8 text. Save it as UTF-8."
    case .refused(let reason): Sentence.closed("\(file) cannot be read: \(reason)")
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

  private static func text(of problem: StoreProblem, file: String) -> String {
    switch problem {
    case .missing: "There is no store \(file) yet. `strata run` makes it."
    case .notAStore:
      "\(file) is not a store of Strata. Give the study another `store`, or move that file away."
    case .otherVersion(let found, let expected) where found > expected:
      "\(file) is a store of version \(found), written by a newer Strata; this one reads version "
        + "\(expected). Use the newer Strata, or give the study another `store`."
    case .otherVersion(let found, let expected):
      "\(file) is a store of version \(found); this Strata reads version \(expected). Give the study another "
        + "`store` and compute it again."
    case .corrupt:
      "\(file) is damaged. Move it away, restore a copy or let `strata run` compute it again."
    case .readOnly: "\(file) cannot be written. Check the rights of the file and of its folder."
    case .readOnlyUnfinished(let missing):
      "\(file) cannot be written, and \(missing == 0 ? "what stands for the study has changed" : "\(NumberText.count(missing, "sample")) \(missing == 1 ? "is" : "are") still to be computed"). "
        + "Check the rights of the file and of its folder, or copy the study to a disk that can be written."
    case .locked:
      "\(file) is locked: another process is writing to it. Try again when that has ended; what is stored is "
        + "kept."
    case .running:
      "Another `strata run` of this study is under way: it computes into \(file). Wait for it, or share the work with "
        + "`--shard`."
    case .full:
      "The disk is full, \(file) cannot grow. Make room and run the same command again: what is stored is "
        + "kept, only the missing samples are computed."
    case .inputOutput:
      "\(file) could not be read or written: the disk is full, failing or gone. Make room, or move the study to "
        + "another disk, and run the same command again: what is stored is kept."
    case .refused(let reason): Sentence.closed("\(file) cannot be used: \(reason)")
    }
  }

  private static func text(of problem: OutputProblem, file: String) -> String {
    switch problem {
    case .notRegular: "\(file) is not a regular file, so results cannot be added to it. Give another output."
    case .locked: "\(file) is locked: another process is writing to it. Give another output, or wait for it."
    case .full: "The disk is full: \(file) cannot be written. Make room and run the same command again."
    case .damagedLine(let line):
      "\(file), line \(line), is not JSON. Delete that line and run the same command again: its sample is computed "
        + "anew."
    case .foreignLine(let line):
      "\(file), line \(line), has no `index` and `sample`, so it was not written by `strata compute` and cannot be "
        + "gone on with. Give another output."
    case .otherSample(let line):
      "\(file), line \(line), belongs to other data, another checkpoint or other settings, which are never mixed "
        + "in one file. Give another output, or the same arguments as before."
    case .refused(let reason): Sentence.closed("\(file) cannot be written: \(reason)")
    }
  }
}
