import Foundation
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
    /// The place of the record in the file.
    let place: Range<Int>
    /// The hash of the record.
    let hash: ContentHash
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
