import Foundation
import FoundationNetworking
import TestSupport
import Testing

@Suite struct ArchiveCommandTests {
  @Test(arguments: [".tar.zst", ".zip"])
  func anArchiveIsTheSameBytesAndIsChecked(ending: String) throws {
    let folder = try published()
    for name in ["a", "b"] {
      let outcome = try Program.start(
        ["build", ".", "--quiet", "--output", name, "--archive", "\(name)\(ending)"], in: folder.url
      ).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let archive = try Data(contentsOf: folder.file("a\(ending)"))
    #expect(try archive == Data(contentsOf: folder.file("b\(ending)")))
    let checked = try Program.run("check", "a\(ending)", in: folder.url)
    #expect(checked.status == 0 && checked.output == "a\(ending) is as it was built.\n", "\(checked.errors)")
    let links = try Program.run("check", "a\(ending)", "--external", in: folder.url)
    #expect(links.output.contains("https://arxiv.org/abs/2410.23743  cite.html:"))

    try archive.prefix(archive.count / 2).write(to: folder.file("c\(ending)"))
    let damaged = try Program.run("check", "c\(ending)", in: folder.url)
    #expect(damaged.status == 1 && damaged.errors.contains("c\(ending) "), "\(damaged.errors)")
    let refused = try Program.run("build", ".", "--archive", "a.rar", in: folder.url)
    #expect(refused.status == 1 && refused.errors.contains("ends in .tar.zst or .zip"))
  }

  @Test func anArchiveThatIsTooLongIsNotRead() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "long.zip")
    let handle = try FileHandle(forWritingTo: folder.file("long.zip"))
    try handle.truncate(atOffset: 2 << 30 + 1)
    try handle.close()
    let outcome = try Program.run("check", "long.zip", in: folder.url)
    #expect(outcome.status == 1 && outcome.errors.contains("long.zip is longer than"), "\(outcome.errors)")
  }

  /// Nothing that a user has is lost to a name mistaken.
  @Test func aFileOfASiteGoesToNoPlaceWhereItDoesHarm() throws {
    let folder = try published()
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link.zip").path, withDestinationPath: "study.yml")
    let study = try Data(contentsOf: folder.file("study.yml"))
    for (option, place, words) in [
      ("--single-page", "study.yml", "ends in .html"), ("--single-page", "_site/one.html", "inside the site"),
      ("--archive", "_site/a.zip", "inside the site"), ("--archive", "link.zip", "leads to"),
    ] {
      let outcome = try Program.run("build", ".", option, place, in: folder.url)
      #expect(outcome.status == 1 && outcome.errors.contains(words), "\(place): \(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.file("_site").path))
    }
    #expect(try Data(contentsOf: folder.file("study.yml")) == study)
  }

  @Test func aLinkInABuiltSiteIsNoPartOfIt() throws {
    let folder = try published()
    #expect(try Program.run("build", ".", "--quiet", in: folder.url).status == 0)
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("_site/private").path, withDestinationPath: "/etc")
    let checked = try Program.run("check", in: folder.url)
    #expect(
      checked.status == 1 && checked.output == "private: is not in manifest.json\n", "\(checked.output)")
  }

  @Test func theManifestTellsWhereASiteComesFrom() throws {
    let folder = try published()
    func git(_ arguments: String...) throws -> String {
      let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
      let outcome = try Program.start(
        identity + arguments, executable: URL(filePath: "/usr/bin/git"),
        environment: ["HOME": folder.url.path], in: folder.url
      ).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    _ = try git("init", "--quiet")
    _ = try git("add", "study.yml")
    _ = try git("commit", "--quiet", "--message", "study")
    let arguments = ["build", ".", "--quiet", "--output", "_site", "--provenance"]
    let outcome = try Program.start(
      arguments, environment: ["PATH": "/usr/bin:/bin"], in: folder.url
    ).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let data = try Data(contentsOf: folder.file("_site/manifest.json"))
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let provenance = try #require(root["provenance"] as? [String: Any])
    #expect(try provenance["commit"] as? String == git("rev-parse", "HEAD"))
    #expect(provenance["has_changes"] as? Bool == false, "what a build leaves behind changes no commit")
    #expect((provenance["command"] as? [String])?.dropFirst() == arguments[...])
    #expect(try Program.run("check", "_site", in: folder.url).status == 0)
    let study = try String(contentsOf: folder.file("study.yml"), encoding: .utf8)
    try folder.write(study + "# changed\n", to: "study.yml")
    _ = try Program.start(arguments, environment: ["PATH": "/usr/bin:/bin"], in: folder.url).wait()
    let changed = try String(contentsOf: folder.file("_site/manifest.json"), encoding: .utf8)
    #expect(changed.contains("\"has_changes\": true"))
  }

  @Test func whyThereIsNoCommitIsSaid() throws {
    let folder = try published()
    let outcome = try Program.start(
      ["build", ".", "--provenance"], environment: ["PATH": "/usr/bin:/bin"], in: folder.url
    ).wait()
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("The manifest tells no commit: git says of"), "\(outcome.errors)")
  }

  /// Whether this machine has a loopback of IPv6, and a server that listens there; previews do not.
  private static let hasServerOnIPv6 =
    FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")
    && (try? String(contentsOfFile: "/proc/net/if_inet6", encoding: .utf8))?.contains(" lo") == true

  @Test(.enabled(if: hasServerOnIPv6, "needs /usr/bin/python3 and a loopback of IPv6"))
  func aSiteOfAServerOnIPv6IsChecked() throws {
    let folder = try published()
    #expect(try Program.run("build", ".", "--quiet", in: folder.url).status == 0)
    let said = try folder.write("", to: "said")
    let server = Process()
    server.executableURL = URL(filePath: "/usr/bin/python3")
    server.arguments = [
      "-u", "-m", "http.server", "--bind", "::1", "--directory", folder.file("_site").path, "0",
    ]
    server.standardOutput = try FileHandle(forWritingTo: said)
    server.standardError = FileHandle.nullDevice
    try server.run()
    defer { kill(server.processIdentifier, SIGKILL) }
    // “Serving HTTP on ::1 port 40000 (http://[::1]:40000/) ...”
    let address = try wait {
      try String(contentsOf: said, encoding: .utf8).firstMatch(of: /http:\/\/\[::1\]:\d+\//).map {
        String($0.output)
      }
    }
    let checked = try Program.run("check", address)
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
  }

  @Test func aPreviewIsBuiltAgainWhenTheStudyChangesAndCanBeChecked() throws {
    let folder = try published()
    let running = try Program.start(["serve", ".", "--port", "0", "--quiet"], in: folder.url)
    defer { running.send(SIGKILL) }
    let address = try wait { running.output.split(separator: "\n").first.map(String.init) }
    #expect(address.hasPrefix("http://127.0.0.1:"))
    let checked = try Program.run("check", address)
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")

    let text = try String(contentsOf: folder.file("study.yml"), encoding: .utf8)
    try folder.write(text.replacing("title: Small", with: "title: Other"), to: "study.yml")
    _ = try wait { try page(address).contains("Other") ? true : nil }
    try folder.write("title: [", to: "study.yml")
    _ = try wait { running.errors.contains("error: ") ? true : nil }
    #expect(try page(address).contains("Other"))
    running.send(SIGINT)
    #expect(try running.wait().status == 0)
  }

  private func page(_ address: String) throws -> String {
    try String(decoding: Data(contentsOf: #require(URL(string: address))), as: UTF8.self)
  }

  /// Waits up to ten minutes, more than any build takes on a busy machine.
  private func wait<Value>(_ body: () throws -> Value?) throws -> Value {
    let end = ContinuousClock.now + .seconds(600)
    while ContinuousClock.now < end {
      if let value = try body() { return value }
      usleep(50_000)
    }
    throw POSIXError(.ETIMEDOUT)
  }

  /// A study with a compact store.
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
    #expect(try Program.run("run", ".", "--quiet", in: folder.url).status == 0)
    return folder
  }
}
