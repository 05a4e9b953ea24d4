import Support

/// What can be wrong with files in the papers' formats.
package enum PublishedError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Files of published statistics cannot be imported at all.
  case importFile(String, ImportProblem)
  /// Lines of a file of published statistics are wrong; `count` counts those that are not listed too.
  case importLines([InvalidLine], count: Int)
  /// A study cannot be exported in this form.
  case export(String, ExportProblem)
  /// An output file that is there cannot be gone on with because of one of its lines, counted from 1.
  case outputLine(String, line: Int, OutputLineProblem)

  /// One paragraph: the file, the place, what is wrong and the mend.
  package var description: String {
    switch self {
    case .importFile(let path, let problem): problem.text(path)
    case .importLines(let lines, let count): Self.text(of: lines, count: count)
    case .export(let study, let problem): problem.text(study)
    case .outputLine(let file, let line, let problem): "\(file), line \(line), \(problem)"
    }
  }

  private static func text(of lines: [InvalidLine], count: Int) -> String {
    let more = count > lines.count ? ["(and \(NumberText.count(count - lines.count, "other line")))"] : []
    let mend =
      "Nothing was imported. Mend the \(count == 1 ? "line" : "lines"), or leave such lines out with --skip-invalid."
    return (lines.map(\.description) + more + [mend]).joined(separator: "\n")
  }
}

/// Why a line of an output file keeps it from being gone on with: the end of a sentence that names the line.
package enum OutputLineProblem: Sendable, Equatable, CustomStringConvertible {
  /// It is no JSON.
  case damaged
  /// It was not written by `strata compute`.
  case foreign
  /// It holds a sample of other data, another checkpoint or other settings.
  case otherSample

  /// What is wrong, and the mend.
  package var description: String {
    switch self {
    case .damaged:
      "is not JSON. Delete that line and run the same command again: its sample is computed anew."
    case .foreign:
      "has no `index` and `sample`, so it was not written by `strata compute` and cannot be gone on with. Give "
        + "another output."
    case .otherSample:
      "belongs to other data, another checkpoint or other settings, which are never mixed in one file. Give another "
        + "output, or the same arguments as before."
    }
  }
}
