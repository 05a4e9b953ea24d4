import ArgumentParser
import Foundation
import Gradients
import Runs
import Studies

/// `strata inspect`
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what a checkpoint is and what computing with it takes.",
    discussion: """
      Reads the configuration, the headers of the weights and the tokenizer, and checks that they fit together. Memory and \
      time of a sample are estimates, from the operations it takes and from how fast a core of this machine is. A checkpoint \
      that nothing can be computed with, such as one without a tokenizer, ends the command with exit code 1.
      """)

  @Argument(help: ArgumentHelp(CheckpointOptions.folderHelp), completion: .directory)
  var folder: String

  @OptionGroup var checkpoint: CheckpointOptions

  @Option(help: ArgumentHelp("The length of the sample whose memory and time are estimated.", valueName: "n"))
  var tokens = StudySettings().maxLength

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    let lengths = StudySettings.lengths
    guard lengths.contains(tokens) else {
      throw ValidationError(
        "--tokens must be \(lengths.lowerBound) to \(lengths.upperBound), not \(tokens).")
    }
  }

  func run() throws {
    let summary = try CheckpointSummary(
      folder: checkpoint.folder(folder), allowedKeys: Set(checkpoint.allowedKeys), tokens: tokens,
      cores: ProcessInfo.processInfo.activeProcessorCount,
      speed: .measure())
    try Console.result(json ? summary.json : summary.text)
    if let problem = summary.problem { throw problem }
  }
}
