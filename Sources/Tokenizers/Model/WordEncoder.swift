import Foundation

/// Encodes words, with memory that is used again from word to word. One encoder serves one call at a time.
struct WordEncoder {
  private let model: BytePairModel
  private var merger: WordMerger
  private var cache = WordCache()
  private var symbols: [Symbol] = []

  init(model: BytePairModel) {
    self.model = model
    merger = WordMerger(merges: model.merges)
  }

  /// Appends the ids of a word.
  mutating func append(_ word: UnsafeBufferPointer<UInt8>, to ids: inout [Int32]) {
    var start = 0
    while start < word.count {
      let end = model.endOfPart(of: word, from: start)
      appendPart(UnsafeBufferPointer(rebasing: word[start..<end]), to: &ids)
      start = end
    }
  }

  private mutating func appendPart(_ part: UnsafeBufferPointer<UInt8>, to ids: inout [Int32]) {
    guard part.count <= WordCache.longestWord else {
      encode(part)
      for symbol in symbols { ids.append(symbol.id) }
      return
    }
    let bytes = UnsafeRawBufferPointer(part)
    let hash = WordCache.hash(bytes)
    guard !cache.append(bytes, hash: hash, to: &ids) else { return }
    encode(part)
    let first = ids.count
    for symbol in symbols { ids.append(symbol.id) }
    cache.insert(bytes, hash: hash, ids: ids[first...])
  }

  /// The tokens of a word with their places in it.
  mutating func tokens(of word: UnsafeBufferPointer<UInt8>) -> [Symbol] {
    encode(word)
    return symbols
  }

  private mutating func encode(_ word: UnsafeBufferPointer<UInt8>) {
    symbols.removeAll(keepingCapacity: true)
    if let token = model.wholeToken(of: word) {
      symbols.append(Symbol(id: token, start: 0, end: UInt32(word.count)))
    } else {
      model.appendSymbols(of: word, to: &symbols)
      merger.merge(&symbols)
    }
  }
}

/// Word encoders that wait for the next call, so that calls from several threads do not wait for each other and
/// each finds warm memory.
final class WordEncoderPool: @unchecked Sendable {
  // Sendable because `idle` is only touched under `lock`.
  private let lock = NSLock()
  private var idle: [WordEncoder] = []
  private let model: BytePairModel
  private static let mostIdle = 8

  init(model: BytePairModel) {
    self.model = model
  }

  /// Lends an encoder to one call.
  func withEncoder<R>(_ body: (inout WordEncoder) throws -> R) rethrows -> R {
    var encoder = lock.withLock { idle.popLast() } ?? WordEncoder(model: model)
    let result = try body(&encoder)
    lock.withLock {
      if idle.count < Self.mostIdle { idle.append(encoder) }
    }
    return result
  }
}

/// The ids of words that were met lately, in a bounded amount of memory.
///
/// A word has one slot, by its hash, and replaces the word that was there. When the room for bytes or ids is used up
/// all words are forgotten.
struct WordCache {
  /// Bytes of the longest word that is kept.
  static let longestWord = 48
  private static let slotCount = 1 << 15
  private static let byteLimit = 1 << 19
  private static let idLimit = 1 << 17

  /// Places of the bytes and the ids of a word.
  private struct CachedWord {
    var hash: UInt64 = 0
    var byteStart: UInt32 = 0
    var idStart: UInt32 = 0
    /// 0 in a slot without a word.
    var byteCount: UInt16 = 0
    var idCount: UInt16 = 0
  }

  private var slots = [CachedWord](repeating: CachedWord(), count: slotCount)
  private var bytes: [UInt8] = []
  private var ids: [Int32] = []

  /// The hash of a word, for both of the calls below.
  @inline(__always)
  static func hash(_ word: UnsafeRawBufferPointer) -> UInt64 { ByteHash.hash(word) }

  /// Appends the ids of a word if they are known; tells whether they were.
  @inline(__always)
  func append(_ word: UnsafeRawBufferPointer, hash: UInt64, to result: inout [Int32]) -> Bool {
    let cached = slots[Int(truncatingIfNeeded: hash) & (Self.slotCount - 1)]
    guard cached.hash == hash, Int(cached.byteCount) == word.count else { return false }
    let start = Int(cached.byteStart)
    for index in 0..<word.count where bytes[start + index] != word[index] { return false }
    for index in 0..<Int(cached.idCount) { result.append(ids[Int(cached.idStart) + index]) }
    return true
  }

  /// Keeps the ids of a word of 1 to ``longestWord`` bytes.
  mutating func insert(_ word: UnsafeRawBufferPointer, hash: UInt64, ids new: ArraySlice<Int32>) {
    if bytes.count + word.count > Self.byteLimit || ids.count + new.count > Self.idLimit { forget() }
    slots[Int(truncatingIfNeeded: hash) & (Self.slotCount - 1)] = CachedWord(
      hash: hash, byteStart: UInt32(bytes.count), idStart: UInt32(ids.count), byteCount: UInt16(word.count),
      idCount: UInt16(new.count))
    bytes.append(contentsOf: word)
    ids.append(contentsOf: new)
  }

  private mutating func forget() {
    slots = [CachedWord](repeating: CachedWord(), count: Self.slotCount)
    bytes.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
  }
}
