import ArgumentParser
import Figures
import Foundation
import Papers
import Plotting
import Studies
import Support

extension TableFormat: ExpressibleByArgument {}
extension TableStyle.Best: ExpressibleByArgument {}
extension PaperPage.Width: ExpressibleByArgument {}

/// `strata table`
struct Table: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes one table of a study for a paper or a page.",
    discussion: """
      Numbers are rounded to significant digits, and the caption says so; CSV holds them in full, under \
      the study's names. A dash stands where there is no number, and the caption says why. Folders of the output that are \
      missing are made.

      LaTeX needs the package booktabs. A table stands in one column of the page if it fits there, else across both, else \
      split by model, whose name stands above its rows. Nothing is scaled. A table that is higher than a page goes on in \
      others; what still does not fit is written all the same, with a warning that says what to choose.

      TABLES:
      \(listed(TableKind.all.map { ($0.name, $0.summary) }))

      EXAMPLES:
        strata table mad examples/miniature --best smallest --output mad.tex
        strata table ratio examples/miniature --intervals
        strata table rank examples/miniature --projection v --format csv
      """)

  @Argument(help: "The table.")
  var name: String

  @Argument(help: "A study file, or a folder that holds study.yml.", completion: .file())
  var study: String

  @Option(help: "The kind of table (default: by the output's ending, else markdown).")
  var format: TableFormat?

  @Option(help: "The file to write; standard output when left out.", completion: .file())
  var output: String?

  @Option(help: "Set the smallest or the largest of the numbers that are compared in bold.")
  var best: TableStyle.Best?

  @Flag(help: "Write 95 % intervals beside the numbers that have one.")
  var intervals = false

  @Option(parsing: .unconditional, help: ArgumentHelp("Significant digits (default: 3).", valueName: "n"))
  var digits: Int?

  @Option(
    help: ArgumentHelp("The venue whose page LaTeX fits the table into (default: acl).", valueName: "name"))
  var preset: String?

  @Option(parsing: .unconditional, help: "Fit it into one column, or across both (default: where it fits).")
  var width: PaperPage.Width?

  @OptionGroup(title: "WHAT IS SHOWN")
  var choices: SelectionOptions

  func run() throws {
    let kind = try TableKind.named(name)
    let (page, isFull) = try PaperPage.named(preset ?? Preset.acl.name)
    let style = TableStyle(
      digits: try knownDigits(), showsIntervals: intervals, best: best, page: page,
      width: width ?? (isFull ? .full : nil))
    let request = try choices.request()
    let file = output.map { UserPath.place($0) }
    let format = try chosenFormat(for: file)
    for effect in effects {
      try effect.check([format], found: format.rawValue, remedy: "Choose such a --format")
    }
    let analysis = try StudyReading.analysis(at: study)
    if format == .latex { try LabelCheck.checkLaTeX(request, of: analysis.study) }
    let table = try kind.table(request, of: analysis, intervals: intervals)
    if best != nil { try checkComparison(in: table) }
    let text = table.text(format, style)
    if format == .latex, let warning = table.warning(style) {
      ConsoleLog.logger(quiet: false).warning("\(warning)")
    }
    guard let file else { return try Console.result(bytes: Data(text.utf8)) }
    try OutputFile.write(Data(text.utf8), to: file)
  }

  /// The format asked for, else that of the file's ending; the two must not differ.
  private func chosenFormat(for file: URL?) throws -> TableFormat {
    guard let format else { return try file.map(Self.format) ?? .markdown }
    guard let file, let ending = TableFormat(of: file), ending != format else { return format }
    throw OptionError.value(
      option: "--format", value: format.rawValue,
      expected:
        "\(ending.rawValue) for the output \(file.lastPathComponent), or left out: the ending says the kind")
  }

  private func knownDigits() throws -> Int {
    guard let digits else { return TableStyle.usualDigits }
    let possible = TableStyle.possibleDigits
    guard possible.contains(digits) else {
      throw OptionError.value(
        option: "--digits", value: "\(digits)", expected: "\(possible.lowerBound) to \(possible.upperBound)")
    }
    return digits
  }

  /// Refuses `--best` where nowhere two numbers are compared.
  private func checkComparison(in table: PaperTable) throws {
    if table.canCompare { return }
    throw OptionError.noEffect(
      option: "--best", here: "in this table",
      mend: "it compares the \(table.compared), and nowhere are there two numbers of these. "
        + "Show more of them, or leave it out")
  }

  private static func format(of file: URL) throws -> TableFormat {
    guard let format = TableFormat(of: file) else {
      throw FigureError.unknownName(
        kind: "kind of file for tables", name: file.lastPathComponent,
        known: [".tex", ".md", ".html", ".csv"])
    }
    return format
  }
}
