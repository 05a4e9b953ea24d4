import Foundation
import Gradients
import Studies
import Support

/// What tells that nobody has written to a store's file: where and how large it is, when it was changed, and the head of
/// the file, in which SQLite counts transactions.
///
/// Equal stamps mean equal content. Unequal ones mean nothing: a copy of a file has another stamp.
package struct StoreStamp: Sendable, Equatable {
  /// The stamp as a line of text without a name or a path.
  package let text: String

  /// The stamp of the store at `file`; nil when it cannot be read, and while what was written stands in a file beside it
  /// (a log or a journal) and not, or not yet, in its own.
  package init?(of file: URL) {
    for ending in ["-wal", "-journal"] where Self.size(of: file.path + ending) > 0 { return nil }
    var status = stat()
    guard stat(file.path, &status) == 0, let handle = try? FileHandle(forReadingFrom: file),
      let head = try? handle.read(upToCount: Self.headBytes)
    else { return nil }
    try? handle.close()
    text = [FileStamp(status).text, ContentHash(of: head).hex].joined(separator: " ")
  }

  /// The head of an SQLite file, with its version and its count of changes.
  private static let headBytes = 100

  private static func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}

extension StudyResults {
  /// What the results of a model under a condition depend on beside what the store holds: which run stands for it, and which
  /// samples of it the study asks for. Nil when it was not begun.
  package func source(model: String, condition: Condition) -> ContentHash? {
    guard let run = runs[Key(model: model, condition: condition)] else { return nil }
    var hasher = ContentHasher()
    for text in [model, run.description.identity.hex] { hasher.update(field: text) }
    for number in [run.facts.layerCount, run.selection.count] { hasher.update(field: number) }
    switch run.selection {
    case .first: break
    case .random(let positions, _), .listed(let positions):
      for position in positions { hasher.update(field: position) }
    }
    return hasher.finish()
  }

  /// A hash of all that these results are: of which runs, and the stamp of the store that holds them. Nil while somebody
  /// writes to it.
  package var fingerprint: ContentHash? {
    guard let stamp else { return nil }
    var hasher = ContentHasher()
    hasher.update(field: stamp.text)
    for model in study.models {
      for condition in study.conditions {
        hasher.update(field: source(model: model.name, condition: condition)?.hex ?? "")
      }
    }
    return hasher.finish()
  }

  /// The stamp of the store as it is now.
  package var stamp: StoreStamp? { StoreStamp(of: store.file) }

  /// A file beside the store for what follows from it; it may be removed at any time.
  package func companion(_ ending: String) -> URL { study.store.appendingPathExtension(ending) }
}

extension ConditionResults {
  /// A hash of everything that can be reduced from the samples: where all of them are equal, it is.
  package func fingerprint(of projections: [Projection]) -> ContentHash {
    var hasher = ContentHasher()
    hasher.update(field: layerCount)
    for projection in projections { hasher.update(field: projection.rawValue) }
    hasher.update(field: samples.count)
    for sample in samples {
      hasher.update(field: sample.index)
      hasher.update(field: Int(bitPattern: UInt(sample.loss.bitPattern)))
      for count in [sample.tokenCount, sample.labelCount] { hasher.update(field: count ?? -1) }
      sample.summaries.withUnsafeBytes { hasher.update($0) }
    }
    for sample in skipped {
      hasher.update(field: sample.index)
      hasher.update(field: sample.reason.rawValue)
    }
    return hasher.finish()
  }
}
