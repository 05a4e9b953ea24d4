import FlyingFox
import FlyingSocks
import Foundation

/// A server of a preview on this machine's loopback, and nowhere else.
package final class PreviewServer: Sendable {
  /// The address of the site, such as `http://127.0.0.1:8000/`.
  package let address: String
  private let socket: Socket
  private let task: Task<Void, any Error>

  /// Starts to serve `site`; once it returns, it answers.
  ///
  /// - Parameters:
  ///   - site: what is served.
  ///   - port: the port; 0 has the system choose one.
  /// - Throws: `PreviewError.port`.
  package init(_ site: PreviewSite, port: UInt16) async throws {
    do {
      let (socket, chosen) = try Self.listen(port: port)
      let pool = HTTPServer.defaultPool()
      try await pool.prepare()
      self.socket = socket
      address = "http://127.0.0.1:\(chosen)/"
      task = Task { try await Self.serve(socket, pool, PreviewHandler(site: site)) }
    } catch {
      throw PreviewError.port(port, reason: error.localizedDescription)
    }
  }

  /// Stops to serve; answers that are under way are cut off.
  package func stop() async {
    task.cancel()
    _ = await task.result
    try? socket.close()
  }

  private static func listen(port: UInt16) throws -> (Socket, UInt16) {
    let socket = try Socket(domain: AF_INET)
    do {
      try socket.setValue(true, for: .localAddressReuse)
      try socket.bind(to: sockaddr_in.inet(ip4: "127.0.0.1", port: port))
      try socket.listen()
      guard case .ip4(_, let chosen) = try socket.sockname() else { throw SocketError.unsupportedAddress }
      return (socket, chosen)
    } catch {
      try? socket.close()
      throw error
    }
  }

  private static func serve(_ socket: Socket, _ pool: some AsyncSocketPool, _ handler: PreviewHandler)
    async throws
  {
    let listener = try AsyncSocket(socket: socket, pool: pool)
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask { try await pool.run() }
      while true {
        guard let reader = try? await listener.accept() else {
          // No more files can be open than these; readers who go make room.
          try await Task.sleep(for: .milliseconds(50))
          continue
        }
        group.addTask {
          var connection = PreviewConnection(reader, handler)
          await connection.run()
        }
      }
    }
  }
}
