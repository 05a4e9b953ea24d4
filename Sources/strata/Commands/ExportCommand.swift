import ArgumentParser
import Foundation
import Published
import Studies
import Support

extension ExportFormat: ExpressibleByArgument {}

/// `strata export`
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the results of a study as published JSON Lines, as CSV or as a compact store.",
    discussion: """
      The formats layer-gradient and gradient-unified are the papers' JSON Lines, in folders that strata import reads \
      back; csv is a table of samples and one with a column per statistic; tidy is one table per statistic, and of extrema, \
      spectra, cosines and token shares where they are kept, a value a row; compact is a small store of rounded numbers, \
      without spectra, token shares and texts, which is read where it lies beside the study and the store does not.
      """)

  @Argument(help: "A study file, or a folder that holds study.yml.", completion: .file())
  var study: String

  @Option(help: "The folder to write into.", completion: .directory)
  var output = "export"

  @Option(parsing: .upToNextOption, help: ArgumentHelp("What to write.", valueName: "format"))
  var format: [ExportFormat] = [.csv, .tidy]

  @Flag(help: "Print errors and warnings only.")
  var quiet = false

  func run() throws {
    let log = ConsoleLog.logger(quiet: quiet)
    let study = try Study(at: UserPath.place(study), checksFiles: false)
    let job = ExportJob(study: study, output: UserPath.place(output), formats: format)
    let files = try job.run(warn: { log.warning("\($0)") }, report: { log.info("\($0)") })
    if !quiet { for file in files { try Console.result(file.path) } }
  }
}
