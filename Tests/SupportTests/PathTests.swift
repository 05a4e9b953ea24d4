import Foundation
import Support
import TestSupport
import Testing

/// Paths and names of models as people write them.
@Suite struct PathTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    ("~", "/h"), ("~/a", "/h/a"), ("~user/a", "/s/~user/a"), ("a/../b", "/s/a/../b"), ("/x/../y", "/x/../y"),
    ("./~", "/s/~"), (".", "/s"), ("a//./b/", "/s/a/b"),
  ]) func placesOfPaths(path: String, expected: String) {
    #expect(UserPath.place(path, relativeTo: URL(filePath: "/s"), home: "/h").path == expected)
  }

  /// The system resolves dots after links, which lead to another folder than they stand in.
  @Test func dotsAreResolvedAfterLinks() throws {
    try folder.write("right", to: "far/away/../file")
    try folder.makeFolder("far/away/deep")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link").path, withDestinationPath: folder.file("far/away").path)
    let place = UserPath.place("link/../file", relativeTo: folder.url)
    #expect(try InputFile.text(at: place, limit: 10) == "right")
  }

  /// Folders `far/away/deep` and, elsewhere, `link` to `away`, as a test asks for places behind the link.
  private func linked() throws -> URL {
    try folder.makeFolder("far/away/deep")
    try folder.makeFolder("near")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("near/link").path, withDestinationPath: "../far/away")
    return UserPath.real(folder.url)
  }

  @Test(arguments: [
    ("near/link", "far/away"), ("near/link/..", "far"), ("near/link/../away/deep/../new", "far/away/new"),
    ("near/link/none/../../x", "far/x"), ("none/link/../x", "none/x"),
    ("near/./link//deep/", "far/away/deep"),
  ]) func realPlacesAreThoseThatTheSystemFinds(path: String, expected: String) throws {
    let root = try linked()
    #expect(UserPath.real(URL(filePath: "\(root.path)/\(path)")).path == "\(root.path)/\(expected)")
  }

  @Test(arguments: [
    ("near/link", "near/link"), ("near/link/deep/../deep", "far/away/deep"), ("near/link/..", "far"),
    ("near/../near/link/x", "near/link/x"), ("near/link/../../near/link", "near/link"),
  ]) func placesWithoutDotsKeepTheLinksBehindThem(path: String, expected: String) throws {
    let root = try linked()
    #expect(UserPath.withoutDots(URL(filePath: "\(root.path)/\(path)")).path == "\(root.path)/\(expected)")
    #expect(UserPath.withoutDots(URL(filePath: "/../..")).path == "/")
  }

  private func cache(_ variables: [String: String] = [:]) -> HubCache {
    HubCache(environment: variables.isEmpty ? ["HF_HUB_CACHE": folder.url.path] : variables)
  }

  @Test(arguments: [
    (["HF_HUB_CACHE": "/c", "HF_HOME": "/x"], "/c"), (["HF_HOME": "/x"], "/x/hub"),
    (["HOME": "/h"], "/h/.cache/huggingface/hub"),
    (["HOME": "/h", "XDG_CACHE_HOME": "/y"], "/y/huggingface/hub"),
    (["HOME": "/h", "HF_HOME": "~/m"], "/h/m/hub"),
  ]) func placesOfTheCache(variables: [String: String], expected: String) {
    #expect(cache(variables).folder.path == expected)
  }

  @Test func aNameIsASnapshot() throws {
    let model = "models--org--name-1.5B"
    for commit in ["0a1b2c3d", "0a1b9999", "ffff0000"] {
      try folder.makeFolder("\(model)/snapshots/\(commit)")
    }
    try folder.write("ffff0000\n", to: "\(model)/refs/main")
    try folder.write("0a1b2c3d", to: "\(model)/refs/refs/pr/3")
    func snapshot(_ text: String) throws -> String {
      try cache().checkpoint(text, relativeTo: folder.file("study")).lastPathComponent
    }
    #expect(try snapshot("org/name-1.5B") == "ffff0000")
    #expect(try snapshot("org/name-1.5B@refs/pr/3") == "0a1b2c3d")
    #expect(try snapshot("org/name-1.5B@0a1b9999") == "0a1b9999")
    #expect(try snapshot("org/name-1.5B@0a1b2") == "0a1b2c3d")
    // A beginning that two have names neither.
    let error = #expect(throws: HubCacheError.self) { try snapshot("org/name-1.5B@0a1b") }
    #expect(error?.description.contains("There are: 0a1b2c3d, 0a1b9999, ffff0000") == true)
    let absent = #expect(throws: HubCacheError.self) { try snapshot("org/other") }
    #expect(absent?.description.contains("nor a model org/other in the hub cache") == true)
    // A folder of that name counts first.
    try folder.makeFolder("study/org/name-1.5B")
    #expect(try snapshot("org/name-1.5B") == "name-1.5B")
  }

  @Test(arguments: ["../org/name", "a/b/c", "/org/name", "org/", "./name", "org/name@../x", "name", "~/x"])
  func whatCannotBeANameIsAPath(text: String) throws {
    let place = try cache().checkpoint(text, relativeTo: URL(filePath: "/s"))
    #expect(place == UserPath.place(text, relativeTo: URL(filePath: "/s")))
  }
}
