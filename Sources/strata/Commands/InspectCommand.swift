import ArgumentParser
import Foundation
import Gradients
import Runs
import Studies
import Support

/// `strata inspect`
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what a checkpoint is, or what a study still takes to compute.",
    discussion: """
      Reads the configuration, the headers of the weights and the tokenizer, and checks that they fit together. Memory and \
      time of a sample are estimates, from the operations it takes and from how fast a core of this machine is. A checkpoint \
      that nothing can be computed with, such as one without a tokenizer, ends the command with exit code 1.

      Of a study it says what a run would compute, in how much memory and time, as far as its store does not hold it; nothing is \
      written. Everything is checked that a run checks first.
      """)

  @Argument(
    help: ArgumentHelp(CheckpointOptions.folderHelp + " Or a study file, or a folder that holds study.yml."),
    completion: .directory)
  var place: String

  @OptionGroup var checkpoint: CheckpointOptions

  @Option(
    help: ArgumentHelp(
      "The length of the sample whose memory and time are estimated (default: \(StudySettings().maxLength)).",
      valueName: "n"))
  var tokens: Int?

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    let lengths = StudySettings.lengths
    if let tokens, !lengths.contains(tokens) {
      throw ValidationError(
        "--tokens must be \(lengths.lowerBound) to \(lengths.upperBound), not \(tokens).")
    }
  }

  func run() throws {
    let study = UserPath.place(place)
    if StudyLocation.isStudy(study) { return try inspect(Study(at: study)) }
    try inspectCheckpoint()
  }

  private func inspect(_ study: Study) throws {
    let options: [(String, Bool)] = [
      ("--tokens", tokens != nil), ("--allow-config", !checkpoint.allowedKeys.isEmpty),
    ]
    if let option = options.first(where: \.1)?.0 {
      throw OptionError.noEffect(
        option: option, here: "for a study", mend: "it is of a single checkpoint. Leave it out")
    }
    let runner = Runner(study: study, options: RunOptions(), opener: CheckpointOpener(), now: Clock.seconds)
    let forecast = try runner.forecast(speed: .measure())
    try Console.result(json ? forecast.json : forecast.text)
  }

  private func inspectCheckpoint() throws {
    let summary = try CheckpointSummary(
      folder: checkpoint.folder(place), allowedKeys: Set(checkpoint.allowedKeys),
      tokens: tokens ?? StudySettings().maxLength,
      cores: ProcessInfo.processInfo.activeProcessorCount,
      speed: .measure())
    try Console.result(json ? summary.json : summary.text)
    if let problem = summary.problem { throw problem }
  }
}
