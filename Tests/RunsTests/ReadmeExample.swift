import Foundation
import Runs
import Studies
import StudySupport
import TestSupport
import Testing

/// The example of `Sources/Runs/README.md`.
@Suite struct ReadmeExample {
  @Test func computesAStudy() throws {
    let fixture = try StudyFixture()
    for name in ["base", "instruct"] { try ByteModel().write(to: fixture.folder.file("models/\(name)")) }
    _ = try fixture.read()
    let folder = fixture.folder.url
    // README example
    let study = try Study(at: folder)
    let runner = Runner(
      study: study, options: RunOptions(threads: 2), opener: CheckpointOpener(),
      now: { ProcessInfo.processInfo.systemUptime })
    let summary = try runner.run(report: { progress in print(progress.line) })
    print(summary.text)
    // end of example
    #expect(summary.finished == 12 && summary.missing == 0)
  }
}
