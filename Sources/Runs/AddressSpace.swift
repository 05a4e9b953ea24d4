import Foundation

/// Addresses that this process may take: `ulimit -v`, which some clusters set.
///
/// Where they are too few, the library of linear algebra asks for memory again and again and never comes back, so a run asks first.
package enum AddressSpace {
  /// Bytes that the program and its libraries take, and each thread besides.
  private static let least = (program: 1 << 30, thread: 100 << 20)

  /// The limit in bytes; nil where there is none.
  private static var limit: Int? {
    var limit = rlimit()
    #if os(Linux)
      let resource = __rlimit_resource_t(RLIMIT_AS.rawValue)
    #else
      let resource = RLIMIT_AS
    #endif
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur <= UInt64(Int.max) else { return nil }
    return Int(limit.rlim_cur)
  }

  /// Makes sure that a run with so many threads can begin.
  ///
  /// - Throws: `RunError.addressSpace`.
  package static func check(threads: Int) throws(RunError) {
    let needed = least.program + threads * least.thread
    if let limit, limit < needed { throw .addressSpace(allowed: limit, needed: needed) }
  }
}
