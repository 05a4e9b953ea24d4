import FlyingFox
import FlyingSocks
import Foundation
import JSON
import Support

/// A site that a server on this machine gives out.
package struct ServedSite: Sendable {
  /// The host and the port, as requests name them.
  private let host: String
  /// Where the host may listen.
  private let places: [any SocketAddress]
  /// The path of the site on the server, with a slash at its end.
  private let path: String

  /// Whether `text` is an address and not a path.
  package static func isAddress(_ text: String) -> Bool {
    text.firstMatch(of: /^[A-Za-z][A-Za-z0-9+.-]*:\/\//) != nil
  }

  /// The site at an address such as `http://localhost:8000/report/`.
  ///
  /// - Throws: `PreviewError.notLoopback` for another machine's, `PreviewError.scheme` for what is not http://, which is all that
  ///   previews speak.
  package init(_ address: String) throws {
    guard address.lowercased().hasPrefix("http://") else { throw PreviewError.scheme(address) }
    guard let parts = URLComponents(string: address), parts.user == nil, let name = parts.host?.lowercased(),
      let port = UInt16(exactly: parts.port ?? 80), let places = try Self.places(of: name, port)
    else { throw PreviewError.notLoopback(address) }
    host = "\(name):\(port)"
    self.places = places
    let whole = parts.path.hasPrefix("/") ? parts.path : "/" + parts.path
    path = String(whole.prefix(upTo: whole.lastIndex(of: "/") ?? whole.startIndex)) + "/"
  }

  private static func places(of name: String, _ port: UInt16) throws -> [any SocketAddress]? {
    let four = try sockaddr_in.inet(ip4: "127.0.0.1", port: port)
    let six = try sockaddr_in6.inet6(ip6: "::1", port: port)
    return switch name {
    case "localhost": [four, six]
    case "127.0.0.1": [four]
    case "[::1]": [six]
    default: nil
    }
  }

  /// Fetches the manifest and every file that it names into `folder`.
  ///
  /// - Throws: `PreviewError.fetch`, `FileError.output`.
  package func fetch(into folder: URL) async throws {
    let manifest = try await fetch("manifest.json", into: folder)
    let files = (try? JSONDocument(manifest, file: "manifest.json").root["files"]?.array) ?? nil
    for file in files.map({ Array($0) }) ?? [] {
      guard let path = file["path"]?.string, Self.isInside(path) else {
        throw PreviewError.fetch(address(of: "manifest.json"), reason: "it names a file outside of the site")
      }
      _ = try await fetch(path, into: folder)
    }
  }

  private static func isInside(_ path: String) -> Bool {
    path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { ![".", "..", ""].contains($0) }
  }

  private func fetch(_ file: String, into folder: URL) async throws -> Data {
    let bytes = try await content(of: file)
    try OutputFile.write(bytes, to: folder.appending(path: file, directoryHint: .notDirectory))
    return bytes
  }

  private func address(of file: String) -> String { "http://\(host)\(path)\(file)" }

  private func content(of file: String) async throws(PreviewError) -> Data {
    // On a busy machine a connection may wait longer than the client does.
    for place in (0..<Self.attempts).flatMap({ _ in places }) {
      guard let response = try? await response(to: file, at: place) else { continue }
      guard response.code == 200 else {
        throw .fetch(address(of: file), reason: "the server answers \(response.code)")
      }
      return response.body
    }
    throw .fetch(address(of: file), reason: "no server answers there as HTTP has it")
  }

  /// How often a file is asked for before nobody is taken to answer.
  private static let attempts = 3

  private func response(to file: String, at place: some SocketAddress) async throws -> (code: Int, body: Data)
  {
    let request = HTTPRequest(
      method: .GET, version: .http11, path: path + file, query: [],
      headers: [.host: host, .connection: "close"], body: Data())
    var client = HTTPClient()
    let answer = try await client.sendHTTPRequest(request, to: place)
    return (answer.statusCode.code, try await answer.bodyData)
  }
}
