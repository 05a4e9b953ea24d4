import Foundation
import TestSupport
import Testing

/// What `make install` and `make dist` do, done with the built program.
@Suite struct InstallTests {
  private static let packaging = SharedData.packageRoot.appending(path: "Packaging")
  private static let manual = Program.file.deletingLastPathComponent().appending(path: "manual-pages")

  private func shell(
    _ script: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Program.Outcome {
    try Program.start(
      [Self.packaging.appending(path: script).path] + arguments, executable: URL(filePath: "/bin/sh"),
      environment: ["PATH": "/usr/sbin:/usr/bin:/bin"].merging(environment) { $1 }
    ).wait()
  }

  private func install(into folder: TemporaryFolder) throws -> [String] {
    let outcome = try shell(
      "install.sh", [Program.file.path, Self.manual.path, folder.url.path, "/usr"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try files(in: folder)
  }

  private func files(in folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).filter { path in
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: folder.file(path).path, isDirectory: &isFolder)
      return !isFolder.boolValue
    }.sorted()
  }

  @Test func everythingIsInstalledAndTakenAwayAgain() throws {
    let folder = try TemporaryFolder()
    try folder.write("mine", to: "usr/bin/other")
    let files = try install(into: folder)
    for path in [
      "bin/strata", "share/bash-completion/completions/strata", "share/zsh/site-functions/_strata",
      "share/fish/vendor_completions.d/strata.fish", "share/man/man1/strata.1",
      "share/man/man1/strata-run.1", "share/man/man1/strata-diff.1", "share/doc/strata/LICENSE",
    ] {
      #expect(files.contains("usr/\(path)"), "\(path)")
    }
    let version = try Program.start(["--version"], executable: folder.file("usr/bin/strata")).wait()
    #expect(version.status == 0)
    let bash = try Program.start(
      ["-n", folder.file("usr/share/bash-completion/completions/strata").path],
      executable: URL(filePath: "/bin/bash")
    ).wait()
    #expect(bash.status == 0, "\(bash.errors)")

    let removed = try shell("install.sh", ["--uninstall", folder.url.path, "/usr"])
    #expect(removed.status == 0, "\(removed.errors)")
    #expect(try self.files(in: folder) == ["usr/bin/other"])
    let again = try shell("install.sh", ["--uninstall", folder.url.path, "/usr"])
    #expect(again.status == 1 && again.errors.contains("nothing is installed in"))
  }

  @Test func manualPagesSayWhatTheHelpSays() throws {
    let folder = try TemporaryFolder()
    let pages = try install(into: folder).filter { $0.hasSuffix(".1") }
    for page in pages {
      let text = try String(contentsOf: folder.file(page), encoding: .utf8)
      #expect(text.hasPrefix(".TH \"STRATA") && text.utf8.allSatisfy { $0 < 128 }, "\(page)")
      #expect(text.contains(".SH \"NAME\"\nstrata"), "\(page)")
    }
    let diff = try String(contentsOf: folder.file("usr/share/man/man1/strata-diff.1"), encoding: .utf8)
    #expect(diff.contains("\\fB\\-\\-fail\\-on\\fR \\fIwhat\\fR\nExit with 4 when a verdict changed"))
    #expect(diff.contains(".SH \"EXAMPLES\"\n.PP\n.nf\n.RS\nstrata diff old/study.sqlite.zst my\\-study\n"))
    let groff = URL(filePath: "/usr/bin/groff")
    guard FileManager.default.isExecutableFile(atPath: groff.path) else { return }
    for page in pages {
      let outcome = try Program.start(
        ["-man", "-Tutf8", "-ww", folder.file(page).path], executable: groff,
        environment: ["PATH": "/usr/bin:/bin"]
      ).wait()
      #expect(outcome.status == 0 && outcome.errors == "", "\(page): \(outcome.errors)")
    }
  }

  /// Whoever packs it, whenever and wherever, gets the same bytes.
  @Test func aTarballIsTheSameBytes() throws {
    let folder = try TemporaryFolder()
    let files = try ["a", "b"].map { name in
      let outcome = try shell(
        "dist.sh", [Program.file.path, Self.manual.path, folder.file(name).path],
        environment: [
          "SOURCE_DATE_EPOCH": "1700000000", "TZ": name == "a" ? "UTC" : "Asia/Tokyo",
          "LC_ALL": name == "a" ? "C" : "C.UTF-8",
        ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    #expect(try Data(contentsOf: URL(filePath: files[0])) == Data(contentsOf: URL(filePath: files[1])))
    let listing = try Program.start(
      ["-tzvf", files[0]], executable: URL(filePath: "/usr/bin/tar"), environment: ["TZ": "UTC"]
    ).wait().output
    #expect(listing.contains("0/0") && listing.contains("2023-11-14 22:13"))
    #expect(listing.contains("/LIBRARIES\n") && listing.contains("/INSTALL\n"))
  }
}
