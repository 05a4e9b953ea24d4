import ArgumentParser
import Foundation
import Preview
import Site
import Store
import Support

/// `strata check`
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks a built site: links, pages, and every file against the manifest; or a store.",
    discussion: """
      Takes the folder of a site, an archive of one, or the address at which a server on this machine gives one out. Prints \
      what is wrong, one a line, and exits with 1 when there is anything. With --store it reads every page and row of a \
      study's store in place of a site; strata rescue saves what is whole of a damaged one.

      EXAMPLES:
        strata check _site
        strata check report.tar.zst
        strata check http://localhost:8000/report/
        strata check _site --external
        strata check --store examples/miniature/study.sqlite
      """)

  @Argument(
    help: "The folder of a site, an archive (.tar.zst or .zip), or an address on this machine.",
    completion: .file())
  var site = "_site"

  @Flag(help: "List the addresses on other hosts that pages link to, with where, in place of checking.")
  var external = false

  @Option(help: "Check this store, or packed store (.sqlite.zst), in place of a site.", completion: .file())
  var store: String?

  /// Problems that are listed; one mistake in a template is on every page.
  private static let mostProblems = 500

  func run() throws {
    if let store { return try check(store: UserPath.place(store)) }
    try withFolder { folder in
      if external { return try listOutsideLinks(in: folder) }
      let problems = try SiteCheck.problems(in: folder)
      guard problems.isEmpty else {
        for problem in problems.prefix(Self.mostProblems) { try Console.result(problem.description) }
        let more = problems.count - Self.mostProblems
        if more > 0 { try Console.result("and \(NumberText.count(more)) more") }
        throw ExitStatus.failed
      }
      try Console.result("\(site) is as it was built.")
    }
  }

  private func check(store: URL) throws {
    let check = try StoreCheck(of: store)
    for problem in check.problems { try Console.result(problem) }
    try Console.result(check.text)
    if !check.problems.isEmpty { throw ExitStatus.failed }
  }

  /// Calls `body` with the folder that the site is in, or is unpacked or fetched into.
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let isServed = ServedSite.isAddress(site)
    let place = UserPath.place(site)
    if !isServed, FileKind(at: place) != .file { return try body(place) }
    let folder = FileManager.default.temporaryDirectory.appending(path: "strata-check-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    if isServed {
      let served = try ServedSite(site)
      try Waiting.value { try await served.fetch(into: folder) }
    } else {
      try SiteArchive.unpack(place, into: folder)
    }
    do {
      try body(folder)
    } catch SiteError.manifest(_, let problem) {
      // What was given is the archive or the address, not the folder that it was put into.
      throw SiteError.manifest(folder: site, problem: problem)
    }
  }

  private func listOutsideLinks(in folder: URL) throws {
    for link in try SiteCheck.outsideLinks(in: folder) {
      let more = link.places.count > 1 ? " and \(NumberText.count(link.places.count - 1)) more" : ""
      try Console.result("\(link.address)  \(link.places[0])\(more)")
    }
  }
}
