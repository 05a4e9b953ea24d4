import ArgumentParser
import Foundation
import Studies

/// `strata inspect`
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what a checkpoint is.",
    discussion: "Reads the configuration and the headers of the weights, and checks that they fit together.")

  @Argument(help: "A checkpoint folder.", completion: .directory)
  var folder: String

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let summary = try CheckpointSummary(folder: URL(filePath: folder))
    try Console.result(json ? summary.json : summary.text)
  }
}
