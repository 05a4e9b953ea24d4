import Support

/// What keeps a preview from being served, or a served site from being fetched.
package enum PreviewError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The port cannot be listened on.
  case port(UInt16, reason: String)
  /// An address that is not one of this machine's own.
  case notLoopback(String)
  /// An address of something else than HTTP.
  case scheme(String)
  /// A file of a served site cannot be fetched.
  case fetch(String, reason: String)

  package var description: String {
    switch self {
    case .port(let port, let reason):
      "Port \(port) cannot be served on: \(Sentence.closed(reason)) Give another with --port, or 0 to have one chosen."
    case .notLoopback(let address):
      "\(address) is not an address of this machine. Give http://localhost:PORT/, http://127.0.0.1:PORT/ or http://[::1]:PORT/, or download the "
        + "site and give its folder."
    case .scheme(let address):
      "\(address) cannot be fetched: a served site is fetched by http:// alone. Give http://localhost:PORT/, or download the "
        + "site and give its folder."
    case .fetch(let address, let reason):
      "\(address) cannot be fetched: \(Sentence.closed(reason)) Give the address at which the site's index.html is served."
    }
  }
}
