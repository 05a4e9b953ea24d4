import Foundation
import Support
import TestSupport
import Testing

@Suite struct ArchiveTests {
  private static let long = "report/" + String(repeating: "long-name-", count: 20) + "ä.html"
  private static let entries = [
    ArchiveEntry(path: "report/b.txt", bytes: Data("b".utf8)),
    ArchiveEntry(path: "report/a.txt", bytes: Data(repeating: 65, count: 100_000)),
    ArchiveEntry(path: "report/empty", bytes: Data()),
    ArchiveEntry(path: long, bytes: Data([0, 1, 2, 255])),
  ]

  @Test(arguments: ArchiveKind.allCases)
  func whatIsPackedComesOutAgain(kind: ArchiveKind) throws {
    let bytes = try Archive.packed(Self.entries, as: kind)
    let sorted = Self.entries.sorted { $0.path < $1.path }
    #expect(try Archive.entries(of: bytes, as: kind) == sorted)
    #expect(try Archive.packed(Self.entries.reversed(), as: kind) == bytes)
    #expect(bytes.count < 10_000)
  }

  /// Other programs read what is written here, and what they write is read.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
  func otherProgramsUnderstandIt() throws {
    let folder = try TemporaryFolder()
    try folder.write(try Archive.packed(Self.entries, as: .zip), to: "a.zip")
    try folder.write(try Archive.packed(Self.entries, as: .tarZstd), to: "a.tar.zst")
    let script = """
      import zipfile, sys, io
      z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
      assert sorted(z.namelist())[0] == 'report/a.txt' and len(z.read('report/a.txt')) == 100000
      assert any(n.endswith('ä.html') for n in z.namelist())
      w = zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED); w.writestr('x/', ''); w.writestr('x/y', 'y' * 999); w.close()
      """
    try Self.run("python3", ["-c", script, folder.file("a.zip").path, folder.file("b.zip").path])
    let read = try Archive.entries(of: Data(contentsOf: folder.file("b.zip")), as: .zip)
    #expect(read == [ArchiveEntry(path: "x/y", bytes: Data(repeating: 121, count: 999))])
    try Self.run("tar", ["--zstd", "-xf", folder.file("a.tar.zst").path, "-C", folder.url.path])
    #expect(try Data(contentsOf: folder.file(Self.long)) == Data([0, 1, 2, 255]))
    try Self.run("tar", ["--zstd", "-cf", folder.file("c.tar.zst").path, "-C", folder.url.path, "report"])
    let again = try Archive.entries(of: Data(contentsOf: folder.file("c.tar.zst")), as: .tarZstd)
    #expect(Set(again.map(\.path)) == Set(Self.entries.map(\.path)))
  }

  private static func run(_ program: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(program)")
  }

  @Test(arguments: ArchiveKind.allCases, ["../a", "/a", "a/../../b", "a//b", "./a", "a\\b", "a/"])
  func pathsThatLeadOutAreRefused(kind: ArchiveKind, path: String) throws {
    let bytes = try Archive.packed([ArchiveEntry(path: path, bytes: Data([1]))], as: kind)
    // In a zip a slash at the end makes a folder, of which nothing is taken.
    if kind == .zip, path == "a/" { return }
    #expect(throws: ArchiveProblem.path(path)) { try Archive.entries(of: bytes, as: kind) }
  }

  @Test(arguments: ArchiveKind.allCases)
  func namesThatComeTwiceAreRefused(kind: ArchiveKind) throws {
    let entry = ArchiveEntry(path: "a", bytes: Data([1]))
    let bytes = try Archive.packed([entry, entry], as: kind)
    #expect(throws: ArchiveProblem.twice("a")) { try Archive.entries(of: bytes, as: kind) }
  }

  @Test func linksAreRefused() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      at: folder.file("link"), withDestinationURL: URL(filePath: "/etc/passwd"))
    try Self.run("tar", ["--zstd", "-cf", folder.file("a.tar.zst").path, "-C", folder.url.path, "link"])
    #expect(throws: ArchiveProblem.kind("link")) {
      try Archive.entries(of: Data(contentsOf: folder.file("a.tar.zst")), as: .tarZstd)
    }
  }

  /// Cut anywhere, or with any byte changed, it is an error or a file, and never an end of the program.
  @Test(arguments: ArchiveKind.allCases)
  func damagedArchivesAreErrors(kind: ArchiveKind) throws {
    let bytes = try Archive.packed(Array(Self.entries.prefix(1)), as: kind)
    for end in 0..<bytes.count {
      #expect(throws: (any Error).self) { try Archive.entries(of: bytes.prefix(end), as: kind) }
    }
    for place in bytes.indices {
      for bit in 0..<8 {
        var spoilt = bytes
        spoilt[place] ^= 1 << bit
        _ = try? Archive.entries(of: spoilt, as: kind)
      }
    }
  }
}
