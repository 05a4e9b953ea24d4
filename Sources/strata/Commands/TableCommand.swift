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

      LaTeX needs the package booktabs. A table stands in one column of the page if it fits there, else across both; what \
      is wider gets its models as headings of blocks, titles in several lines, styles as rows, smaller letters, or panels \
      one under the other, in this order. Nothing is scaled. A table that is higher than a page becomes several \
      with one number.

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
  var choices: FigureChoices

  func run() throws {
    let kind = try TableKind.named(name)
    let (page, isFull) = try PaperPage.named(preset ?? Preset.acl.name)
    let style = try TableStyle(
      digits: digits ?? TableStyle.usualDigits, showsIntervals: intervals, best: best, page: page,
      width: width ?? (isFull ? .full : nil))
    let request = try choices.request()
    let file = output.map { URL(filePath: $0) }
    let format = try chosenFormat(for: file)
    try checkEffect(on: format)
    let analysis = try StudyReading.analysis(at: study)
    if format == .latex { try LabelCheck.checkLaTeX(request, of: analysis.study) }
    let table = try kind.table(request, of: analysis, intervals: intervals)
    if best != nil { try table.checkComparison() }
    let text = table.text(format, style)
    guard let file else { return try Console.result(bytes: Data(text.utf8)) }
    try OutputFile.write(Data(text.utf8), to: file)
  }

  /// The format asked for, else that of the file's ending; the two must not differ.
  private func chosenFormat(for file: URL?) throws -> TableFormat {
    guard let format else { return try file.map(Self.format) ?? .markdown }
    guard let file, let ending = TableFormat(of: file), ending != format else { return format }
    throw FigureError.option(
      name: "--format", value: format.rawValue,
      expected:
        "\(ending.rawValue) for the output \(file.lastPathComponent), or left out: the ending says the kind")
  }

  /// Refuses options that change nothing in `format`.
  private func checkEffect(on format: TableFormat) throws {
    let given: [(OutputOption<TableFormat>, Bool)] = [
      (.best, best != nil), (.digits, digits != nil), (.preset, preset != nil), (.width, width != nil),
    ]
    for (option, isGiven) in given where isGiven { try option.check([format], found: format.rawValue) }
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
