import Foundation
import TestSupport
import Testing

@Suite struct SetupCommandTests {
  private func strata(_ arguments: String..., in folder: TemporaryFolder) throws -> Program.Outcome {
    try Program.start(arguments, in: folder.url).wait()
  }

  @Test func aNewStudyRunsAtOnceAndIsNotOverwritten() throws {
    let folder = try TemporaryFolder()
    let begun = try strata("init", "first study", in: folder)
    #expect(begun.status == 0, "\(begun.errors)")
    #expect(begun.output.contains("Next: strata run 'first study' && strata build 'first study'"))
    let ran = try strata("run", "first study", "--quiet", in: folder)
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(try strata("build", "first study", "--quiet", in: folder).status == 0)
    #expect(FileManager.default.fileExists(atPath: folder.file("_site/index.html").path))
    let whole = try strata("doctor", "first study", in: folder)
    #expect(whole.status == 0 && whole.output.contains("192 samples there\n"), "\(whole.output)")

    try folder.write("mine", to: "first study/study.yml")
    try FileManager.default.removeItem(at: folder.file("first study/data"))
    let again = try strata("init", "first study", in: folder)
    #expect(again.status == 1)
    #expect(again.errors.contains("study.yml") && again.errors.contains("nothing is overwritten"))
    #expect(try String(contentsOf: folder.file("first study/study.yml"), encoding: .utf8) == "mine")
    #expect(!FileManager.default.fileExists(atPath: folder.file("first study/data").path))
  }

  @Test func theDoctorEndsWith1WhereSomethingIsMissing() throws {
    let folder = try TemporaryFolder()
    #expect(try strata("doctor", in: folder).status == 0)
    #expect(try strata("init", "study", "--quiet", in: folder).output == "")
    try FileManager.default.removeItem(at: folder.file("study/models/base/config.json"))
    let text = try strata("doctor", "study", in: folder)
    #expect(text.status == 1)
    #expect(text.output.contains("missing  checkpoint"))
    let json = try strata("doctor", "study", "--json", in: folder)
    #expect(json.status == 1 && json.output.hasPrefix(#"{"ok":false,"#))
  }
}
