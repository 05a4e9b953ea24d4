import Foundation
import Preview
import TestSupport
import Testing

@Suite struct PreviewServerTests {
  private let folder: TemporaryFolder
  private let site = PreviewSite()
  private let server: PreviewServer
  private let port: UInt16

  private static let page =
    "<!doctype html><html lang=\"en\"><head><title>a</title></head><body></body></html>"

  init() async throws {
    folder = try TemporaryFolder()
    try folder.write("secret", to: "secret.txt")
    for path in ["index.html", "models/a.html", "models/index.html"] {
      try folder.write(Self.page, to: "site/\(path)")
    }
    try folder.write("gone", to: "site/404.html")
    try folder.write("a,b\n", to: "site/data/ä b.csv")
    try folder.write("<svg/>", to: "site/figures/a.svg")
    site.show(folder.file("site"))
    server = try await PreviewServer(site, port: 0)
    port = try #require(UInt16(server.address.dropFirst("http://127.0.0.1:".count).dropLast()))
  }

  private func request(_ line: String, host: String? = nil, more: String = "") async throws -> RawRequest {
    try await RawRequest(
      "\(line) HTTP/1.1\nHost: \(host ?? "127.0.0.1:\(port)")\nConnection: close\(more)", port: port)
  }

  @Test func filesAreServedWithTheHeadersOfACarefulHost() async throws {
    let page = try await request("GET /")
    #expect(page.status == 200)
    #expect(String(decoding: page.body, as: UTF8.self) == Self.page)
    for header in [
      "Content-Type: text/html; charset=utf-8", "X-Content-Type-Options: nosniff", "Cache-Control: no-store",
      "Content-Security-Policy: default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ] {
      #expect(page.head.contains(header), "\(header)")
    }
    #expect(try await request("GET /models/").status == 200)
    #expect(try await request("GET /data/%C3%A4%20b.csv?a=b").body == Data("a,b\n".utf8))
    #expect(
      try await request("GET /figures/a.svg").head.contains("default-src 'none'; style-src 'unsafe-inline'"))
    let missing = try await request("GET /nothing.html")
    #expect(missing.status == 404 && missing.body == Data("gone".utf8))
  }

  @Test func headsHaveTheLengthAndNoBody() async throws {
    let head = try await request("HEAD /index.html")
    #expect(head.status == 200 && head.body.isEmpty)
    #expect(head.head.contains("Content-Length: \(Self.page.utf8.count)"))
  }

  @Test(arguments: [
    "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/models/../../secret.txt", "//etc/passwd",
    "/%2fetc%2fpasswd", "/..%5csecret.txt", "/models/%00", "/%ff", "*", "secret.txt", "/./index.html",
    "http://127.0.0.1/secret.txt",
  ])
  func noPathLeadsElsewhere(path: String) async throws {
    let answer = try await request("GET \(path)")
    #expect(answer.status == 404, "\(answer.head)")
    #expect(!String(decoding: answer.body, as: UTF8.self).contains("secret"))
  }

  @Test(arguments: [
    ("example.org", false), ("127.0.0.1.example.org", false), ("localhost.example.org:80", false),
    ("localhost@example.org", false), ("127.0.0.1:80:80", false), ("127.0.0.1:x", false), ("", false),
    ("localhost", true), ("LOCALHOST:8000", true), ("[::1]:8000", true), ("127.0.0.1", true),
  ])
  func onlyNamesOfThisMachineAreAnsweredTo(host: String, isKnown: Bool) async throws {
    #expect(try await request("GET /", host: host).status == (isKnown ? 200 : 421))
  }

  @Test func aRequestWithoutAHostIsRefused() async throws {
    #expect(try await RawRequest("GET / HTTP/1.1\nConnection: close", port: port).status == 421)
  }

  @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
  func aPreviewIsOnlyRead(method: String) async throws {
    let answer = try await request("\(method) /index.html")
    #expect(answer.status == 405 && answer.head.contains("Allow: GET, HEAD"))
  }

  @Test(arguments: [
    ("GET /", 400), ("GET", 400), ("GET / HTTP/1.1 more", 400), ("GET  / HTTP/1.1", 400),
    (" GET / HTTP/1.1", 400),
    ("G(T / HTTP/1.1", 400), ("GET /\u{1} HTTP/1.1", 400), ("GET /\t HTTP/1.1", 400), ("GET / HTTP", 400),
    ("GET / HTTP/1.x", 400), ("GET / FTP/1.1.", 400), ("\u{16}\u{3}\u{1}\u{2}", 400), ("GET / HTTP/2.0", 505),
    ("PRI * HTTP/2.0", 505), ("GET / HTTP/1.1\nHost", 400), ("GET / HTTP/1.1\nHost : localhost", 400),
    ("GET / HTTP/1.1\nHost: localhost\n more", 400), ("GET / HTTP/1.1\n: localhost", 400),
    ("GET / HTTP/1.1\nHost: localhost\nHost: localhost", 400),
    ("GET / HTTP/1.1\nHost: localhost\nContent-Length: 1\nContent-Length: 2", 400),
    ("PROPFIND / HTTP/1.1\nHost: localhost\nConnection: close", 405),
    ("GET / HTTP/1.1\nConnection: close", 421),
    ("GET / HTTP/1.0\nHost: localhost", 200), ("\n\nGET / HTTP/1.1\nHost: localhost\nConnection: close", 200),
  ])
  func whatIsNoRequestIsToldSo(text: String, status: Int) async throws {
    let answer = try await RawRequest(text, port: port)
    #expect(answer.status == status, "\(answer.head)")
    #expect(answer.head.contains("Connection: close") && answer.head.contains("nosniff"))
    #expect(!answer.body.isEmpty)
  }

  @Test(arguments: [
    (8000, 404), (8300, 414), (200_000, 414), (3_000_000, 414),
  ])
  func aLongTargetIsRefused(length: Int, status: Int) async throws {
    let answer = try await request("GET /" + String(repeating: "a", count: length))
    #expect(answer.status == status, "\(answer.head)")
    #expect(try await request("GET /").status == 200)
  }

  @Test(arguments: [
    (100, 600, 200), (20_000, 1, 431), (100, 700, 431), (1, 300_000, 431), (3_000_000, 1, 431),
  ])
  func longHeadsAreRefused(length: Int, count: Int, status: Int) async throws {
    let line = "\nX: " + String(repeating: "a", count: length - 1)
    let answer = try await request("GET /", more: String(repeating: line, count: count))
    #expect(answer.status == status, "\(answer.head)")
  }

  @Test func bodiesAreNotTakenForRequests() async throws {
    for header in ["Content-Length: 40", "Transfer-Encoding: chunked"] {
      let body = "GET / HTTP/1.1\nHost: localhost"
      let answer = try await RawRequest("POST / HTTP/1.1\nHost: localhost\n\(header)\n\n\(body)", port: port)
      #expect(answer.status == 405)
      #expect(!String(decoding: answer.body, as: UTF8.self).contains("HTTP/1.1"))
    }
  }

  @Test func requestsFollowEachOtherOnAConnection() async throws {
    let first = "GET / HTTP/1.1\nHost: localhost\n\n"
    let answer = try await RawRequest(
      first + first + "HEAD / HTTP/1.1\nHost: localhost\nConnection: close", port: port)
    let text = answer.head + String(decoding: answer.body, as: UTF8.self)
    #expect(text.split(separator: "HTTP/1.1 200 OK").count == 3)
    #expect(text.split(separator: Self.page).count == 3)
  }

  @Test func pagesForBrowsersSeeThatTheSiteIsAnother() async throws {
    let page = try await request("GET /", more: "\nAccept: text/html,*/*")
    let tag = "<script src=\"/.strata/reload.js\" defer></script></head>"
    #expect(String(decoding: page.body, as: UTF8.self).contains(tag))
    #expect(try await request("GET /.strata/reload.js").head.contains("text/javascript"))
    #expect(try await request("GET /.strata/version.js?1").body == Data("strataVersion(1);\n".utf8))
    try folder.write("new", to: "next/index.html")
    site.show(folder.file("next"))
    #expect(try await request("GET /.strata/version.js?2").body == Data("strataVersion(2);\n".utf8))
    #expect(try await request("GET /").body == Data("new".utf8))
    #expect(try await request("GET /models/a.html").status == 404)
  }

  @Test func aPortThatIsTakenIsAnError() async throws {
    await #expect(throws: PreviewError.self) { try await PreviewServer(site, port: port) }
  }

  @Test func aServedSiteIsFetchedAsItIs() async throws {
    try folder.write(
      #"{"files": [{"path": "index.html"}, {"path": "data/ä b.csv"}]}"#, to: "site/manifest.json")
    site.show(folder.file("site"))
    try await ServedSite(server.address).fetch(into: folder.file("copy"))
    #expect(try Data(contentsOf: folder.file("copy/index.html")) == Data(Self.page.utf8))
    #expect(try Data(contentsOf: folder.file("copy/data/ä b.csv")) == Data("a,b\n".utf8))
    try folder.write(#"{"files": [{"path": "../escaped"}]}"#, to: "site/manifest.json")
    let error = await #expect(throws: PreviewError.self) {
      try await ServedSite(server.address).fetch(into: folder.file("other"))
    }
    #expect(error?.description.contains("outside of the site") == true)
    #expect(!FileManager.default.fileExists(atPath: folder.file("escaped").path))
  }

  @Test(arguments: [
    "http://example.org/", "http://127.0.0.1.example.org/", "http://a@localhost/",
    "http://10.0.0.1/", "http://[::2]/", "http://[::1]:99999/", "http:///",
  ])
  func onlyThisMachinesSitesAreFetched(address: String) {
    #expect(throws: PreviewError.notLoopback(address)) { try ServedSite(address) }
  }

  @Test(arguments: ["https://localhost/", "ftp://localhost/", "file:///etc/", "HTTPS://127.0.0.1/"])
  func onlyHTTPIsFetched(address: String) {
    #expect(ServedSite.isAddress(address))
    #expect(throws: PreviewError.scheme(address)) { try ServedSite(address) }
  }

  @Test(arguments: ["_site", "a/b", "/a/b", "C:", "http:/x", "://", "1x://y"])
  func whatHasNoSchemeIsAPath(text: String) { #expect(!ServedSite.isAddress(text)) }

  @Test func aWatchSeesWhatIsWrittenAddedAndRemoved() async throws {
    let watch = PreviewWatch([folder.file("site"), folder.file("study.yml")])
    var states = [watch.state]
    #expect(watch.state == states[0])
    try folder.write("a: b", to: "study.yml")
    states.append(watch.state)
    try folder.write("longer", to: "site/figures/a.svg")
    states.append(watch.state)
    try FileManager.default.removeItem(at: folder.file("site/models/a.html"))
    states.append(watch.state)
    #expect(Set(states).count == 4)
  }
}
