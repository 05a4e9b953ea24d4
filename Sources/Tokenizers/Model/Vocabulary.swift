/// The tokens of a model as they stand in the file, with their ids; equal only if their bytes are.
struct Vocabulary: Sendable {
  /// Bytes of all tokens, one after the other.
  private var bytes: [UInt8] = []
  /// Starts of each token's bytes, and the end of the last token's.
  private var starts = [0]
  private var ids: [Int32] = []
  /// Entry in each slot, or -1; a token lies at its hash or in the next free slot after it.
  private var slots: [Int32]
  /// Entry of each id, or -1.
  private var entryOfID: [Int32] = []

  /// Makes a vocabulary with room for so many tokens.
  init(capacity: Int) {
    slots = [Int32](repeating: -1, count: ByteHash.slotCount(for: capacity))
    ids.reserveCapacity(capacity)
    starts.reserveCapacity(capacity + 1)
  }

  /// Number of tokens.
  var count: Int { ids.count }

  /// The token and the id of each entry.
  var entries: some Sequence<(token: ArraySlice<UInt8>, id: Int32)> {
    ids.indices.lazy.map { (token(ofEntry: $0), ids[$0]) }
  }

  /// The highest id, or -1.
  var highestID: Int32 { ids.max() ?? -1 }

  /// The bytes of an entry.
  func token(ofEntry entry: Int) -> ArraySlice<UInt8> { bytes[starts[entry]..<starts[entry + 1]] }

  /// The token of an id. ``indexByID()`` must have been called.
  func token(of id: Int32) -> ArraySlice<UInt8>? {
    guard id >= 0, id < entryOfID.count, entryOfID[Int(id)] >= 0 else { return nil }
    return token(ofEntry: Int(entryOfID[Int(id)]))
  }

  /// Prepares ``token(of:)``; returns two entries with the same id, if there are any.
  mutating func indexByID() -> (first: Int, second: Int)? {
    entryOfID = [Int32](repeating: -1, count: Int(highestID) + 1)
    for (entry, id) in ids.enumerated() {
      if entryOfID[Int(id)] >= 0 { return (Int(entryOfID[Int(id)]), entry) }
      entryOfID[Int(id)] = Int32(entry)
    }
    return nil
  }

  /// Adds a token; one that is there already gets the new id. There must be room.
  mutating func insert(_ token: UnsafeRawBufferPointer, id: Int32) {
    let slot = slot(of: token)
    if slots[slot] >= 0 {
      ids[Int(slots[slot])] = id
      return
    }
    precondition(ids.count * 3 < slots.count * 2 + 3, "more tokens than the capacity")
    slots[slot] = Int32(ids.count)
    bytes.append(contentsOf: token)
    starts.append(bytes.count)
    ids.append(id)
  }

  /// The id of a token, or nil if there is no such token.
  func id(of token: UnsafeRawBufferPointer) -> Int32? {
    let entry = slots[slot(of: token)]
    return entry >= 0 ? ids[Int(entry)] : nil
  }

  /// The id of a token, or nil if there is no such token.
  func id(of token: [UInt8]) -> Int32? { token.withUnsafeBytes { id(of: $0) } }

  /// The slot that holds a token, or the one where it belongs.
  private func slot(of token: UnsafeRawBufferPointer) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: ByteHash.hash(token)) & mask
    while slots[slot] >= 0, !matches(Int(slots[slot]), token) { slot = (slot + 1) & mask }
    return slot
  }

  private func matches(_ entry: Int, _ token: UnsafeRawBufferPointer) -> Bool {
    let start = starts[entry]
    guard starts[entry + 1] - start == token.count else { return false }
    return bytes.withUnsafeBytes { all in
      for index in 0..<token.count where all[start + index] != token[index] { return false }
      return true
    }
  }
}
