import ArgumentParser
import Foundation
import Store
import Support

/// `strata rescue`
struct Rescue: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Saves what is whole of a damaged store into another one.",
    discussion: """
      Reads the store sample by sample and copies those that can be read with everything that belongs to them, each once. \
      What is lost is counted. The damaged store stays as it is; put the new one in its place, and strata run computes \
      what is missing.

      EXAMPLES:
        strata rescue study.sqlite saved.sqlite
      """)

  @Argument(help: "The damaged store.", completion: .file())
  var store: String

  @Argument(help: "The store to make, where nothing may lie.", completion: .file())
  var output: String

  func run() throws {
    let summary = try StoreRescue(source: UserPath.place(store), target: UserPath.place(output)).run()
    try Console.result(summary.text)
    try Console.result("Put \(output) in the place of \(store), and `strata run` goes on with it.")
  }
}
