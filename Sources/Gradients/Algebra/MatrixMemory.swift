import Foundation
import Synchronization

/// Memory of matrices that were, for those to come.
///
/// Every layer makes the same matrices anew, and fresh memory of the system comes as pages of zeros, each at the cost of a fault: on
/// a virtual machine up to seconds for a gigabyte. So memory is reserved in large regions, and what is given back is used again, whatever
/// size it had. Large blocks are taken from the beginning of a region and small ones from its end, so that they do not cut up each
/// other's gaps.
enum MatrixMemory {
  /// Memory of a matrix.
  struct Block: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<Float>
    /// Its place in a region; nil for one that has memory of its own.
    fileprivate let place: Place?
  }

  fileprivate struct Place {
    /// Where the region begins.
    let region: Int
    let bytes: Range<Int>
  }

  private static let state = Mutex(State())
  /// Bytes of a block that is not worth keeping.
  private static let smallest = 1 << 14

  /// Memory for `count` numbers, which holds whatever it held before, at a multiple of 64 bytes.
  static func take(_ count: Int) -> Block {
    let bytes = (max(count, 16) * MemoryLayout<Float>.stride + 63) / 64 * 64
    if bytes < smallest, let memory = aligned_alloc(64, bytes) {
      return Block(pointer: memory.assumingMemoryBound(to: Float.self), place: nil)
    }
    let place = state.withLock { $0.take(bytes) }
    guard let memory = UnsafeMutableRawPointer(bitPattern: place.region + place.bytes.lowerBound) else {
      preconditionFailure("a region has an address")
    }
    return Block(pointer: memory.assumingMemoryBound(to: Float.self), place: place)
  }

  static func giveBack(_ block: Block) {
    guard let place = block.place else { return free(block.pointer) }
    state.withLock { $0.giveBack(place) }
  }

  /// Keeps what was given back only as long as no more than so many bytes are held in all.
  static func limit(to bytes: Int) { state.withLock { $0.limit(to: bytes) } }

  private struct State {
    private var regions: [MemoryRegion] = []
    /// Bytes in use, and bytes given back that the system still holds.
    private var held = 0
    private var limit = Int.max

    /// Bytes of the least large block.
    private static let large = 1 << 20
    /// Bytes of the first region and of the longest one that is not for a single block. They are addresses only, until they are used, but
    /// even these may be limited (`ulimit -v`): a new region is as long as all before it.
    private static let regionLengths = 1 << 26...1 << 30

    mutating func take(_ bytes: Int) -> Place {
      let (index, range) = place(for: bytes)
      if held + regions[index].fresh(in: range) > limit { release() }
      held += regions[index].fresh(in: range)
      regions[index].take(range)
      return Place(region: regions[index].start, bytes: range)
    }

    private mutating func place(for bytes: Int) -> (region: Int, range: Range<Int>) {
      for index in regions.indices {
        if let range = regions[index].gap(of: bytes, atEnd: bytes < Self.large) { return (index, range) }
      }
      let lengths = Self.regionLengths
      let wanted = min(max(regions.reduce(0) { $0 + $1.length }, lengths.lowerBound), lengths.upperBound)
      regions.append(MemoryRegion(atLeast: bytes, wanted: wanted))
      let range = regions[regions.count - 1].gap(of: bytes, atEnd: bytes < Self.large)
      return (regions.count - 1, range ?? 0..<bytes)
    }

    mutating func giveBack(_ place: Place) {
      guard let index = regions.firstIndex(where: { $0.start == place.region }) else {
        preconditionFailure("a block belongs to a region")
      }
      regions[index].giveBack(place.bytes)
    }

    mutating func limit(to bytes: Int) {
      limit = bytes
      if held > bytes { release() }
    }

    private mutating func release() {
      for index in regions.indices { held -= regions[index].release() }
    }
  }
}

