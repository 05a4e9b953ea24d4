import Foundation
import Store
import Studies
import Support
import Synchronization

/// Reduces the conditions of a study, or takes what is kept of them.
final class Reduction: Sendable {
  private let results: StudyResults
  private let file: URL?
  private let cache: NumberCache?
  /// Writes a new file, where the one that is there is not of all that the study has now.
  private let writer: NumberCacheWriter?
  /// Records that take the place of damaged ones in a file that is otherwise as it should be.
  private let repairs = Mutex<[ContentHash: Record]>([:])
  /// The store as it was before anything was read of it.
  private let stamp: StoreStamp?

  private struct Record: Sendable {
    let samples: ContentHash
    let coverage: Coverage
    let bytes: [UInt8]
  }

  /// Reduces `results`, with numbers that are kept at `file`; nil keeps none.
  init(_ results: StudyResults, keptAt file: URL?) {
    self.results = results
    self.file = file
    stamp = file == nil ? nil : results.stamp
    let cache = file.map { NumberCache(at: $0) }
    self.cache = cache
    let study = results.study
    let sources = study.models.flatMap { model in
      study.conditions.compactMap { results.source(model: model.name, condition: $0) }
    }
    let isUpToDate = cache?.isUpToDate(sources, stamp: stamp) ?? true
    writer = isUpToDate ? nil : file.map { NumberCacheWriter(at: $0) }
  }

  /// The analysis of one condition, nil when it was not begun. May be called from any thread.
  func analysis(model: String, condition: Condition) throws -> ConditionAnalysis? {
    guard let run = results.run(model: model, condition: condition),
      let source = results.source(model: model, condition: condition)
    else { return nil }
    let analysis = { (coverage: Coverage, numbers: ConditionNumbers) in
      ConditionAnalysis(model: model, coverage: coverage, run: run, condition: condition, numbers)
    }
    if let entry = cache?.entry(source: source, stamp: stamp),
      let numbers = kept(entry, source, entry.coverage)
    {
      return analysis(entry.coverage, numbers)
    }
    guard let coverage = try results.coverage(model: model, condition: condition),
      let found = try results.results(model: model, condition: condition)
    else { return nil }
    let projections = run.configuration.projections
    guard let cache else { return analysis(coverage, ConditionNumbers(found, projections: projections)) }
    let samples = found.fingerprint(of: projections)
    if let entry = cache.entry(samples: samples), let numbers = kept(entry, source, coverage) {
      return analysis(coverage, numbers)
    }
    let numbers = ConditionNumbers(found, projections: projections)
    add(source, Record(samples: samples, coverage: coverage, bytes: numbers.encoded()))
    return analysis(coverage, numbers)
  }

  private func add(_ source: ContentHash, _ record: Record) {
    guard let writer else { return repairs.withLock { $0[source] = record } }
    writer.add(source: source, samples: record.samples, coverage: record.coverage, record.bytes)
  }

  /// The numbers of a record that is not damaged; it is kept on.
  private func kept(_ entry: NumberCache.Entry, _ source: ContentHash, _ coverage: Coverage)
    -> ConditionNumbers?
  {
    guard let bytes = cache?.bytes(of: entry), let numbers = ConditionNumbers(bytes) else { return nil }
    writer?.add(source: source, samples: entry.samples, coverage: coverage, bytes)
    return numbers
  }

  /// Ends the file of what is kept; call it when all conditions are there.
  func finish() {
    // What was read while somebody wrote to the store belongs to no stamp.
    let stamp = stamp == results.stamp ? stamp : nil
    writer?.finish(stamp: stamp)
    let repairs = repairs.withLock(\.self)
    guard let file, let cache, !repairs.isEmpty else { return }
    let writer = NumberCacheWriter(at: file)
    for entry in cache.entries where repairs[entry.source] == nil {
      guard let bytes = cache.bytes(of: entry) else { continue }
      writer.add(source: entry.source, samples: entry.samples, coverage: entry.coverage, bytes)
    }
    for (source, record) in repairs {
      writer.add(source: source, samples: record.samples, coverage: record.coverage, record.bytes)
    }
    writer.finish(stamp: stamp)
  }
}
