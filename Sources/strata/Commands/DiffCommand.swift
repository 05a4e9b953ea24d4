import ArgumentParser
import Comparison
import Figures
import Foundation
import Plotting
import Studies
import Support

extension StudyDifference.Threshold: ExpressibleByArgument {}

/// `strata diff`
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what two states of a study differ by.",
    discussion: """
      Compares verdicts, effects, ratios, MADs and curves of both, tells which changed and by how much, and what appeared or \
      went. A number has changed beyond its interval where each of the two values lies outside of the other's 95 % interval.

      A store without a study beside it is read as one of the study on the other side. The downloads of a site hold its \
      numbers in full. Where one side is a compact store and the other is not, changes below 0.2 % are rounding and do not count.

      EXAMPLES:
        strata diff old/study.sqlite.zst my-study
        strata diff published/_site _site --format markdown --output comment.md
        strata diff before after --figures changed --fail-on verdict
      """)

  /// Kind of text.
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, markdown }

  @Argument(
    help: "A study file, a folder that holds study.yml, a store or the folder of a site.",
    completion: .file())
  var old: String

  @Argument(help: "The same, as it is now.", completion: .file())
  var new: String

  @Option(
    help: ArgumentHelp(
      "Text lists what matters most first, markdown the same for a comment on a pull request, json everything.",
      valueName: "format"))
  var format: Format = .text

  @Option(help: "The file to write; standard output when left out.", completion: .file())
  var output: String?

  @Option(
    help: "Draw the curves that changed, old beside new, into a folder as SVG.", completion: .directory)
  var figures: String?

  @Option(
    help: ArgumentHelp("The statistic that --figures draws (default: nuclear-norm).", valueName: "name"))
  var statistic: String?

  @Option(
    help: ArgumentHelp(
      """
      Exit with \(ExitStatus.differs.rawValue) when a verdict changed or went, also when a number changed beyond its interval or \
      a condition went, or when anything differs (default: never).
      """,
      valueName: "what"))
  var failOn: StudyDifference.Threshold?

  @Flag(help: "Print errors and warnings only.")
  var quiet = false

  func run() throws {
    let log = ConsoleLog.logger(quiet: quiet)
    let shown = try knownStatistic()
    let (old, new) = try ComparedPlace.snapshots(
      ComparedPlace(UserPath.place(old)), ComparedPlace(UserPath.place(new)), warn: { log.warning("\($0)") })
    if old.name != new.name {
      log.warning("these are two studies, `\(old.name)` and `\(new.name)`; what they call alike is compared")
    }
    let difference = StudyDifference(from: old, to: new)
    try write(difference)
    if let figures { try draw(difference, shown, into: UserPath.place(figures)) }
    if let failOn, difference.reaches(failOn) { throw ExitStatus.differs }
  }

  private func write(_ difference: StudyDifference) throws {
    let text =
      switch format {
      case .text: difference.text + "\n"
      case .json: difference.json + "\n"
      case .markdown: difference.markdown
      }
    guard let output else {
      if !quiet { try Console.result(bytes: Data(text.utf8)) }
      return
    }
    try OutputFile.write(Data(text.utf8), to: UserPath.place(output))
  }

  private func draw(_ difference: StudyDifference, _ statistic: Statistic, into folder: URL) throws {
    try OutputFile.makeFolder(folder)
    for picture in try DifferenceFigures(difference, statistic).pictures {
      let file = folder.appending(path: "\(picture.name).svg")
      let bytes = try picture.figure.render(as: .svg(idPrefix: "\(picture.name)-"))
      try OutputFile.write(Data(bytes), to: file)
    }
  }

  private func knownStatistic() throws -> Statistic {
    guard let statistic else { return .nuclearNorm }
    if figures == nil {
      throw OptionError.noEffect(
        option: "--statistic", here: "without --figures", mend: "it chooses the curves that are drawn")
    }
    guard let known = Statistic(rawValue: statistic) else {
      throw FigureError.unknownName(
        kind: "statistic", name: statistic, known: Statistic.allCases.map(\.rawValue))
    }
    return known
  }
}
