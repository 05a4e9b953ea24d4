import ArgumentParser
import Foundation
import Site
import Support

/// `strata check`
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks a built site: links, pages, and every file against the manifest.",
    discussion: "Prints what is wrong, one a line, and exits with 1 when there is anything.")

  @Argument(help: "The folder of a site.", completion: .directory)
  var site = "_site"

  func run() throws {
    let problems = try SiteCheck.problems(in: UserPath.place(site))
    guard problems.isEmpty else {
      for problem in problems { try Console.result(problem.description) }
      throw ExitStatus.failed
    }
    try Console.result("\(site) is as it was built.")
  }
}
