import Support

/// Reason why a figure or a table of a study cannot be made.
package enum FigureError: Error, Sendable, CustomStringConvertible {
  /// The study's store has no result.
  case nothingComputed(study: String)
  /// The study's store has samples, and all of them were skipped.
  case allSkipped(study: String, reasons: [(reason: String, count: Int)])
  /// A label of the study cannot be shown `place`, such as “drawn in figures”.
  case label(file: String, entry: String, label: String, place: String, problem: String)
  /// A figure was asked for that there is not.
  case figure(name: String, problem: String)
  /// A figure shows what the study was not told to keep.
  case setting(figure: String, shows: String, setting: String)
  /// A name that stands for nothing, with those that do.
  case unknownName(kind: String, name: String, known: [String])
  /// An option that a figure or a table has no use for, with those that it has.
  case choice(option: String, of: String, known: [String])
  /// A setting of the command line that is not as it must be.
  case option(name: String, value: String, expected: String)

  /// One paragraph: the place, what is wrong and the mend.
  package var description: String {
    switch self {
    case .nothingComputed(let study):
      "Nothing of \(study) is computed yet, so there is nothing to report. Run `strata run \(study)` first."
    case .allSkipped(let study, let reasons):
      "Every sample of \(study) was skipped (\(reasons.map { "\($0.count): \($0.reason)" }.joined(separator: "; "))), "
        + "so there is nothing to report. Look at the data and at `max_length`."
    case .label(let file, let entry, let label, let place, let problem):
      "\(file), \(entry): the label “\(label)” cannot be \(place): \(Sentence.closed(problem)) Change this `label`."
    case .figure(let name, let problem): Sentence.closed("The figure `\(name)` cannot be drawn: \(problem)")
    case .setting(let figure, let shows, let setting):
      "The figure `\(figure)` shows \(shows), which this study does not keep. Add `\(setting)` to the `settings` of the "
        + "study file and run `strata run` again."
    case .unknownName(let kind, let name, let known):
      "There is no \(kind) called `\(name)`. "
        + (NearestWord.to(name, among: known).map { "Did you mean `\($0)`? " } ?? "")
        + "Known are \(Self.quoted(known))."
    case .choice(let option, let subject, let known):
      "The option \(option) changes nothing about \(subject). It takes \(known.joined(separator: ", "))."
    case .option(let name, let value, let expected):
      "\(name) was given as “\(value)”. It must be \(expected)."
    }
  }

  /// Whether the error is in the words of the command, rather than in a study or a file.
  package var isWrongUsage: Bool {
    switch self {
    case .unknownName, .choice, .option: true
    default: false
    }
  }

  private static func quoted(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }
}
