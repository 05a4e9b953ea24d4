import Foundation
import Gradients
import Store
import Studies
import Support

/// Computes what a study still lacks and stores it.
///
/// Everything is checked before the first sample: the data, every checkpoint, tokenizer and chat template.
/// Models are computed one after the other, batches of samples one after the other, each stored in one
/// transaction: stopping a run anywhere loses at most the batch in flight, and running again computes only
/// what is missing. Results depend neither on the batches nor on the threads.
package struct Runner: Sendable {
  let study: Study
  let options: RunOptions
  private let shard: Shard
  private let opener: any ModelOpening
  private let now: @Sendable () -> Double
  private let openStore: @Sendable (URL) throws -> Store

  /// Makes a runner.
  ///
  /// - Parameters:
  ///   - study: what to compute.
  ///   - options: how to use the machine.
  ///   - shard: which samples to compute, into a store of the shard's own.
  ///   - opener: opens the checkpoints.
  ///   - now: a clock that only goes forward, in seconds.
  package init(
    study: Study, options: RunOptions, shard: Shard = .whole, opener: any ModelOpening,
    now: @escaping @Sendable () -> Double
  ) {
    self.init(study: study, options: options, shard: shard, opener: opener, now: now) {
      try Store(at: $0, for: .write)
    }
  }

  /// Makes a runner with a way of its own to open the store for writing.
  package init(
    study: Study, options: RunOptions, shard: Shard = .whole, opener: any ModelOpening,
    now: @escaping @Sendable () -> Double,
    openStore: @escaping @Sendable (URL) throws -> Store
  ) {
    self.study = study
    self.options = options
    self.shard = shard
    self.opener = opener
    self.now = now
    self.openStore = openStore
  }

  /// Runs to the end, or until `isCancelled` says true, which it is asked often and on any thread.
  ///
  /// - Parameters:
  ///   - meter: counts what is done, for those who want to know it between two reports.
  ///   - announce: told what is to be done, before it begins, if there is anything.
  ///   - isCancelled: whether to stop as soon as possible; finished batches are kept.
  ///   - report: told before the first batch and after every batch.
  /// - Returns: what was done and what is there now. A finished study needs no store that can be written.
  /// - Throws: `StudyError`, `StoreError`, `RunError`, or what is wrong with a checkpoint or a tokenizer.
  package func run(
    meter: ProgressMeter? = nil, announce: (WorkPlan) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }, report: (RunProgress) -> Void = { _ in }
  ) throws -> RunSummary {
    var plan = try makePlan()
    let file = shard.store(of: study)
    let lock = try StoreLock(of: file)
    defer { withExtendedLifetime(lock) {} }
    let store: Store
    do {
      store = try openStore(file)
    } catch StoreError.store(file.path, .readOnly) where FileKind(at: file) == .file {
      return try readOnlySummary(of: plan, in: file, isCancelled: isCancelled)
    }
    defer { try? store.close() }
    try plan.adoptRicherRuns(in: store)
    try store.makeCurrent(plan.runs)
    let meter = meter ?? ProgressMeter(now: now)
    var wasCancelled = false
    do {
      try plan.findPending(in: store, isCancelled: isCancelled)
      try plan.completeCuts(in: store)
      if plan.pendingCount > 0 { announce(try plan.work(options)) }
      try compute(&plan, into: store, meter: meter, isCancelled: isCancelled, report: report)
    } catch is CancellationError {
      wasCancelled = true
    }
    return try summary(of: plan, in: store, meter: meter, wasCancelled: wasCancelled)
  }

  /// The plan with what the store lacks, which is only read, and how many samples it has.
  func pendingPlan() throws -> (plan: RunPlan, found: Int) {
    var plan = try makePlan()
    let file = shard.store(of: study)
    let store = Store.isThere(file) ? try Store(at: file, for: .read) : nil
    defer { try? store?.close() }
    if let store { try plan.adoptRicherRuns(in: store) }
    try plan.findPending(in: store, isCancelled: { false })
    return (plan, plan.count - plan.pendingCount)
  }

  /// Reads all data and opens all checkpoints.
  private func makePlan() throws -> RunPlan {
    let data = try StudyData(study: study)
    let opened = try study.models.map { model in
      try opener.open(
        folder: model.folder, allowedKeys: model.allowedKeys, prompt: model.prompt,
        chat: model.chat, settings: study.settings,
        options: options)
    }
    return RunPlan(study: study, data: data, opened: opened, shard: shard)
  }

  private func compute(
    _ plan: inout RunPlan, into store: Store, meter: ProgressMeter,
    isCancelled: @escaping @Sendable () -> Bool, report: (RunProgress) -> Void
  ) throws {
    meter.start(samples: plan.pendingCount, work: plan.work)
    for model in plan.models.indices where plan.models[model].work > 0 {
      try compute(&plan.models[model], into: store, meter: meter, isCancelled: isCancelled, report: report)
    }
  }

  private func compute(
    _ plan: inout RunPlan.ModelPlan, into store: Store, meter: ProgressMeter,
    isCancelled: @escaping @Sendable () -> Bool, report: (RunProgress) -> Void
  ) throws {
    let opened = plan.opened
    let loop = BatchLoop(
      engine: try opened.makeEngine(), model: opened, options: options, meter: meter,
      isCancelled: isCancelled)
    for condition in plan.conditions.indices where !plan.conditions[condition].pending.isEmpty {
      let run = plan.conditions[condition].run
      meter.begin("\(plan.model.label), \(run.condition.words)")
      try loop.run(plan.conditions[condition].takePending(), report: report) { batch in
        try store.add(batch.map { StoredSample($0, texts: opened.tokenTexts) }, to: run)
      }
    }
  }

  /// Summarizes what there is in a store that cannot be written, when the study lacks nothing.
  ///
  /// - Throws: `StoreError.store` with `.readOnlyUnfinished` when there is something to compute, or to note.
  private func readOnlySummary(
    of plan: RunPlan, in file: URL, isCancelled: () -> Bool
  ) throws -> RunSummary {
    var plan = plan
    let store = try Store(at: file, for: .read)
    defer { try? store.close() }
    try plan.adoptRicherRuns(in: store)
    try plan.findPending(in: store, isCancelled: isCancelled)
    let areCurrent = try plan.runs.allSatisfy { planned in
      let current = try store.currentRun(model: planned.model, condition: planned.run.condition)
      return current?.description.identity == planned.run.identity
        && current?.selection == planned.selection
    }
    guard plan.pendingCount == 0, areCurrent else {
      throw StoreError.store(file.path, .readOnlyUnfinished(missing: plan.pendingCount))
    }
    return try summary(of: plan, in: store, meter: ProgressMeter(now: now), wasCancelled: false)
  }

  private func summary(
    of plan: RunPlan, in store: Store, meter: ProgressMeter, wasCancelled: Bool
  ) throws -> RunSummary {
    let coverages = try plan.runs.compactMap { planned in
      try store.currentRun(model: planned.model, condition: planned.run.condition).map {
        try store.coverage(of: $0, shard: shard)
      }
    }
    let truncation = try plan.models.reduce(Truncation()) { sum, model in
      sum
        + Truncation(
          try model.conditions.compactMap { try cutCondition(model.model, $0.run.condition, in: store) },
          of: model.model.label, maxLength: study.settings.maxLength)
    }
    let missing = coverages.reduce(0) { $0 + $1.pending }
    let expected = coverages.reduce(0) { $0 + $1.expected }
    return RunSummary(
      finished: meter.samplesDone, found: expected - missing - meter.samplesDone,
      skipped: coverages.reduce(into: [:]) { $0.merge($1.skipped, uniquingKeysWith: +) }, missing: missing,
      wasCancelled: wasCancelled, tokens: meter.tokensDone, seconds: meter.seconds, truncation: truncation)
  }

  private func cutCondition(
    _ model: StudyModel, _ condition: Condition, in store: Store
  ) throws -> CutCondition? {
    try store.currentRun(model: model.name, condition: condition).map {
      CutCondition(name: condition, samples: try store.cutSamples(of: $0, shard: shard))
    }
  }
}
