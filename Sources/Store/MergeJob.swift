import Foundation
import JSON
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

  /// Merges the stores, each in one transaction. All are checked before the first is merged, and held until the last is:
  /// a run that wants to go on with one of them is refused meanwhile.
  ///
  /// - Parameter report: told every store before it is merged.
  /// - Returns: what was added and what is there now.
  /// - Throws: `StoreError.store` or `.merge`. Numbers that contradict each other are found when a store is merged; the
  ///   stores before it are merged then, and nothing of that one.
  package func run(report: (URL) -> Void = { _ in }) throws -> MergeSummary {
    let own = UserPath.real(study.store).path
    let others = stores.filter { UserPath.real($0).path != own }
    let locks = try [StoreLock(of: study.store)] + others.map(lock)
    defer { withExtendedLifetime(locks) {} }
    var present = try presentRuns()
    let merged = try others.map { file in
      let runs = try runs(of: file)
      try check(runs, of: file, against: &present)
      return (file, runs)
    }
    let store = try Store(at: study.store, for: .merge)
    defer { try? store.close() }
    var added = 0
    for (file, runs) in merged {
      report(file)
      added += try store.merge(runs, from: file)
    }
    return try summary(of: store, added: added)
  }

  /// Holds a store that is to be merged.
  private func lock(_ file: URL) throws -> StoreLock? {
    guard FileKind(at: file) == .file else { return nil }
    do {
      return try StoreLock(of: file)
    } catch StoreError.store(_, .inUse) {
      throw StoreError.merge(file.path, .inUse)
    }
  }

  /// Identities of the runs that stand for the study now, where they were made with its settings.
  private func presentRuns() throws -> [ModelCondition: ContentHash] {
    guard Store.isThere(study.store) else { return [:] }
    let store = try Store(at: study.store, for: .read)
    defer { try? store.close() }
    let runs = try store.currentRuns().filter { isOfStudy($0.run) && !isForeign($0) }
    return Dictionary(runs.map { (ModelCondition($0), $0.run.identity) }) { first, _ in first }
  }

  private func runs(of file: URL) throws -> [PlannedRun] {
    let runs = try Self.asMerge {
      let store = try Store(at: file, for: .read)
      defer { try? store.close() }
      if store.isCompact { throw StoreError.merge(file.path, .compact) }
      try store.checkWhole()
      return try store.currentRuns()
    }
    guard !runs.isEmpty else { throw StoreError.merge(file.path, .empty) }
    return runs
  }

  /// Words errors for a store that is only read: what mends the study's own store would not mend this one.
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

  private func check(_ runs: [PlannedRun], of file: URL, against present: inout [ModelCondition: ContentHash])
    throws
  {
    for planned in runs {
      let (model, condition) = (planned.model, planned.run.condition)
      if isForeign(planned) {
        throw StoreError.merge(file.path, .otherStudy(model: model, condition: condition))
      }
      guard isOfStudy(planned.run), isPromptOfStudy(planned) else {
        throw StoreError.merge(file.path, .otherSettings(model: model, condition: condition))
      }
      let identity = planned.run.identity
      guard present[ModelCondition(planned)] ?? identity == identity else {
        throw StoreError.merge(file.path, .otherRun(model: model, condition: condition))
      }
      present[ModelCondition(planned)] = identity
    }
  }

  private func isForeign(_ planned: PlannedRun) -> Bool {
    study.model(named: planned.model) == nil || !study.conditions.contains(planned.run.condition)
  }

  private func isOfStudy(_ run: RunDescription) -> Bool { run.configuration.matches(study.settings) }

  private func isPromptOfStudy(_ planned: PlannedRun) -> Bool {
    planned.run.configuration.isImported
      || planned.run.configuration.prompt == study.model(named: planned.model)?.prompt
  }

  private func summary(of store: Store, added: Int) throws -> MergeSummary {
    let pending = try study.models.flatMap { model in
      try study.conditions.map { condition in
        try store.currentRun(model: model.name, condition: condition).map { try store.pending(of: $0) }
      }
    }
    let missing = pending.compactMap { $0 }.joined()
    return MergeSummary(
      stores: stores.count, added: added, missing: missing.count,
      conditionsMissing: pending.count { $0 == nil },
      unfinished: unfinished(missing))
  }

  /// The shards that the samples at `indices` belong to, as the names of the stores have it; none where these are not of
  /// one count.
  private func unfinished(_ indices: some Sequence<Int>) -> [UnfinishedShard] {
    let given = Set(stores.compactMap { Shard(store: $0, of: study) })
    guard let count = given.first?.count, given.allSatisfy({ $0.count == count }) else { return [] }
    let samples = Dictionary(indices.lazy.map { (Shard(holding: $0, of: count), 1) }, uniquingKeysWith: +)
    return samples.sorted { $0.key.number < $1.key.number }.map { shard, count in
      UnfinishedShard(
        shard: shard, missing: count, store: shard.store(of: study).lastPathComponent,
        wasGiven: given.contains(shard))
    }
  }

  private struct ModelCondition: Hashable {
    let model: String
    let condition: Condition

    init(_ planned: PlannedRun) {
      model = planned.model
      condition = planned.run.condition
    }
  }
}

