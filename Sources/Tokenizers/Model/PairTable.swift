/// A table whose keys are pairs of numbers that are not negative: two tokens, or two scalars.
struct PairTable: Sendable {
  /// What a pair of tokens is merged into, and when: of several merges the one of lowest rank comes first.
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

  /// What was added for a pair, or nil.
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
