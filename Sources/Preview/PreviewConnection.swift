import FlyingFox
import FlyingSocks
import Foundation

/// A reader's connection to a preview: requests in, answers out, one after the other.
struct PreviewConnection {
  private let socket: AsyncSocket
  private let handler: PreviewHandler
  private var reader = RequestReader()

  init(_ socket: AsyncSocket, _ handler: PreviewHandler) {
    self.socket = socket
    self.handler = handler
  }

  /// Answers until the reader goes, asks to close, or sends what is no request.
  mutating func run() async {
    // A reader who is gone in the middle of an answer is no harm.
    try? await answerAll()
    try? socket.close()
  }

  private mutating func answerAll() async throws {
    do throws(RequestMistake) {
      while let request = try await next() {
        let staysOpen = Self.staysOpen(request)
        guard await send(handler.answer(to: request), hasBody: request.method != .HEAD, staysOpen), staysOpen
        else { break }
      }
    } catch {
      _ = await send(PreviewHandler.text(error.status, error.text), hasBody: true, false)
    }
    try await drain()
  }

  /// The next request; nil where no more come.
  private mutating func next() async throws(RequestMistake) -> HTTPRequest? {
    while true {
      if let request = try reader.next() { return request }
      guard let more = try? await socket.read(atMost: Self.mostAtOnce) else { return nil }
      reader.append(more)
    }
  }

  /// A body is not read: what has one is refused for its method, and the connection ends.
  private static func staysOpen(_ request: HTTPRequest) -> Bool {
    let wish = request.headers[.connection]?.lowercased()
    let length = request.headers[.contentLength] ?? "0"
    guard length == "0", request.headers[.transferEncoding] == nil else { return false }
    return request.version == .http11 ? wish != "close" : wish == "keep-alive"
  }

  /// Whether the whole answer could be sent.
  private func send(_ answer: HTTPResponse, hasBody: Bool, _ staysOpen: Bool) async -> Bool {
    var headers = answer.headers
    do {
      let body = try await answer.bodyData
      headers[.contentLength] = String(body.count)
      headers[.connection] = staysOpen ? "keep-alive" : "close"
      let lines = headers.map { "\($0.key.rawValue): \($0.value)\r\n" }.sorted()
      let head = "HTTP/1.1 \(answer.statusCode.code) \(answer.statusCode.phrase)\r\n\(lines.joined())\r\n"
      try await socket.write(Data(head.utf8) + (hasBody ? body : Data()))
      return true
    } catch {
      return false
    }
  }

  /// Ends the answer and reads what is still under way, so that the system does not take back an answer that was not read
  /// yet, as it does where a connection is closed over bytes that have arrived.
  private func drain() async throws {
    shutdown(socket.socket.file.rawValue, Int32(SHUT_WR))
    var rest = Self.mostDrained
    while rest > 0 { rest -= try await socket.read(atMost: Self.mostAtOnce).count }
  }

  private static let mostAtOnce = 4096
  private static let mostDrained = 1 << 24
}
