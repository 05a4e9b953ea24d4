import Foundation
import Preview
import TestSupport
import Testing

@Suite struct ReadmeExample {
  @Test func servesAndFetches() async throws {
    let parent = try TemporaryFolder()
    try parent.write(#"{"files": [{"path": "index.html"}]}"#, to: "site/manifest.json")
    try parent.write("page", to: "site/index.html")
    let (folder, copy) = (parent.file("site"), parent.file("copy"))
    // README example
    let site = PreviewSite()
    site.show(folder)
    let server = try await PreviewServer(site, port: 0)
    try await ServedSite(server.address).fetch(into: copy)
    let watch = PreviewWatch([folder])
    let before = watch.state
    await server.stop()
    // end of example
    #expect(watch.state == before)
    #expect(try String(contentsOf: copy.appending(path: "index.html"), encoding: .utf8) == "page")
  }
}
