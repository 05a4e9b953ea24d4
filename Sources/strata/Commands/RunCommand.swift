import ArgumentParser
import Foundation
import Runs
import Studies
import Support

/// `strata run`
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Computes what a study still lacks.",
    discussion: """
      Checks the whole study first: the study file, the data, every checkpoint and tokenizer. \
      Then computes every sample that the study's store does not hold yet, model after model. \
      It can be stopped at any time (Ctrl-C) and run again: finished samples are kept, only \
      the missing ones are computed.
      """)

  @Argument(help: "A study file, or a folder with study.yml.", completion: .file())
  var study: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Compute only part i of n of the samples, into a store of its own; strata merge brings the parts together.",
      valueName: "i/n"), transform: { try Shard($0) })
  var shard: Shard?

  @Flag(
    help: "Compute nothing: count the samples in which prompting: published and prompting: exact differ.")
  var comparePrompting = false

  @OptionGroup var reporting: RunReporting

  func run() throws {
    let study = try Study(at: UserPath.place(study))
    if comparePrompting { return try reporting.show(PromptingComparison(study: study)) }
    try reporting.perform { options, follower in
      try Runner(
        study: study, options: options, shard: shard ?? .whole, opener: CheckpointOpener(), now: Clock.seconds
      ).run(
        meter: follower.meter, announce: follower.announce, isCancelled: follower.isCancelled,
        report: follower.report)
    }
  }
}
