import Foundation
import Support
import TestSupport
import Testing

@Suite struct OutputFileTests {
  @Test func aLinkStaysALinkAndItsTargetIsWritten() throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "real/a.txt")
    for (link, target) in [("link", "real/a.txt"), ("chain", "link"), ("dangling", "real/b.txt")] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.file(link).path, withDestinationPath: target)
      try OutputFile.write(Data(link.utf8), to: folder.file(link))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file(link).path) == target)
      #expect(try String(contentsOf: folder.file(link), encoding: .utf8) == link)
    }
    #expect(try String(contentsOf: folder.file("real/a.txt"), encoding: .utf8) == "chain")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.file("real").path).sorted() == [
        "a.txt", "b.txt",
      ])
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("lost").path, withDestinationPath: "missing/c.txt")
    let error = #expect(throws: FileError.self) { try OutputFile.write(Data(), to: folder.file("lost")) }
    #expect(error.map { "\($0)".contains("lost") } == true)
    #expect(!FileManager.default.fileExists(atPath: folder.file("missing").path))
  }

  /// `near/link` leads to `far/away`, so that `near/link/..` is `far` and not `near`.
  @Test func dotsAreResolvedAfterLinks() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("far/away")
    try folder.makeFolder("near")
    for (link, target) in [("near/link", "../far/away"), ("far/away/a.txt", "../b.txt")] {
      try FileManager.default.createSymbolicLink(atPath: folder.file(link).path, withDestinationPath: target)
    }
    func place(_ path: String) -> URL { UserPath.place(path, relativeTo: folder.url) }
    try OutputFile.write(Data("one".utf8), to: place("near/link/../new/c.txt"))
    #expect(try String(contentsOf: folder.file("far/new/c.txt"), encoding: .utf8) == "one")
    // The link in the linked folder leads to where it lies and not to where the way to it began.
    try OutputFile.write(Data("two".utf8), to: place("near/link/a.txt"))
    #expect(try String(contentsOf: folder.file("far/b.txt"), encoding: .utf8) == "two")
    #expect(OutputFile.target(of: place("near/link/a.txt")) == OutputFile.target(of: place("far/b.txt")))
    let snapshot = FolderSnapshot(of: place("near/link/../empty"), inside: [])
    try OutputFile.makeFolder(place("near/link/../empty/er"))
    rmdir(folder.file("far/empty/er").path)
    snapshot.removeNewEmptyFolders()
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.file("far").path).sorted() == [
        "away", "b.txt", "new",
      ])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("near").path) == ["link"])
  }

  @Test func placesThatTakeNoFileAreRefusedWithTheSystemsReason() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("folder")
    for (link, target) in [("one", "two"), ("two", "one")] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.file(link).path, withDestinationPath: target)
    }
    let places = [
      (folder.file("one"), "Too many levels of symbolic links"), (folder.file("folder"), "Is a directory"),
      (URL(filePath: "/proc/a.svg"), "No such file or directory"),
      (URL(filePath: "/dev/null/a.svg"), "Not a directory"),
    ]
    for (file, reason) in places {
      let error = try #require(throws: FileError.self) { try OutputFile.write(Data("a".utf8), to: file) }
      let named = reason == "Not a directory" || error.description.contains(file.path)
      #expect(named && error.description.hasSuffix("cannot be written: \(reason)."), "\(error)")
    }
  }

  @Test func aDatabaseIsNeverReplaced() throws {
    let folder = try TemporaryFolder()
    try folder.write("SQLite format 3\0 and more", to: "study.sqlite")
    let error = try #require(throws: FileError.self) {
      try OutputFile.write(Data("a".utf8), to: folder.file("study.sqlite"))
    }
    #expect(error.description.contains("study.sqlite is a database of SQLite"), "\(error)")
    #expect(try String(contentsOf: folder.file("study.sqlite"), encoding: .utf8).hasSuffix("and more"))
  }

  @Test func aDeviceStaysADeviceAndAFileKeepsItsPermissions() throws {
    let folder = try TemporaryFolder()
    try OutputFile.write(Data("a".utf8), to: URL(filePath: "/dev/null"))
    let kind = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
    #expect(kind == .typeCharacterSpecial)
    try folder.write("old", to: "a.txt")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.file("a.txt").path)
    try OutputFile.write(Data("new".utf8), to: folder.file("a.txt"))
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.file("a.txt").path)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a.txt"])
  }
}
