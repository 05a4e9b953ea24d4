import Foundation
import Published
import Runs
import Studies
import StudySupport
import Testing

/// The example of `Sources/Published/README.md`.
@Suite struct ReadmeExample {
  @Test func exportsAStudyAndImportsItsLines() throws {
    let fixture = try StudyFixture()
    let computed = try fixture.read()
    _ = try Runner(study: computed, options: RunOptions(threads: 1), opener: FakeOpener(), now: { 0 }).run()
    let folder = fixture.folder.url
    let output = fixture.folder.file("out")
    // README example
    let study = try Study(at: folder)
    let export = ExportJob(study: study, output: output, forms: [.layerGradient, .csv])
    let files = try export.run { print($0) }
    let lines = output.appending(path: "layer-gradient")
    let job = ImportJob(places: [lines], output: output.appending(path: "imported"))
    let summary = try job.run()
    print("\(files.count) files written; \(summary.text)")
    // end of example
    #expect(files.count == 6 + 2)
    #expect(summary.models == 2 && summary.conditions == 3 && summary.samples == 12)
  }
}
