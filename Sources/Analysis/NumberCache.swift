import Foundation
import Gradients
import Store
import Support
import Synchronization

/// A file beside a store with the numbers that were reduced from it, each under the fingerprint of the samples that it was
/// reduced from.
///
/// It may be missing, damaged, older or of another program: what cannot be trusted is not there, and is reduced again.
/// Where the stamp of the store is that of the file, the samples need not even be read to know their fingerprints.
///
/// The file is a head, the records one after the other, and an index of them, whose place and hash stand at the end. Every
/// record has a hash of its own.
struct NumberCache: Sendable {
  /// A record: what was reduced, of which samples, from where.
  struct Entry: Sendable {
    /// What the samples are found by: ``Store/StudyResults/source(model:condition:)``.
    let source: ContentHash
    /// The fingerprint of the samples.
    let samples: ContentHash
    /// The extent to which the condition is computed.
    let coverage: Coverage
    fileprivate let place: Range<Int>
    fileprivate let hash: ContentHash
  }

  /// The store of which the records are, as it was when they were made; nil when it was being written to.
  private let stamp: String?
  private let bySource: [ContentHash: Entry]
  private let bySamples: [ContentHash: Entry]
  private let file: OpenFile?

  /// Reads the index of the file at `url`; one that is not there, or cannot be used, is empty.
  init(at url: URL) {
    let file = OpenFile(url)
    let index = file.flatMap { NumberCacheIndex(in: $0) }
    self.file = file
    stamp = index?.stamp
    let entries = index?.entries ?? []
    bySource = Dictionary(entries.map { ($0.source, $0) }) { first, _ in first }
    bySamples = Dictionary(entries.map { ($0.samples, $0) }) { first, _ in first }
  }

  /// The records, in a fixed order.
  var entries: [Entry] { bySource.values.sorted { $0.source < $1.source } }

  /// The record of a condition whose samples cannot have changed since; nil when that is not known.
  func entry(source: ContentHash, stamp: StoreStamp?) -> Entry? {
    guard let stamp, stamp.text == self.stamp else { return nil }
    return bySource[source]
  }

  /// The record of these samples.
  func entry(samples: ContentHash) -> Entry? { bySamples[samples] }

  /// The bytes of a record; nil when they are damaged.
  func bytes(of entry: Entry) -> [UInt8]? {
    guard let bytes = file?.bytes(entry.place), ContentHash(of: bytes) == entry.hash else { return nil }
    return bytes
  }

  /// Whether the records are those of a store with that stamp, and of `sources` and nothing else.
  func isUpToDate(_ sources: [ContentHash], stamp: StoreStamp?) -> Bool {
    guard let stamp, stamp.text == self.stamp else { return false }
    return Set(sources) == Set(bySource.keys)
  }
}

/// Writes a ``NumberCache``, a record at a time, in any order and from any thread. Where the file cannot be written, as in
/// a folder that is not ours, there is none, and nothing else changes.
// Unchecked: the state is only touched under the lock.
final class NumberCacheWriter: @unchecked Sendable {
  private let lock = Mutex(())
  private var file: GrowingFile?
  private var position = 0
  private var entries: [NumberCache.Entry] = []

  /// Begins a file that takes the place of the one at `url` when it is finished.
  init(at url: URL) {
    file = try? GrowingFile(url)
    append(NumberCacheIndex.head)
  }

  /// Adds a record.
  func add(source: ContentHash, samples: ContentHash, coverage: Coverage, _ bytes: [UInt8]) {
    let hash = ContentHash(of: bytes)
    lock.withLock { _ in
      let place = position..<position + bytes.count
      append(bytes)
      entries.append(
        NumberCache.Entry(source: source, samples: samples, coverage: coverage, place: place, hash: hash))
    }
  }

  /// Writes the index and puts the file in its place. Without a stamp the samples of every condition are read again.
  func finish(stamp: StoreStamp?) {
    let sorted = entries.sorted { $0.source < $1.source }
    append(NumberCacheIndex(stamp: stamp?.text, entries: sorted).encoded(at: position))
    try? file?.finish()
  }

  private func append(_ bytes: [UInt8]) {
    position += bytes.count
    // A disk that is full ends the file and not the work.
    do { try file?.append(bytes) } catch { file = nil }
  }
}

/// The index at the end of the file.
private struct NumberCacheIndex {
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
    for number in [expected, computed, incomplete] { writer.write(number) }
    for reason in SkipReason.allCases { writer.write(skipped[reason] ?? 0) }
  }

  fileprivate init(_ reader: inout NumberReader) {
    let (expected, computed, incomplete) = (reader.int(), reader.int(), reader.int())
    let counts = SkipReason.allCases.map { ($0, reader.int()) }.filter { $0.1 != 0 }
    self.init(
      expected: expected, computed: computed, skipped: Dictionary(uniqueKeysWithValues: counts),
      incomplete: incomplete)
  }
}

/// A file that is read here and there, by several threads. It stays what it was when another takes its place.
private final class OpenFile: Sendable {
  private let descriptor: Int32
  /// Bytes in the file.
  let size: Int

  /// Nil when the file at `url` cannot be read.
  init?(_ url: URL) {
    descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      if descriptor >= 0 { close(descriptor) }
      return nil
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// The bytes at `place`; nil when they cannot all be read.
  func bytes(_ place: Range<Int>) -> [UInt8]? {
    guard place.lowerBound >= 0, place.upperBound <= size else { return nil }
    var isWhole = true
    let bytes = [UInt8](unsafeUninitializedCapacity: place.count) { buffer, count in
      while count < place.count {
        let read = pread(
          descriptor, buffer.baseAddress.map { $0 + count }, place.count - count,
          off_t(place.lowerBound + count))
        guard read > 0 else {
          isWhole = false
          return
        }
        count += read
      }
    }
    return isWhole ? bytes : nil
  }
}