/// A range of addresses, parts of which are in use.
package struct MemoryRegion {
  /// A part that is not in use.
  package struct Gap: Equatable {
    package var range: Range<Int>
    /// Whether the system may hold memory for it.
    package var isHeld: Bool

    package init(range: Range<Int>, isHeld: Bool) { (self.range, self.isHeld) = (range, isHeld) }
  }

  /// The first address.
  package let start: Int
  package let length: Int
  /// In their order; two of a kind do not touch.
  package private(set) var gaps: [Gap]

  /// Reserves `wanted` bytes, or as many as are needed where the system does not give so many addresses.
  package init(atLeast needed: Int, wanted: Int) {
    let page = Self.page
    let needed = (needed + page - 1) / page * page
    guard let (start, length) = Self.reserve(max(needed, wanted)) ?? Self.reserve(needed) else {
      preconditionFailure("out of memory for a matrix of \(needed) bytes")
    }
    self.start = Int(bitPattern: start)
    self.length = length
    gaps = [Gap(range: 0..<length, isHeld: false)]
    #if os(Linux)
      madvise(start, length, MADV_HUGEPAGE)
    #endif
  }

  private static let page = Int(sysconf(Int32(_SC_PAGESIZE)))

  private static func reserve(_ length: Int) -> (UnsafeMutableRawPointer, Int)? {
    let flags = MAP_PRIVATE | MAP_ANON | MAP_NORESERVE
    let start = mmap(nil, length, PROT_READ | PROT_WRITE, flags, -1, 0)
    return start == MAP_FAILED ? nil : start.map { ($0, length) }
  }

  /// The first `bytes` that are free, or the last ones; nil where nowhere are so many.
  package func gap(of bytes: Int, atEnd: Bool) -> Range<Int>? {
    let runs = gaps.reduce(into: [Range<Int>]()) { runs, gap in
      if let last = runs.last, last.upperBound == gap.range.lowerBound {
        runs[runs.count - 1] = last.lowerBound..<gap.range.upperBound
      } else {
        runs.append(gap.range)
      }
    }
    if atEnd {
      return runs.last { $0.count >= bytes }.map { $0.upperBound - bytes..<$0.upperBound }
    }
    return runs.first { $0.count >= bytes }.map { $0.lowerBound..<$0.lowerBound + bytes }
  }

  /// Bytes of a free range that the system does not hold yet.
  package func fresh(in range: Range<Int>) -> Int {
    gaps.reduce(0) { $0 + ($1.isHeld ? 0 : $1.range.clamped(to: range).count) }
  }

  package mutating func take(_ range: Range<Int>) {
    gaps = gaps.flatMap { gap in
      let (low, high) = (gap.range.lowerBound, gap.range.upperBound)
      let left = low..<min(high, max(low, range.lowerBound))
      let right = max(low, min(high, range.upperBound))..<high
      return [left, right].filter { !$0.isEmpty }.map { Gap(range: $0, isHeld: gap.isHeld) }
    }
  }

  package mutating func giveBack(_ range: Range<Int>) {
    let place = gaps.firstIndex { $0.range.lowerBound >= range.upperBound } ?? gaps.count
    gaps.insert(Gap(range: range, isHeld: true), at: place)
    merge()
  }

  /// Gives the system back what is held for gaps, and returns how many bytes these were.
  package mutating func release() -> Int {
    var bytes = 0
    for index in gaps.indices where gaps[index].isHeld {
      let range = gaps[index].range
      // A page that a neighbour uses too stays.
      let first = (range.lowerBound + Self.page - 1) / Self.page
      let pages = first..<max(range.upperBound / Self.page, first)
      if !pages.isEmpty { drop(pages.lowerBound * Self.page, pages.count * Self.page) }
      bytes += range.count
      gaps[index].isHeld = false
    }
    merge()
    return bytes
  }

  private func drop(_ offset: Int, _ length: Int) {
    let memory = UnsafeMutableRawPointer(bitPattern: start + offset)
    #if os(Linux)
      madvise(memory, length, MADV_DONTNEED)
    #else
      madvise(memory, length, MADV_FREE)
    #endif
  }

  private mutating func merge() {
    gaps = gaps.reduce(into: []) { merged, gap in
      if let last = merged.last, last.isHeld == gap.isHeld, last.range.upperBound == gap.range.lowerBound {
        merged[merged.count - 1].range = last.range.lowerBound..<gap.range.upperBound
      } else {
        merged.append(gap)
      }
    }
  }
}
