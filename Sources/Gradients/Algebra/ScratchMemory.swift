import Foundation
import Synchronization

/// Blocks of memory that are used again: the system hands out fresh ones as zeroed pages, one fault for each of them, which is
/// a third of the time that a spectrum takes.
///
/// What is kept is bounded; a block is handed to one user at a time, from any thread.
final class ScratchMemory: Sendable {
  static let shared = ScratchMemory(limit: ProcessInfo.processInfo.activeProcessorCount << 26)

  private struct Blocks: ~Copyable {
    var free: [Int: [UnsafeMutableRawPointer]] = [:]
    var size = 0
  }

  /// Bytes that are kept at most while nobody uses them.
  private let limit: Int
  private let blocks = Mutex(Blocks())

  init(limit: Int) { self.limit = limit }

  /// Memory of at least `bytes` bytes, which holds anything; to be given back with the same number.
  func take(_ bytes: Int) -> UnsafeMutableRawPointer {
    let size = Self.rounded(bytes)
    let found = blocks.withLock { blocks -> UInt? in
      guard let block = blocks.free[size]?.popLast() else { return nil }
      blocks.size -= size
      return UInt(bitPattern: block)
    }
    return found.flatMap { UnsafeMutableRawPointer(bitPattern: $0) }
      ?? .allocate(byteCount: size, alignment: 64)
  }

  /// Gives back what `take` gave for `bytes`.
  func giveBack(_ pointer: UnsafeMutableRawPointer, _ bytes: Int) {
    let (size, address) = (Self.rounded(bytes), UInt(bitPattern: pointer))
    let kept = blocks.withLock { blocks in
      guard blocks.size + size <= limit, let block = UnsafeMutableRawPointer(bitPattern: address) else {
        return false
      }
      blocks.free[size, default: []].append(block)
      blocks.size += size
      return true
    }
    if !kept { pointer.deallocate() }
  }

  /// The next of four steps between one power of two and the next, so that blocks of about one size stand in for each other.
  private static func rounded(_ bytes: Int) -> Int {
    let step = max(1 << (Int.bitWidth - 3 - max(bytes, 1).leadingZeroBitCount), 4096)
    return (bytes + step - 1) / step * step
  }
}
