import Foundation
import Synchronization

/// A server on ::1 that gives one answer to every request.
final class SixServer: Sendable {
  let port: UInt16
  private let text = Mutex("")

  /// Whether this machine has IPv6 on its loopback.
  static var canListen: Bool { (try? listener()).map { close($0.descriptor) } == 0 }

  init(answer: String) throws {
    let (descriptor, port) = try Self.listener()
    self.port = port
    Thread.detachNewThread { [self] in
      // A client that gave up on a busy machine asks again.
      for _ in 0..<8 {
        let connection = FileHandle(fileDescriptor: accept(descriptor, nil, nil), closeOnDealloc: true)
        text.withLock { $0 = String(decoding: connection.availableData, as: UTF8.self) }
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(answer.utf8.count)\r\n\r\n"
        try? connection.write(contentsOf: Data((head + answer).utf8))
      }
    }
  }

  /// What was asked.
  var request: String { text.withLock { $0 } }

  private static func listener() throws -> (descriptor: Int32, port: UInt16) {
    let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_addr = in6addr_loopback
    var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, size) == 0 && listen(descriptor, 4) == 0
          && getsockname(descriptor, address, &size) == 0
      }
    }
    guard status else { throw POSIXError(.EADDRNOTAVAIL) }
    return (descriptor, UInt16(bigEndian: address.sin6_port))
  }
}
