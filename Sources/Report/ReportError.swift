import Foundation
import Studies
import Support

/// What can keep a report from being built.
package enum ReportError: Error, Sendable, CustomStringConvertible {
  /// A template has a malformed tag or uses a name that its page does not have.
  case template(file: String, line: Int, problem: String)
  /// A file that the site is made from cannot be used.
  case source(file: String, problem: String)
  /// The site's settings have these mistakes, one a line.
  case settings(file: String, problems: [String])
  /// The folder of the site cannot be written or read.
  case output(folder: String, problem: String)
  /// A folder holds no site, or one whose manifest cannot be read.
  case manifest(folder: String, problem: String)
  /// The study's store has no result.
  case nothingComputed(study: String)
  /// The study's store has samples, and all of them were skipped.
  case allSkipped(study: String, reasons: [(reason: String, count: Int)])
  /// A label of the study cannot be shown `place`, such as “drawn in figures”.
  case label(file: String, entry: String, label: String, place: String, problem: String)
  /// Results of different arithmetic or settings were to be shown side by side.
  case mixedRuns(study: String, difference: String)
  /// The site that was built breaks its own rules.
  case site([SiteProblem])
  /// A figure was asked for that there is not.
  case figure(name: String, problem: String)
  /// A figure shows what the study was not told to keep.
  case setting(figure: String, shows: String, setting: String)
  /// A table was asked for that there is not.
  case table(name: String, problem: String)
  /// A name that stands for nothing, with those that do.
  case unknownName(kind: String, name: String, known: [String])
  /// An option that a figure or a table has no use for, with those that it has.
  case choice(option: String, of: String, known: [String])
  /// An option of the command line that changes nothing `here`, with what it does and what to do.
  case noEffect(option: String, here: String, mend: String)
  /// Two outputs that are one file.
  case sameOutput(first: String, second: String)
  /// A setting of the command line that is not as it must be.
  case option(name: String, value: String, expected: String)
  /// The lines for LaTeX in `file` cannot name a picture with this sign in it.
  case texName(file: String, sign: Unicode.Scalar)
  /// The base path is no absolute path.
  case basePath(String)

  /// One paragraph: the place, what is wrong and the mend.
  package var description: String {
    switch self {
    case .template(let file, let line, let problem): Sentence.closed("\(file):\(line): \(problem)")
    case .source(let file, let problem): Sentence.closed("\(file): \(problem)")
    case .settings(let file, let problems): Self.listed("\(file) has", problems)
    case .output(let folder, let problem):
      Sentence.closed("The site cannot be built into \(folder): \(problem)")
    case .manifest(let folder, let problem):
      "\(Sentence.closed("\(folder) is no site of Strata's: \(problem)")) Build one with `strata build STUDY --output FOLDER`."
    case .nothingComputed(let study):
      "Nothing of \(study) is computed yet, so there is nothing to report. Run `strata run \(study)` first."
    case .allSkipped(let study, let reasons):
      "Every sample of \(study) was skipped (\(reasons.map { "\($0.count): \($0.reason)" }.joined(separator: "; "))), "
        + "so there is nothing to report. Look at the data and at `max_length`."
    case .label(let file, let entry, let label, let place, let problem):
      "\(file), \(entry): the label “\(label)” cannot be \(place): \(Sentence.closed(problem)) Change this `label`."
    case .mixedRuns(let study, let difference):
      "The results of \(study) cannot stand in one report: \(difference). Run `strata run \(study)` to bring "
        + "all of them up to date."
    case .site(let problems):
      Self.listed("The site was not replaced, because the new one has", problems.map(\.description))
    case .figure(let name, let problem): Sentence.closed("The figure `\(name)` cannot be drawn: \(problem)")
    case .setting(let figure, let shows, let setting):
      "The figure `\(figure)` shows \(shows), which this study does not keep. Add `\(setting)` to the `settings` of the "
        + "study file and run `strata run` again."
    case .table(let name, let problem): Sentence.closed("The table `\(name)` cannot be made: \(problem)")
    case .unknownName(let kind, let name, let known):
      "There is no \(kind) called `\(name)`. "
        + (NearestWord.to(name, among: known).map { "Did you mean `\($0)`? " } ?? "")
        + "Known are \(Self.quoted(known))."
    case .choice(let option, let subject, let known):
      "The option \(option) changes nothing about \(subject). It takes \(known.joined(separator: ", "))."
    case .noEffect(let option, let here, let mend):
      "\(option) changes nothing \(here): \(mend)."
    case .sameOutput(let first, let second):
      first == second
        ? "The output \(first) was given twice. Give each file once."
        : "The outputs \(first) and \(second) are one file. Give each file once."
    case .option(let name, let value, let expected):
      "\(name) was given as “\(value)”. It must be \(expected)."
    case .texName(let file, let sign):
      "\(file): LaTeX cannot include a picture with \(Self.words(sign)) in its name. Give the output another name."
    case .basePath(let path):
      "The base path must begin with a slash, such as /reports/, and hold no “..”, “?” or “#”; found “\(path)”."
    }
  }

  /// Whether the error is in the words of the command, rather than in a study or a file.
  package var isWrongUsage: Bool {
    switch self {
    case .unknownName, .choice, .noEffect, .sameOutput, .option, .texName: true
    default: false
    }
  }

  /// A sign that cannot stand in the name of a picture.
  private static func words(_ sign: Unicode.Scalar) -> String {
    switch sign {
    case " ": "a space at the start or the end"
    case _ where sign.properties.generalCategory == .control: "a control character"
    default: "“\(sign)”"
    }
  }

  private static func quoted(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }

  private static func listed(_ start: String, _ problems: [String]) -> String {
    guard problems.count > 1 else {
      return Sentence.closed("\(start) a mistake: \(problems.first ?? "unknown")")
    }
    return "\(start) \(problems.count) mistakes:\n" + problems.map { "  \($0)" }.joined(separator: "\n")
  }
}
