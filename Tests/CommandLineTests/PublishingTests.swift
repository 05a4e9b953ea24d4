import Foundation
import Support
import TestSupport
import Testing

/// What CI is told to run, run here: files that nobody runs go stale.
@Suite struct PublishingTests {
  private static let root = SharedData.packageRoot
  private static let workflows = [
    ".github/workflows/ci.yml", ".github/workflows/publish.yml", "examples/ci/gitlab-ci.yml",
  ]

  /// A study whose statistics are there as a compact store only.
  private func published() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try ByteModel().write(to: folder.file("model"))
    try folder.write(#"[{"instruction": "Add 1 and 1.", "output": "2"}]"#, to: "data.json")
    try folder.write(
      """
      name: small
      title: Small
      models:
        - {name: one, label: One, path: model, stage: base}
      tasks:
        - {name: sums, label: Sums, kind: math, data: {none: {correct: data.json}}}
      """, to: "study.yml")
    for arguments in [["run", "."], ["export", ".", "--format", "compact", "--output", "."]] {
      let outcome = try Program.start(arguments, in: folder.url).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    for path in ["model", "data.json", "study.sqlite"] {
      try FileManager.default.removeItem(at: folder.file(path))
    }
    return folder
  }

  /// The lines of a file that call the program, as a shell runs them.
  private func commands(of file: String) throws -> [String] {
    try text(file).split(separator: "\n").compactMap { line in
      let command = line.drop { $0 == " " || $0 == "-" }.trimmingPrefix("run: ")
      return command.hasPrefix("strata ") ? String(command) : nil
    }
  }

  private func text(_ file: String) throws -> String {
    try String(contentsOf: Self.root.appending(path: file), encoding: .utf8)
  }

  @Test(arguments: [
    (".github/workflows/publish.yml", "_site", ["diff", "build", "check"]),
    ("examples/ci/gitlab-ci.yml", "public", ["build", "check", "diff"]),
    ("examples/ci/rsync.sh", "_site", ["build", "check"]),
  ]) func theCommandsBuildCheckAndCompareACompactStore(file: String, site: String, names: [String]) throws {
    let commands = try commands(of: file)
    #expect(commands.map { String($0.split(separator: " ")[1]) } == names)
    let folder = try published()
    // The state that a pull request starts from.
    try folder.makeFolder(".base")
    for path in ["study.yml", "study.sqlite.zst"] {
      try FileManager.default.copyItem(at: folder.file(path), to: folder.file(".base/\(path)"))
    }
    let path = "\(Program.file.deletingLastPathComponent().path):/usr/bin:/bin"
    let outcome = try Program.start(
      ["-ec", commands.joined(separator: "\n")], executable: URL(filePath: "/bin/sh"),
      environment: ["PATH": path, "STUDY": "."], in: folder.url
    ).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(FileManager.default.fileExists(atPath: folder.file("\(site)/index.html").path))
    guard names.contains("diff") else { return }
    let comment = try String(contentsOf: folder.file("diff.md"), encoding: .utf8)
    #expect(comment == "### small: what changed\n\nNothing differs.\n")
  }

  @Test(arguments: workflows) func aFileOfCIIsYAMLAndCallsWhatThereIs(file: String) throws {
    let text = try text(file)
    #expect(try YAMLDocument.root(of: text, file: file) != nil)
    let targets = try self.text("Makefile").matches(of: /(?m)^([a-z-]+):/).map { String($0.output.1) }
    for call in text.matches(of: /\bmake (?:-C \.strata )?([a-z-]+)/) {
      #expect(targets.contains(String(call.output.1)), "\(call.output.0)")
    }
    for call in text.matches(of: /bash (\.ci\/[a-z]+)/) {
      #expect(FileManager.default.fileExists(atPath: Self.root.appending(path: String(call.output.1)).path))
    }
  }
}
