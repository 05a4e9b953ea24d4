import FlyingFox
import FlyingSocks
import Foundation

/// A server of a preview on this machine's loopback, and nowhere else.
package final class PreviewServer: Sendable {
  /// The address of the site, such as `http://127.0.0.1:8000/`.
  package let address: String
  private let server: HTTPServer
  private let task: Task<Void, any Error>

  /// Starts to serve `site`; once it returns, it answers.
  ///
  /// - Parameters:
  ///   - site: what is served.
  ///   - port: the port; 0 has the system choose one.
  /// - Throws: `PreviewError.port`.
  package init(_ site: PreviewSite, port: UInt16) async throws {
    let server: HTTPServer
    do {
      server = HTTPServer(
        address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port), logger: .disabled,
        handler: PreviewHandler(site: site))
    } catch {
      throw PreviewError.port(port, reason: error.localizedDescription)
    }
    let task = Task { try await server.run() }
    guard let chosen = await Self.listeningPort(of: server, running: task) else {
      task.cancel()
      throw PreviewError.port(port, reason: "another program may be using it")
    }
    self.server = server
    self.task = task
    address = "http://127.0.0.1:\(chosen)/"
  }

  /// Stops to serve; answers that are under way are finished first.
  package func stop() async {
    await server.stop(timeout: 1)
    task.cancel()
  }

  /// The port that is listened on, once it is; nil where the server cannot.
  private static func listeningPort(
    of server: HTTPServer, running task: Task<Void, any Error>
  ) async -> UInt16? {
    // A server that cannot listen ends at once, and whoever waits for it would wait in vain.
    let waiting = Task { try await server.waitUntilListening() }
    let ending = Task {
      _ = await task.result
      waiting.cancel()
    }
    defer { ending.cancel() }
    try? await waiting.value
    guard case .ip4(_, let port)? = await server.listeningAddress else { return nil }
    return port
  }
}
