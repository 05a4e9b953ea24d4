import FigureSupport
import Foundation
import Site
import TestSupport
import Testing

/// The example of `Sources/Site/README.md`.
@Suite struct ReadmeExample {
  @Test func buildsAndChecksASite() throws {
    let temporary = try TemporaryFolder()
    let folder = temporary.file("site")
    let analysis = try SyntheticStudy.small().analysis()
    // README example
    let builder = try SiteBuilder(analysis, program: "Strata 0.1.0")
    let summary = try builder.build(into: folder)
    let problems = try SiteCheck.problems(in: folder)
    let manifest = folder.appending(path: "manifest.json")
    // end of example
    #expect(problems.isEmpty)
    #expect(summary.pages > 4)
    #expect(FileManager.default.fileExists(atPath: manifest.path))
  }
}
