import ArgumentParser
import Foundation
import Logging
import Preview
import Site
import Store
import Studies
import Support

/// `strata serve`
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows the site of a study in a browser, and builds it again when something changes.",
    discussion: """
      Builds the site into a folder of its own and serves it to this machine only, at 127.0.0.1. Whenever the study file, its \
      templates, its pages or its store change, the site is built again, and open pages reload; a build that fails is told, \
      and the site of before stays. Ctrl-C ends it.
      """)

  @Argument(help: "A study file, or a folder that holds study.yml.", completion: .file())
  var study: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The port; 0 has the system choose one.", valueName: "n"))
  var port: UInt16 = 8000

  @Flag(help: "Print errors and warnings, and the address, only.")
  var quiet = false

  func run() throws {
    let log = ConsoleLog.logger(quiet: quiet)
    let interruption = Interruption {}
    let folder = FileManager.default.temporaryDirectory.appending(path: "strata-preview-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = PreviewSite()
    var watch = PreviewWatch(try places())
    var before = watch.state
    try build(into: folder.appending(path: "0"), interruption, log)
    site.show(folder.appending(path: "0"))
    let server = try Waiting.value { [port] in try await PreviewServer(site, port: port) }
    try Console.result(server.address)
    while interruption.number == nil {
      Thread.sleep(forTimeInterval: 0.3)
      let now = watch.state
      if now == before { continue }
      before = now
      rebuild(site, in: folder, interruption, log)
      // The study may name another store now.
      watch = (try? places()).map(PreviewWatch.init) ?? watch
      before = now == watch.state ? now : before
    }
    try Waiting.value { await server.stop() }
  }

  /// What the site is made from.
  private func places() throws -> [URL] {
    let study = try Study(at: UserPath.place(study), checksFiles: false)
    let stores = [study.store, PackedStore.place(of: study.store)]
    // What SQLite has not yet put into the store, while a run writes.
    let journal = URL(filePath: study.store.path + "-wal")
    let texts = study.tasks.flatMap(\.sources).map(\.file)
    return [study.file] + ["templates", "site"].map { study.folder.appending(path: $0) } + stores + [journal]
      + texts
  }

  private func rebuild(_ site: PreviewSite, in folder: URL, _ interruption: Interruption, _ log: Logger) {
    let next = folder.appending(path: "\(site.version)")
    do {
      log.info("something changed: building again")
      try build(into: next, interruption, log)
      site.show(next)
      try? FileManager.default.removeItem(at: folder.appending(path: "\(site.version - 2)"))
    } catch {
      if interruption.number == nil { log.error("\(error)") }
    }
  }

  private func build(into folder: URL, _ interruption: Interruption, _ log: Logger) throws {
    let results = try StudyReading.results(at: study, log: log)
    let builder = try SiteBuilder(StudyReading.analysis(of: results), program: "Strata \(Version.current)")
    _ = try builder.build(into: folder, isCancelled: { interruption.number != nil })
  }
}
