import Foundation

/// A request as it stands on the line, which no client makes right on the way.
struct RawRequest {
  let status: Int
  let head: String
  let body: Data

  /// Sends `text`, with line feeds for line ends, to a port of this machine, and reads until the server closes.
  ///
  /// On a thread of its own: those of tasks are the server's.
  init(_ text: String, port: UInt16) async throws {
    self = try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try RawRequest(sending: text, port: port) })
      }
    }
  }

  private init(sending text: String, port: UInt16) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    guard status == 0 else { throw POSIXError(.ECONNREFUSED) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    try handle.write(contentsOf: Data((text.replacing("\n", with: "\r\n") + "\r\n\r\n").utf8))
    let answer = try handle.readToEnd() ?? Data()
    let end = answer.range(of: Data("\r\n\r\n".utf8))
    head = String(decoding: answer.prefix(end?.lowerBound ?? answer.count), as: UTF8.self)
    body = end.map { Data(answer[$0.upperBound...]) } ?? Data()
    self.status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
  }
}
