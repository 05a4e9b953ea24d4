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
