import Foundation
import Studies
import Support

/// Brings the results of shards, or of copies of a study that were computed elsewhere, into the study's store.
///
/// Only results that belong to the study are taken, and only those that its store lacks: merging again changes
/// nothing. Neither checkpoints nor data files are needed.
package struct MergeJob: Sendable {
  /// The study.
  package var study: Study
  /// The stores to merge, in that order.
  package var stores: [URL]

  /// Makes a job.
  package init(study: Study, stores: [URL]) {
    self.study = study
    self.stores = stores
  }

  /// Merges the stores, each in one transaction. All are checked before the first is merged.
  ///
  /// - Parameter report: told every store before it is merged.
  /// - Returns: what was added and what is there now.
  /// - Throws: `StoreError.store` or `.merge`. Numbers that contradict each other are found when a store is merged; the
  ///   stores before it are merged then, and nothing of that one.
  package func run(report: (URL) -> Void = { _ in }) throws -> MergeSummary {
    let own = study.store.resolvingSymlinksInPath().standardizedFileURL
    let others = stores.filter { $0.resolvingSymlinksInPath().standardizedFileURL != own }
    var present = try presentRuns()
    let merged = try others.map { file in
      let runs = try runs(of: file)
      try check(runs, of: file, against: &present)
      return (file, runs)
    }
    let store = try Store(at: study.store, for: .write)
    defer { try? store.close() }
    var added = 0
    for (file, runs) in merged {
      report(file)
      added += try store.merge(runs, from: file)
    }
    return try summary(of: store, added: added)
  }

  /// Identities of the runs that stand for the study now, where they were made with its settings.
  private func presentRuns() throws -> [Place: ContentHash] {
    guard FileKind(at: study.store) != .missing else { return [:] }
    let store = try Store(at: study.store, for: .read)
    defer { try? store.close() }
    let runs = try store.shownRuns().filter { isOfStudy($0.run) && !isForeign($0) }
    return Dictionary(runs.map { (Place($0), $0.run.identity) }) { first, _ in first }
  }

  private func runs(of file: URL) throws -> [PlannedRun] {
    let runs = try Self.asMerge {
      let store = try Store(at: file, for: .read)
      defer { try? store.close() }
      return try store.shownRuns()
    }
    guard !runs.isEmpty else { throw StoreError.merge(file.path, .empty) }
    return runs
  }

  /// What is wrong with a store that is read has another mend than the same of the study's own.
  private static func asMerge<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch StoreError.store(let file, .missing) {
      throw StoreError.merge(file, .missing)
    } catch StoreError.store(let file, .notAStore) {
      throw StoreError.merge(file, .notAStore)
    } catch StoreError.store(let file, .corrupt) {
      throw StoreError.merge(file, .damaged)
    }
  }

  private func check(_ runs: [PlannedRun], of file: URL, against present: inout [Place: ContentHash]) throws {
    for planned in runs {
      let (model, condition) = (planned.model, planned.run.condition)
      if isForeign(planned) {
        throw StoreError.merge(file.path, .otherStudy(model: model, condition: condition))
      }
      guard isOfStudy(planned.run), isPromptOfStudy(planned) else {
        throw StoreError.merge(file.path, .otherSettings(model: model, condition: condition))
      }
      let identity = planned.run.identity
      guard present[Place(planned)] ?? identity == identity else {
        throw StoreError.merge(file.path, .otherRun(model: model, condition: condition))
      }
      present[Place(planned)] = identity
    }
  }

  private func isForeign(_ planned: PlannedRun) -> Bool {
    study.model(named: planned.model) == nil || !study.conditions.contains(planned.run.condition)
  }

  private func isOfStudy(_ run: RunDescription) -> Bool { run.recipe.matches(study.settings) }

  private func isPromptOfStudy(_ planned: PlannedRun) -> Bool {
    planned.run.recipe.isImported || planned.run.recipe.prompt == study.model(named: planned.model)?.prompt
  }

  private func summary(of store: Store, added: Int) throws -> MergeSummary {
    let coverages = try study.models.flatMap { model in
      try study.conditions.map { condition in
        try store.shownRun(model: model.name, condition: condition).map { try store.coverage(of: $0) }
      }
    }
    return MergeSummary(
      stores: stores.count, added: added, missing: coverages.reduce(0) { $0 + ($1?.missing ?? 0) },
      conditionsMissing: coverages.count { $0 == nil })
  }

  private struct Place: Hashable {
    let model: String
    let condition: Condition

    init(_ planned: PlannedRun) {
      model = planned.model
      condition = planned.run.condition
    }
  }
}
