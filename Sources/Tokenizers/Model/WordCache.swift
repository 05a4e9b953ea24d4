/// The ids of words that were met lately, in a bounded amount of memory.
///
/// A word has one place, by its hash; a new one there takes the place of the old one. When the store of bytes or
/// ids is full all is forgotten.
struct WordCache {
  /// Longer words are not kept.
  static let longestWord = 48
  private static let places = 1 << 15
  private static let byteLimit = 1 << 19
  private static let idLimit = 1 << 17

  private struct Place {
    var hash: UInt64 = 0
    var byteStart: UInt32 = 0
    var idStart: UInt32 = 0
    /// 0 in an empty place.
    var byteCount: UInt16 = 0
    var idCount: UInt16 = 0
  }

  private var table = [Place](repeating: Place(), count: places)
  private var bytes: [UInt8] = []
  private var ids: [Int32] = []

  /// The hash of a word, for both of the calls below.
  @inline(__always)
  static func hash(_ word: UnsafeRawBufferPointer) -> UInt64 { ByteHash.hash(word) }

  /// Appends the ids of a word if they are known; tells whether they were.
  @inline(__always)
  func append(_ word: UnsafeRawBufferPointer, hash: UInt64, to result: inout [Int32]) -> Bool {
    let place = table[Int(truncatingIfNeeded: hash) & (Self.places - 1)]
    guard place.hash == hash, Int(place.byteCount) == word.count else { return false }
    let start = Int(place.byteStart)
    for index in 0..<word.count where bytes[start + index] != word[index] { return false }
    for index in 0..<Int(place.idCount) { result.append(ids[Int(place.idStart) + index]) }
    return true
  }

  /// Keeps the ids of a word of 1 to ``longestWord`` bytes.
  mutating func insert(_ word: UnsafeRawBufferPointer, hash: UInt64, ids new: ArraySlice<Int32>) {
    if bytes.count + word.count > Self.byteLimit || ids.count + new.count > Self.idLimit { forget() }
    table[Int(truncatingIfNeeded: hash) & (Self.places - 1)] = Place(
      hash: hash, byteStart: UInt32(bytes.count), idStart: UInt32(ids.count), byteCount: UInt16(word.count),
      idCount: UInt16(new.count))
    bytes.append(contentsOf: word)
    ids.append(contentsOf: new)
  }

  private mutating func forget() {
    table = [Place](repeating: Place(), count: Self.places)
    bytes.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
  }
}
