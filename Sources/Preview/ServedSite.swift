import FlyingFox
import FlyingSocks
import Foundation
import JSON
import Support

/// A site that a server on this machine gives out.
package struct ServedSite: Sendable {
  private let host: String
  private let port: UInt16
  /// The path of the site on the server, with a slash at its end.
  private let path: String

  /// Whether `text` is an address and not a path.
  package static func isAddress(_ text: String) -> Bool {
    ["http://", "https://"].contains { text.lowercased().hasPrefix($0) }
  }

  /// The site at an address such as `http://localhost:8000/report/`.
  ///
  /// - Throws: `PreviewError.notLoopback` for another machine's and for https, which no preview speaks.
  package init(_ address: String) throws {
    guard let parts = URLComponents(string: address), parts.scheme?.lowercased() == "http", parts.user == nil,
      let host = parts.host?.lowercased(), ["localhost", "127.0.0.1"].contains(host),
      let port = UInt16(exactly: parts.port ?? 80)
    else { throw PreviewError.notLoopback(address) }
    self.host = host
    self.port = port
    let whole = parts.path.hasPrefix("/") ? parts.path : "/" + parts.path
    path = String(whole.prefix(upTo: whole.lastIndex(of: "/") ?? whole.startIndex)) + "/"
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

  private func address(of file: String) -> String { "http://\(host):\(port)\(path)\(file)" }

  private func content(of file: String) async throws(PreviewError) -> Data {
    // On a busy machine a connection may wait longer than the client does.
    for _ in 0..<Self.attempts {
      guard let response = try? await response(to: file) else { continue }
      guard response.code == 200 else {
        throw .fetch(address(of: file), reason: "the server answers \(response.code)")
      }
      return response.body
    }
    throw .fetch(address(of: file), reason: "no server answers there as HTTP has it")
  }

  /// How often a file is asked for before nobody is taken to answer.
  private static let attempts = 3

  private func response(to file: String) async throws -> (code: Int, body: Data) {
    let request = HTTPRequest(
      method: .GET, version: .http11, path: path + file, query: [],
      headers: [.host: "\(host):\(port)", .connection: "close"], body: Data())
    var client = HTTPClient()
    let answer = try await client.sendHTTPRequest(
      request, to: sockaddr_in.inet(ip4: "127.0.0.1", port: port))
    return (answer.statusCode.code, try await answer.bodyData)
  }
}
