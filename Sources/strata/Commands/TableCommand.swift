import ArgumentParser
import Foundation
import Report
import Studies

extension TableFormat: ExpressibleByArgument {}
extension TableStyle.Best: ExpressibleByArgument {}

/// `strata table`
struct Table: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes one table of a study for a paper or a page.",
    discussion: """
      Numbers are rounded to significant digits, and the caption says so; CSV holds them in full. LaTeX needs the \
      package booktabs.

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

  @Option(help: ArgumentHelp("Significant digits.", valueName: "n"))
  var digits = 3

  @OptionGroup(title: "WHAT IS SHOWN")
  var choices: FigureChoices

  func run() throws {
    let kind = try TableKind.named(name)
    let style = try TableStyle(digits: digits, showsIntervals: intervals, best: best)
    let request = try choices.request()
    let file = output.map { URL(filePath: $0) }
    let format = try format ?? file.map(Self.format) ?? .markdown
    let analysis = try StudyReading.analysis(at: study)
    let text = try kind.table(request, of: analysis).text(format, style)
    guard let file else { return try Console.result(bytes: Data(text.utf8)) }
    try OutputFile.write(Data(text.utf8), to: file)
  }

  private static func format(of file: URL) throws -> TableFormat {
    guard let format = TableFormat(of: file) else {
      throw ReportError.unknownName(
        kind: "kind of file for tables", name: file.lastPathComponent,
        known: [".tex", ".md", ".html", ".csv"])
    }
    return format
  }
}
