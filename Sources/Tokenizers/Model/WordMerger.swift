import Collections

/// Applies merges to the symbols of a word: always the one of lowest rank, the leftmost of equal ones.
///
/// A short word is searched for its best pair again after each merge; a long one keeps its pairs in a heap, so that
/// n symbols take n log n steps. Both give the same.
struct WordMerger {
  /// Number of symbols below which a search is faster than the heap.
  private static let shortWord = 32

  private let merges: PairTable
  /// Merge of each symbol of a short word with the next one: the rank in the upper 32 bits, the id in the
  /// lower; `never` if the two cannot be merged.
  private var pairs: [UInt64] = []
  private static let never = UInt64.max

  init(merges: PairTable) {
    self.merges = merges
  }

  /// Merges symbols that follow each other until no two can be merged.
  mutating func merge(_ symbols: inout [Symbol]) {
    guard symbols.count > 1 else { return }
    if symbols.count < Self.shortWord { mergeShort(&symbols) } else { mergeLong(&symbols) }
  }

  private mutating func mergeShort(_ symbols: inout [Symbol]) {
    pairs.removeAll(keepingCapacity: true)
    for index in symbols.indices.dropLast() { pairs.append(pair(symbols, index)) }
    while let (place, best) = lowest(), best != Self.never {
      symbols[place].id = Int32(truncatingIfNeeded: best)
      symbols[place].end = symbols[place + 1].end
      symbols.remove(at: place + 1)
      pairs.remove(at: place)
      if place < pairs.count { pairs[place] = pair(symbols, place) }
      if place > 0 { pairs[place - 1] = pair(symbols, place - 1) }
    }
  }

  private func pair(_ symbols: [Symbol], _ index: Int) -> UInt64 {
    guard let merge = merges[PairTable.pair(symbols[index].id, symbols[index + 1].id)] else {
      return Self.never
    }
    return UInt64(merge.rank) << 32 | UInt64(UInt32(bitPattern: merge.id))
  }

  private func lowest() -> (place: Int, pair: UInt64)? {
    guard var best = pairs.first else { return nil }
    var place = 0
    for index in 1..<max(1, pairs.count) where pairs[index] < best {
      best = pairs[index]
      place = index
    }
    return (place, best)
  }

  /// Keeps the symbols as a linked list. A heap entry has a rank in its upper 32 bits and the index of the left symbol
  /// in the lower; it is out of date unless the symbols that now meet there have that rank.
  private func mergeLong(_ symbols: inout [Symbol]) {
    let none = symbols.count
    var next = Array(1...none)
    var previous = Array(-1..<none - 1)
    var isMerged = [Bool](repeating: false, count: none)
    func entry(_ place: Int) -> UInt64? {
      guard next[place] < none else { return nil }
      return merges[PairTable.pair(symbols[place].id, symbols[next[place]].id)].map {
        UInt64($0.rank) << 32 | UInt64(place)
      }
    }
    var heap = Heap(symbols.indices.compactMap(entry))
    while let top = heap.popMin() {
      let place = Int(top & 0xFFFF_FFFF)
      guard !isMerged[place], next[place] < none else { continue }
      let right = next[place]
      guard let merge = merges[PairTable.pair(symbols[place].id, symbols[right].id)],
        merge.rank == UInt32(top >> 32)
      else {
        continue
      }
      symbols[place].id = merge.id
      symbols[place].end = symbols[right].end
      isMerged[right] = true
      next[place] = next[right]
      if next[right] < none { previous[next[right]] = place }
      if previous[place] >= 0, let left = entry(previous[place]) { heap.insert(left) }
      if let again = entry(place) { heap.insert(again) }
    }
    var kept = 0
    for place in 0..<none where !isMerged[place] {
      symbols[kept] = symbols[place]
      kept += 1
    }
    symbols.removeLast(none - kept)
  }
}