/// A shard of which samples are missing after a merge.
package struct UnfinishedShard: Sendable, Equatable {
  /// The shard.
  package let shard: Shard
  /// Samples of it that the study lacks, over all models and conditions.
  package let missing: Int
  /// Name of the shard's store.
  package let store: String
  /// Whether its store was merged; it was not computed to its end then.
  package let wasGiven: Bool

  /// Makes an unfinished shard.
  package init(shard: Shard, missing: Int, store: String, wasGiven: Bool) {
    self.shard = shard
    self.missing = missing
    self.store = store
    self.wasGiven = wasGiven
  }

  /// A line for people.
  package var text: String {
    "shard \(shard) lacks \(NumberText.count(missing, "sample")): "
      + (wasGiven
        ? "\(store) is not finished, run it again with --shard \(shard)" : "\(store) was not given")
  }
}

/// Summary of what a merge did and how complete the study is now.
package struct MergeSummary: Sendable, Equatable {
  /// Stores that were given.
  package let stores: Int
  /// Samples that the study's store did not have.
  package let added: Int
  /// Samples that the study still lacks, of the conditions that were begun.
  package let missing: Int
  /// Conditions, over all models, of which there is nothing yet.
  package let conditionsMissing: Int
  /// The shards that the missing samples belong to, by number; empty where the names of the stores do not say how many
  /// shards there are.
  package let unfinished: [UnfinishedShard]

  /// Makes a summary.
  package init(
    stores: Int, added: Int, missing: Int, conditionsMissing: Int, unfinished: [UnfinishedShard] = []
  ) {
    self.stores = stores
    self.added = added
    self.missing = missing
    self.conditionsMissing = conditionsMissing
    self.unfinished = unfinished
  }

  /// A line for people, and one for every shard that is not finished.
  package var text: String {
    var parts = ["merged \(NumberText.count(stores, "store")), \(NumberText.count(added, "sample")) added"]
    if missing > 0 { parts.append("\(NumberText.count(missing)) are missing") }
    if conditionsMissing > 0 { parts.append("\(NumberText.count(conditionsMissing, "condition")) not begun") }
    return ([parts.joined(separator: ", ")] + unfinished.map(\.text)).joined(separator: "\n")
  }

  /// One JSON object on one line, for scripts.
  package var json: String {
    var json = JSONWriter()
    json.object { json in
      json.member("stores", stores)
      json.member("added", added)
      json.member("missing", missing)
      json.member("conditions_missing", conditionsMissing)
      json.key("unfinished_shards")
      json.object { json in for shard in unfinished { json.member("\(shard.shard)", shard.missing) } }
    }
    return json.text
  }
}

/// Reason why a store cannot be merged into that of a study.
package enum MergeProblem: Sendable, Equatable {
  /// Nothing lies at its path.
  case missing
  /// A file that lies there is no store.
  case notAStore
  /// The store is damaged.
  case damaged
  /// The store is a compact one.
  case compact
  /// A run computes into the store, or another merge reads it.
  case inUse
  /// The store holds no run.
  case empty
  /// The store holds a model or a condition that the study does not have.
  case otherStudy(model: String, condition: Condition)
  /// Results of a model and a condition in the store were not made with the study's settings.
  case otherSettings(model: String, condition: Condition)
  /// Results of a model and a condition in the store are of another checkpoint, tokenizer or data than
  /// those that are there.
  case otherRun(model: String, condition: Condition)
  /// The store holds other numbers of a sample, counted from 0, than those that are there.
  case conflict(model: String, condition: Condition, index: Int)

  func text(_ store: String) -> String {
    func place(_ model: String, _ condition: Condition) -> String { "`\(model)` on \(condition.words)" }
    return switch self {
    case .missing:
      "There is no file \(store) to merge. Check the path: `strata run --shard 1/4` writes study.shard-1-of-4.sqlite beside "
        + "the store of its study."
    case .notAStore: "\(store) is not a store of Strata, so there is nothing to merge. Check the path."
    case .damaged:
      "\(store) is damaged, so nothing of it was merged. Copy it again, or compute the shard again."
    case .compact:
      "\(store) is a compact store, whose numbers are rounded, so it is read and never merged. Merge the store that it was "
        + "made from."
    case .inUse:
      "\(store) is in use: its `strata run` has not ended. Wait for it, then merge; nothing was merged."
    case .empty:
      "\(store) holds no results, so there is nothing to merge. Compute it with `strata run --shard`."
    case .otherStudy(let model, let condition):
      "\(store) holds results of \(place(model, condition)), which this study does not have. Merge it into the study "
        + "that it belongs to."
    case .otherSettings(let model, let condition):
      "\(store) holds results of \(place(model, condition)) that were not made with the settings or the prompt of this "
        + "study. Compute the shard again with this study file."
    case .otherRun(let model, let condition):
      "\(store) holds results of \(place(model, condition)) that were computed from another checkpoint, tokenizer or "
        + "data file, or keep other things, than those they are to join. Compute all shards from the same files."
    case .conflict(let model, let condition, let index):
      "\(store) and the store of the study hold different numbers for sample \(index) of \(place(model, condition)). "
        + "Both were computed from the same files, so the machines do not compute alike (another processor or version "
        + "of OpenBLAS) or one file is damaged. Nothing of this store was merged: compute the shard again on a machine "
        + "like the others."
    }
  }
}
