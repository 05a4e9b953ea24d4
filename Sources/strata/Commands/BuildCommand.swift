import ArgumentParser
import Figures
import Foundation
import Logging
import Site
import Store
import Studies
import Support

/// `strata build`
struct Build: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Builds the site of a study: figures, tables and pages.",
    discussion: """
      Reads what `strata run` has stored; checkpoints are not needed, and data files only for the texts that pages \
      of tasks show. The site is plain files that open from disk and from any static host. A build that fails leaves \
      the site of before in its place.

      A file in the study's folders `templates` and `site` replaces the built-in one of the same path; \
      `site/CNAME`, `site/robots.txt` and `site/.well-known` are copied.
      """)

  @Argument(help: "A study file, or a folder that holds study.yml.", completion: .file())
  var study: String

  @Option(help: "The folder of the site.", completion: .directory)
  var output = "_site"

  @Option(
    help: ArgumentHelp(
      "The path under which a host serves the site, such as /reports/; only the page for unknown addresses needs it.",
      valueName: "path"))
  var basePath: String?

  @Option(
    help: ArgumentHelp(
      "Pictures of every figure to take away: pdf, svg, png, eps, apart by commas (default: PDF of the figures of the overview and of claims).",
      valueName: "formats"))
  var formats: String?

  @Flag(
    help:
      "Put the study file into the site as it is, with its comments and paths; names stand for paths otherwise."
  )
  var publishStudyFile = false

  @Option(
    help: ArgumentHelp(
      "Pack the site into one file too, a .tar.zst or .zip: the same bytes for the same site.",
      valueName: "file"), completion: .file())
  var archive: String?

  @Option(
    help: ArgumentHelp(
      "Write the pages into one HTML file too, for a mail or a viewer of artefacts; what only a site can do is left out.",
      valueName: "file"), completion: .file())
  var singlePage: String?

  @Flag(help: "Tell in the manifest from which commit and by which command line the site was built.")
  var provenance = false

  @Flag(
    help:
      "Say why the site is written anew, what has changed since the last build, and then which files it changed."
  )
  var explain = false

  @Flag(help: "Print errors and warnings only.")
  var quiet = false

  func run() throws {
    let log = ConsoleLog.logger(quiet: quiet)
    let results = try StudyReading.results(at: study, log: log)
    let folder = UserPath.place(output)
    let packed = archive.map { UserPath.place($0) }
    let page = singlePage.map { UserPath.place($0) }
    if let packed { try SiteProduct.check(packed, endings: SiteArchive.endings, outside: folder) }
    if let page { try SiteProduct.check(page, endings: [".html"], outside: folder) }
    let pictures = try pictureFormats()
    let origin = provenance ? Provenance(of: results.study, command: CommandLine.arguments) : nil
    if let problem = origin?.problem { log.warning("\(problem)") }
    let program = "Strata \(Version.current)"
    // What is wrong with the site's sources is told by the build.
    let record = results.fingerprint.flatMap {
      try? SiteRecord(
        at: results.companion("site"), study: results.study, results: $0, basePath: basePath,
        program: program,
        publishesStudyFile: publishStudyFile, provenance: origin, formats: pictures)
    }
    if explain { try explain(record?.reasons(in: folder) ?? ["the results are being written to"]) }
    if let summary = record?.unchangedSummary(in: folder) {
      log.info("nothing has changed since the site was built")
      try pack(folder, of: results.study, into: packed, page)
      return try report(summary, folder, log)
    }
    let builder = try SiteBuilder(
      StudyReading.analysis(of: results), basePath: basePath, program: program,
      publishesStudyFile: publishStudyFile, provenance: origin, formats: pictures)
    let summary = try build(builder, into: folder, log: log)
    record?.write(summary, in: folder)
    if explain { for line in summary.changes.lines { try Console.result(line) } }
    try pack(folder, of: results.study, into: packed, page)
    try report(summary, folder, log)
  }

  private func explain(_ reasons: [String]) throws {
    let lines = reasons.isEmpty ? ["no file is written: nothing has changed"] : reasons
    for line in lines { try Console.result("Why: \(line)") }
  }

  private func pictureFormats() throws -> [PictureFormat]? {
    try formats?.split(separator: ",").map { word in
      let name = word.trimmingCharacters(in: .whitespaces)
      if let format = PictureFormat(rawValue: name) { return format }
      throw FigureError.unknownName(
        kind: "format", name: name, known: PictureFormat.allCases.map(\.rawValue))
    }
  }

  private func pack(_ folder: URL, of study: Study, into archive: URL?, _ page: URL?) throws {
    if let archive { try SiteArchive.write(folder, named: study.name, to: archive) }
    if let page { try SinglePage.write(folder, to: page) }
  }

  private func report(_ summary: SiteBuilder.Summary, _ folder: URL, _ log: Logger) throws {
    if summary.missingSamples > 0 {
      log.warning(
        "\(summary.missingSamples) samples are not computed yet; the site says so. `strata run` goes on.")
    }
    if !quiet {
      try Console.result("\(summary.pages) pages and \(summary.figures) figures in \(folder.path)")
    }
  }

  private func build(_ builder: SiteBuilder, into folder: URL, log: Logger) throws -> SiteBuilder.Summary {
    let interruption = Interruption { log.warning("stopping; the site of before stays") }
    do {
      return try builder.build(into: folder, isCancelled: { interruption.number != nil }) {
        log.info("\($0)")
      }
    } catch is CancellationError {
      throw ExitStatus.interrupted(by: interruption.number ?? SIGINT)
    }
  }
}
