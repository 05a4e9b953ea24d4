import Foundation

/// Memory that this process may take: the machine's, or less where a control group (cgroup) says so, as those of containers and
/// of Slurm's jobs do.
package struct MemoryAllowance: Sendable, Equatable {
  /// Bytes that may be taken in all.
  package let bytes: Int

  /// Finds what is allowed.
  ///
  /// - Parameters:
  ///   - root: the folder in which `proc` and `sys` lie.
  ///   - machine: bytes that the machine has.
  package init(
    root: URL = URL(filePath: "/"),
    machine: Int = Int(clamping: ProcessInfo.processInfo.physicalMemory)
  ) {
    bytes = Self.limits(in: root).reduce(machine, min)
  }

  /// Bytes that a run takes if nobody says anything else: 60 %, which leaves room for the mapped weights.
  package var usual: Int { bytes / 5 * 3 }

  /// The limits of this process's control groups and of those that they lie in: a limit holds for all that is below it.
  private static func limits(in root: URL) -> [Int] {
    let text = (try? String(contentsOf: root.appending(path: "proc/self/cgroup"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").flatMap { line -> [Int] in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return [] }
      let path = String(fields[2])
      // Version 2 has one tree for everything, version 1 one for memory.
      if fields[1].isEmpty {
        return limits(
          of: ["memory.max", "memory.high"], along: path, in: root.appending(path: "sys/fs/cgroup"))
      }
      guard fields[1].split(separator: ",").contains("memory") else { return [] }
      return limits(
        of: ["memory.limit_in_bytes"], along: path, in: root.appending(path: "sys/fs/cgroup/memory"))
    }
  }

  /// The numbers in files of these names in `tree`, in the folder `path` and in all above it. Containers do not see every
  /// folder that they are in; what cannot be read, and `max`, is no limit.
  private static func limits(of names: [String], along path: String, in tree: URL) -> [Int] {
    let parts = path.split(separator: "/").filter { $0 != ".." }
    return (0...parts.count).flatMap { depth in
      names.compactMap { name in
        let file = tree.appending(path: (parts.prefix(depth) + [Substring(name)]).joined(separator: "/"))
        let text = try? String(contentsOf: file, encoding: .utf8)
        return text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
      }
    }
    .filter { $0 > 0 }
  }
}

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

/// An amount of memory as people write it.
package struct MemorySize: Sendable, Equatable {
  /// The amount.
  package let bytes: Int

  /// Units by their first letter, powers of 1000 and, written with an `i`, of 1024.
  private static let letters = ["", "k", "m", "g", "t"]

  /// Reads `8G`, `8GB`, `1.5 gb`, `500M`, `8GiB` or plain bytes; nil for anything else, for nothing, and for what no machine has.
  package init?(_ text: String) {
    guard let match = text.lowercased().wholeMatch(of: /(\d{1,18}(?:\.\d{1,18})?) ?(?:([kmgt])(i?)b?|b?)/),
      let number = Double(match.1), let power = Self.letters.firstIndex(of: match.2.map(String.init) ?? "")
    else { return nil }
    let bytes = (number * pow(match.3?.isEmpty == false ? 1024 : 1000, Double(power))).rounded(.down)
    guard bytes >= 1, bytes < 1e18 else { return nil }
    self.bytes = Int(bytes)
  }

  /// The least amount of at most three digits that holds `bytes`, as it can be given again: `1.2G`, `194M`.
  package static func text(holding bytes: Int) -> String {
    var (value, power) = (Double(max(bytes, 1)), 0)
    while value > 999, power + 1 < letters.count { (value, power) = (value / 1000, power + 1) }
    let steps = power > 0 && value < 99 ? 10.0 : 1.0
    let rounded = (value * steps).rounded(.up) / steps
    let digits = rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    return digits + letters[power].uppercased()
  }
}
