import Foundation
import Studies
import TestSupport
import Testing

@Suite struct ImportCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try ByteModel().write(to: folder.file("model"))
    try folder.write(SmallStudy.records(3, answer: "slow"), to: "data.json")
  }

  private func run(_ arguments: String...) throws -> Program.Outcome {
    try Program.start(arguments, in: folder.url).wait()
  }

  @Test func goRoundComputeImportExportBuild() throws {
    let file = "grads_exp/math/tiny/grads_sums_with_cot_gpt4o.jsonl"
    try folder.makeFolder("grads_exp/math/tiny")
    let computed = try run(
      "compute", "--checkpoint", "model", "--data", "data.json", "--output", file, "--format",
      "gradient-unified", "--quiet")
    #expect(computed.status == 0, "\(computed.errors)")
    let imported = try run("import", "grads_exp", "--output", "study")
    #expect(imported.status == 0, "\(imported.errors)")
    #expect(imported.output.hasPrefix("imported 3 samples of 1 model under 1 condition into "))
    let exported = try run("export", "study", "--output", "out", "--format", "gradient-unified", "tidy")
    #expect(exported.status == 0, "\(exported.errors)")
    // The lines; a table per statistic, and of extrema, singular values and cosines.
    #expect(exported.output.split(separator: "\n").count == 1 + Statistic.allCases.count + 4)
    func lines(_ name: String) throws -> [String] {
      try String(contentsOf: folder.file(name), encoding: .utf8).split(separator: "\n")
        .map { String($0).replacing(/"sample":"[0-9a-f]*",/, with: "") }
    }
    let found = try lines("out/gradient-unified/" + file)
    #expect(try found == lines(file))
    #expect(found.first?.contains("q_proj_x_o_proj") == true)
    let built = try run("build", "study", "--output", "site", "--quiet")
    #expect(built.status == 0, "\(built.errors)")
  }

  @Test func nameWrongLinesAndLeaveThemOutWhenAskedTo() throws {
    try folder.write("{\"instruction\": \"a\"}\n{\"in", to: "m/grads_sums_no_cot.jsonl")
    let failed = try run("import", "m", "--output", "study")
    #expect(failed.status == 1)
    #expect(failed.errors.contains("grads_sums_no_cot.jsonl:1: the line has no `output` that is a string."))
    #expect(failed.errors.contains("grads_sums_no_cot.jsonl:2: the line is cut off"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("study").path))
  }
}
