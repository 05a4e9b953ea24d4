import Gradients
import Store
import Support

/// The index at the end of the file.
struct NumberCacheIndex {
  let stamp: String?
  let entries: [NumberCache.Entry]

  /// What the file begins with: another program or another layout makes another file.
  static let head = Array("Strata's numbers \(Program.identity.hex) \(layout.hex)\n".utf8)
  private static let layout = ContentHash(of: ConditionNumbers.layout.utf8)
  /// Place and length of the index and its hash.
  private static let tailBytes = 16 + 64

  init(stamp: String?, entries: [NumberCache.Entry]) {
    self.stamp = stamp
    self.entries = entries
  }

  /// The index and the tail of a file in which it begins at `position`.
  func encoded(at position: Int) -> [UInt8] {
    var writer = NumberWriter()
    writer.write(text: stamp ?? "")
    writer.write(entries.count)
    for entry in entries {
      for hash in [entry.source, entry.samples, entry.hash] { writer.write(text: hash.hex) }
      writer.write(entry.place.lowerBound)
      writer.write(entry.place.count)
      entry.coverage.encode(to: &writer)
    }
    var tail = NumberWriter()
    tail.write(position)
    tail.write(writer.bytes.count)
    return writer.bytes + tail.bytes + Array(ContentHash(of: writer.bytes).hex.utf8)
  }

  /// Nil when `file` is not whole or not of this program.
  init?(in file: OpenFile) {
    let size = file.size
    guard size >= Self.head.count + Self.tailBytes, file.bytes(0..<Self.head.count) == Self.head,
      let tail = file.bytes(size - Self.tailBytes..<size)
    else { return nil }
    var places = NumberReader(Array(tail.prefix(16)))
    let (start, length) = (places.int(), places.int())
    guard start >= Self.head.count, length >= 0, start <= size, length == size - Self.tailBytes - start,
      let bytes = file.bytes(start..<start + length),
      ContentHash(of: bytes).hex == String(decoding: tail.dropFirst(16), as: UTF8.self)
    else { return nil }
    var reader = NumberReader(bytes)
    let stamp = reader.text()
    var entries: [NumberCache.Entry] = []
    for _ in 0..<max(reader.int(), 0) {
      let hashes = (0..<3).map { _ in ContentHash(hex: reader.text()) }
      let (lower, count) = (reader.int(), reader.int())
      let coverage = Coverage(&reader)
      guard let source = hashes[0], let samples = hashes[1], let hash = hashes[2], lower >= 0, count >= 0,
        lower <= start, count <= start - lower
      else { return nil }
      entries.append(
        NumberCache.Entry(
          source: source, samples: samples, coverage: coverage, place: lower..<lower + count, hash: hash))
    }
    guard reader.isAtEnd else { return nil }
    self.init(stamp: stamp.isEmpty ? nil : stamp, entries: entries)
  }
}

extension Coverage {
  fileprivate func encode(to writer: inout NumberWriter) {
    for number in [expected, computed, incomplete, cut, cutUnknown] { writer.write(number) }
    for reason in SkipReason.allCases { writer.write(skipped[reason] ?? 0) }
  }

  fileprivate init(_ reader: inout NumberReader) {
    let (expected, computed, incomplete) = (reader.int(), reader.int(), reader.int())
    let (cut, cutUnknown) = (reader.int(), reader.int())
    let counts = SkipReason.allCases.map { ($0, reader.int()) }.filter { $0.1 != 0 }
    self.init(
      expected: expected, computed: computed, skipped: Dictionary(uniqueKeysWithValues: counts),
      incomplete: incomplete, cut: cut, cutUnknown: cutUnknown)
  }
}
