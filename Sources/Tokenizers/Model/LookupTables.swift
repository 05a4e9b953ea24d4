/// A hash of bytes for the tables of this module: fast, the same on every run.
enum ByteHash {
  @inline(__always)
  static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var state = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
    var index = 0
    while index + 8 <= bytes.count {
      state = mix(state ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var rest: UInt64 = 0
    while index < bytes.count {
      rest = rest << 8 | UInt64(bytes[index])
      index += 1
    }
    return mix(state ^ rest)
  }

  /// Spreads every bit of a value over all of the result (the finaliser of MurmurHash3).
  @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    mixed = (mixed ^ (mixed >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return mixed ^ (mixed >> 33)
  }

  /// The number of slots, a power of two, of an open table for so many entries.
  static func slotCount(for entries: Int) -> Int {
    var slots = 16
    while slots * 2 < entries * 3 { slots *= 2 }
    return slots
  }
}

/// A table whose keys are pairs of numbers that are not negative: two tokens, or two scalars.
struct PairTable: Sendable {
  /// Token that a pair is merged into, and its turn: of several merges the one of lowest rank comes first.
  struct Merge: Equatable {
    let rank: UInt32
    let id: Int32
  }

  private struct Slot: Sendable {
    var pair: UInt64
    var rank: UInt32
    var id: Int32
  }

  private static let free = UInt64.max
  private var slots: [Slot]

  /// Makes a table with room for so many pairs.
  init(capacity: Int) {
    slots = [Slot](repeating: Slot(pair: Self.free, rank: 0, id: 0), count: ByteHash.slotCount(for: capacity))
  }

  /// The key of a pair.
  @inline(__always)
  static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// Adds a pair; one that is there already gets the new merge.
  mutating func insert(_ pair: UInt64, _ merge: Merge) {
    slots[slot(of: pair)] = Slot(pair: pair, rank: merge.rank, id: merge.id)
  }

  /// The merge that was added for a pair, or nil.
  @inline(__always)
  subscript(pair: UInt64) -> Merge? {
    let slot = slots[slot(of: pair)]
    return slot.pair == pair ? Merge(rank: slot.rank, id: slot.id) : nil
  }

  @inline(__always)
  private func slot(of pair: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: ByteHash.mix(pair)) & mask
    while slots[slot].pair != pair, slots[slot].pair != Self.free { slot = (slot + 1) & mask }
    return slot
  }
}

/// A map from scalars to token ids, in pages of 256 that exist where they hold something.
struct ScalarMap: Sendable {
  private var pageOfBlock = [Int32](repeating: -1, count: 0x110000 >> 8)
  private var pages: [Int32] = []

  /// Sets the id of a scalar.
  mutating func insert(_ scalar: UInt32, id: Int32) {
    let block = Int(scalar >> 8)
    if pageOfBlock[block] < 0 {
      pageOfBlock[block] = Int32(pages.count >> 8)
      pages.append(contentsOf: repeatElement(-1, count: 256))
    }
    pages[Int(pageOfBlock[block]) << 8 | Int(scalar & 0xFF)] = id
  }

  /// The id of a scalar, or -1.
  @inline(__always)
  subscript(scalar: UInt32) -> Int32 {
    let page = pageOfBlock[Int(scalar >> 8)]
    return page < 0 ? -1 : pages[Int(page) << 8 | Int(scalar & 0xFF)]
  }
}
