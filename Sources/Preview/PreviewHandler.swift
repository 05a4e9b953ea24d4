import FlyingFox
import Foundation

/// Answers the requests of a preview: files of the site to readers of this machine, with the headers that a careful host sends.
struct PreviewHandler {
  let site: PreviewSite

  /// Path of the script by which pages see that the site was built again. Under no name that a site may have.
  private static let reload = "/.strata/reload.js"
  private static let version = "/.strata/version.js"

  /// The answer to `request`; to a HEAD it is that to a GET, of which only the headers are sent.
  func answer(to request: HTTPRequest) -> HTTPResponse {
    guard Self.isLoopback(request.headers[.host]) else {
      return Self.text(.misdirectedRequest, "This preview answers to localhost, 127.0.0.1 and [::1] only.\n")
    }
    guard request.method == .GET || request.method == .HEAD else {
      var response = Self.text(.methodNotAllowed, "A preview is only read.\n")
      response.headers[HTTPHeader("Allow")] = "GET, HEAD"
      return response
    }
    return found(by: request)
  }

  /// A page of another host that makes its own name mean this machine names itself here.
  static func isLoopback(_ host: String?) -> Bool {
    guard let host = host?.lowercased() else { return false }
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
    let port = host.dropFirst(name.count)
    let isPort =
      port.isEmpty || port.first == ":" && port.dropFirst().utf8.allSatisfy { (48...57).contains($0) }
    return isPort && ["localhost", "127.0.0.1", "[::1]"].contains(String(name))
  }

  private func found(by request: HTTPRequest) -> HTTPResponse {
    let target = request.target.path(percentEncoded: true)
    switch target {
    case Self.reload: return Self.file(Data(Self.script.utf8), path: "reload.js", .ok)
    case Self.version:
      return Self.file(Data("strataVersion(\(site.version));\n".utf8), path: "version.js", .ok)
    default: break
    }
    if let file = site.file(of: target) { return page(file, .ok, request) }
    if let file = site.file(of: "/404.html") { return page(file, .notFound, request) }
    return Self.text(.notFound, "There is no such file.\n")
  }

  /// A file, with the script in it where it is a page and a browser asks: what fetches files gets them as they are.
  private func page(
    _ file: (path: String, bytes: Data), _ status: HTTPStatusCode, _ request: HTTPRequest
  ) -> HTTPResponse {
    let isForBrowser = request.headers[HTTPHeader("Accept")]?.contains("text/html") ?? false
    guard file.path.hasSuffix(".html"), isForBrowser, let end = file.bytes.range(of: Data("</head>".utf8))
    else { return Self.file(file.bytes, path: file.path, status) }
    var bytes = file.bytes
    bytes.insert(contentsOf: Data(#"<script src="\#(Self.reload)" defer></script>"#.utf8), at: end.lowerBound)
    return Self.file(bytes, path: file.path, status)
  }

  /// Asks for the version once a second by a script of this host, which the policy of every page allows.
  private static let script = """
    "use strict";
    (() => {
      let known;
      window.strataVersion = (version) => {
        if (known !== undefined && version !== known) location.reload();
        known = version;
      };
      const ask = () => {
        const script = document.createElement("script");
        script.src = "\(version)?" + Date.now();
        script.onload = script.onerror = () => { script.remove(); setTimeout(ask, 1000); };
        document.head.append(script);
      };
      ask();
    })();

    """
}

// Answers with their headers.
extension PreviewHandler {
  private static let types = [
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8", "json": "application/json", "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf", "eps": "application/postscript",
    "woff2": "font/woff2", "txt": "text/plain; charset=utf-8", "yml": "text/plain; charset=utf-8",
    "tex": "text/plain; charset=utf-8", "xml": "application/xml", "py": "text/plain; charset=utf-8",
    "bib": "text/plain; charset=utf-8", "cff": "text/plain; charset=utf-8",
  ]
  /// The policy of pages, which theirs may narrow; a figure that is opened by itself has its style inside.
  private static let pagePolicy =
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  private static let figurePolicy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"

  private static func file(_ bytes: Data, path: String, _ status: HTTPStatusCode) -> HTTPResponse {
    let ending = path.split(separator: ".").last.map(String.init) ?? ""
    return HTTPResponse(
      statusCode: status,
      headers: [
        .contentType: types[ending] ?? "application/octet-stream", .cacheControl: "no-store",
        HTTPHeader("X-Content-Type-Options"): "nosniff", HTTPHeader("Referrer-Policy"): "no-referrer",
        HTTPHeader("Content-Security-Policy"): ending == "svg" ? figurePolicy : pagePolicy,
      ], body: bytes)
  }

  static func text(_ status: HTTPStatusCode, _ text: String) -> HTTPResponse {
    file(Data(text.utf8), path: "a.txt", status)
  }
}
