import Foundation
import Support

/// One of several disjoint parts of a study's samples, for several machines.
///
/// Samples are dealt out by their position in the data file, so that a shard has the same instructions under every
/// condition, and as many long as short ones. All shards of a count together have every sample once.
package struct Shard: Sendable, Hashable, CustomStringConvertible {
  /// Number of the shard, from 1 to `count`.
  package let number: Int
  /// Shards that the samples are dealt out to.
  package let count: Int

  /// The one shard that has every sample.
  package static let whole = Shard(number: 1, count: 1)
  /// The largest number of shards, more than any cluster needs.
  package static let mostShards = 10_000

  /// Shard `number` of `count`; nil unless 1 ≤ number ≤ count ≤ ``mostShards``.
  package init?(_ number: Int, of count: Int) {
    guard (1...Self.mostShards).contains(count), (1...count).contains(number) else { return nil }
    self.init(number: number, count: count)
  }

  /// Reads `2/4`.
  ///
  /// - Throws: `ShardProblem` for anything else.
  package init(_ text: String) throws(ShardProblem) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1] else { throw .form }
    guard (1...Self.mostShards).contains(count) else { throw .count(count) }
    guard (1...count).contains(number) else { throw .number(number, of: count) }
    self.init(number: number, count: count)
  }

  /// The shard of `count` that has the sample at `index` of its data file.
  package init(holding index: Int, of count: Int) {
    self.init(number: index % count + 1, count: count)
  }

  /// The shard whose store of `study` would have the name of `store`, wherever that lies; nil for any other name.
  package init?(store: URL, of study: Study) {
    let name = store.deletingPathExtension().lastPathComponent
    guard let mark = name.range(of: ".shard-", options: .backwards) else { return nil }
    let parts = name[mark.upperBound...].components(separatedBy: "-of-").map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], let shard = Shard(number, of: count),
      shard.store(of: study).lastPathComponent == store.lastPathComponent
    else { return nil }
    self = shard
  }

  private init(number: Int, count: Int) {
    self.number = number
    self.count = count
  }

  /// `2/4`.
  package var description: String { "\(number)/\(count)" }

  /// Whether the sample at `index` of its data file is one of this shard's.
  package func contains(_ index: Int) -> Bool { self == Shard(holding: index, of: count) }

  /// Counts those of the first `samples` samples that are this shard's.
  package func count(of samples: Int) -> Int { samples / count + (samples % count >= number ? 1 : 0) }

  /// The store that the shard is computed into: beside that of the study, `study.shard-2-of-4.sqlite` for
  /// `study.sqlite`; for the whole, that of the study.
  package func store(of study: Study) -> URL {
    guard self != .whole else { return study.store }
    let name = study.store.deletingPathExtension().lastPathComponent
    let ending = study.store.pathExtension.isEmpty ? "" : ".\(study.store.pathExtension)"
    return study.store.deletingLastPathComponent()
      .appending(path: "\(name).shard-\(number)-of-\(count)\(ending)")
  }
}

/// The reason why a text names no part of a study's samples.
package enum ShardProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The text is not two numbers with a slash between them.
  case form
  /// The samples cannot be dealt out to so many parts.
  case count(Int)
  /// No part has this number among so many.
  case number(Int, of: Int)

  /// Words for what is expected, and what was found.
  package var description: String {
    switch self {
    case .form: "write the number of the part, a slash and the number of parts without spaces, such as 1/4"
    case .count(let count):
      "there must be 1 to \(NumberText.count(Shard.mostShards)) parts, not \(NumberText.count(count))"
    case .number(let number, 1): "the 1 part has the number 1, so there is no part \(number)"
    case .number(let number, let count):
      "the \(NumberText.count(count, "part")) have the numbers 1 to \(NumberText.count(count)), so there is no part \(number)"
    }
  }
}
