import ArgumentParser
import Foundation
import Store
import Studies
import Support

/// `strata merge`
struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Brings the stores of shards into the study's store.",
    discussion: """
      Takes the stores that strata run --shard wrote, on this machine or on others, and adds the samples that the \
      study's store lacks. Merging a store again changes nothing. Results of another study, of other settings, or of \
      another checkpoint or data file are refused, and so are two stores that hold different numbers for one sample.
      """)

  @Argument(help: "A study file, or a folder with study.yml.", completion: .file())
  var study: String

  @Argument(help: "Stores of the same study.", completion: .file())
  var stores: [String]

  @Flag(help: "Print errors and warnings only.")
  var quiet = false

  @Flag(help: "Print the result as one JSON object.")
  var json = false

  func run() throws {
    let log = ConsoleLog.logger(quiet: quiet)
    let study = try Study(at: UserPath.place(study), checksFiles: false)
    let summary = try MergeJob(study: study, stores: stores.map { UserPath.place($0) })
      .run { log.info("\($0.path)") }
    if json { try Console.result(summary.json) } else if !quiet { try Console.result(summary.text) }
  }
}
