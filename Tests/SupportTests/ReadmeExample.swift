import Foundation
import Support
import TestSupport
import Testing

/// The example of `Sources/Support/README.md`.
@Suite struct ReadmeExample {
  @Test func readsAYAMLFileAndWritesATable() throws {
    let temporary = try TemporaryFolder()
    let folder = temporary.url
    try temporary.write("name: sums\nsample: 12\n", to: "job.yml")
    // README example
    enum Key: String, CaseIterable { case name, samples }
    let text = try InputFile.text(at: folder.appending(path: "job.yml"), limit: 1 << 20)
    let problems = ProblemList()
    let root = try YAMLDocument.root(of: text, file: "job.yml")
    let job = root.flatMap { YAMLMapping<Key>($0, name: "the job", problems: problems) }
    let samples = job?.number(.samples, in: 1...1000) ?? 100
    let rows = [["name", "samples"], [CSV.text(job?.requiredText(.name) ?? ""), CSV.count(samples)]]
    let table = rows.map { CSV.row($0) + "\n" }.joined()
    try OutputFile.write(Data(table.utf8), to: folder.appending(path: "tables/job.csv"))
    let mistakes = FileError.problems(file: "job.yml", problems.sorted).description
    // end of example
    #expect(mistakes == "job.yml, line 2: unknown key `sample`; did you mean `samples`?")
    #expect(
      try String(contentsOf: temporary.file("tables/job.csv"), encoding: .utf8) == "name,samples\nsums,100\n")
  }
}
