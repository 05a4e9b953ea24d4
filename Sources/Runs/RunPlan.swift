import Gradients
import Store
import Studies
import Support

/// Work that a study still lacks: every model opened and every sample turned into tokens once, so that
/// what is wrong with a checkpoint, a tokenizer or a sample comes to light before hours of work.
///
/// The tokens of the missing samples are kept from then on, until their condition is computed. They take 4 bytes each,
/// about as much as the texts, which are in memory too; so many tokens that they would matter take days to compute.
struct RunPlan {
  /// The models in the order of the study.
  var models: [ModelPlan] = []
  /// Tasks whose data have fewer samples than the study asks for, in sentences.
  private let shortTasks: [String]

  /// A model with its conditions, in the order of the study.
  struct ModelPlan {
    let model: StudyModel
    let opened: OpenModel
    var conditions: [ConditionPlan] = []

    /// Work of the missing samples, in operations.
    var work: Double {
      conditions.reduce(0) { work, condition in
        condition.pending.reduce(work) { $0 + opened.cost($1.tokens).operations }
      }
    }
  }

  /// A condition with the samples that are still missing.
  struct ConditionPlan {
    /// The run that stands for the condition.
    var run: RunDescription
    let data: ConditionData
    /// Samples that the study asks for.
    let selection: SampleSelection
    /// Shard of the samples that is computed here.
    let shard: Shard
    /// The samples to compute, by their position in the data file.
    var pending: [PendingSample] = []

    /// Takes the samples to compute out of the plan, so that they need no memory after that.
    mutating func takePending() -> [PendingSample] {
      defer { pending = [] }
      return pending
    }
  }

  /// Samples to compute.
  var pendingCount: Int { models.reduce(0) { $0 + $1.conditions.reduce(0) { $0 + $1.pending.count } } }

  /// Work of all samples to compute, in operations.
  var work: Double { models.reduce(0) { $0 + $1.work } }

  /// The runs of the study, for its store.
  var runs: [PlannedRun] {
    models.flatMap { plan in
      plan.conditions.map {
        PlannedRun(
          model: plan.model.name, facts: plan.opened.facts, run: $0.run, selection: $0.selection)
      }
    }
  }

  /// Plans the shard's samples of all conditions of opened models, nothing computed yet.
  init(study: Study, data: StudyData, opened: [OpenModel], shard: Shard) {
    shortTasks = study.tasks.compactMap { task in
      // Files of one task have the same instructions.
      guard let condition = study.conditions.first(where: { $0.task == task.name }),
        let asked = study.settings.samplesAskedFor, data[condition].records.count < asked
      else { return nil }
      let found = NumberText.count(data[condition].records.count, "sample")
      return "\(task.label) has \(found), fewer than the \(NumberText.whole(asked)) asked for: all are taken."
    }
    for (model, opened) in zip(study.models, opened) {
      let configuration = RunConfiguration(
        model: opened.facts.fingerprint, tokenizer: opened.tokenizer, prompt: model.prompt,
        settings: study.settings, arithmetic: opened.arithmetic)
      let conditions = study.conditions.map { condition in
        let data = data[condition]
        let run = RunDescription(configuration: configuration, condition: condition, data: data.fingerprint)
        let selection = study.settings.selection(of: data.records.count)
        return ConditionPlan(run: run, data: data, selection: selection, shard: shard)
      }
      models.append(ModelPlan(model: model, opened: opened, conditions: conditions))
    }
  }

  /// Lets runs of `store` that hold more than the study asks for, and have every sample, stand for those that would be
  /// computed: a study that drops its spectra or cosines needs no computing.
  ///
  /// - Throws: `StoreError.store`.
  mutating func adoptRicherRuns(in store: Store) throws {
    for model in models.indices {
      for condition in models[model].conditions.indices {
        let plan = models[model].conditions[condition]
        if try plan.lacks(plan.run, in: store), let richer = try plan.richerRun(in: store) {
          models[model].conditions[condition].run = richer
        }
      }
    }
  }

  /// The work that is pending.
  ///
  /// - Throws: `RunError.memory` when a sample does not fit.
  func work(_ options: RunOptions) throws -> WorkPlan {
    let models = try models.filter { $0.work > 0 }.map { plan in
      let maker = BatchMaker(
        engine: try plan.opened.makeEngine(), parameterCount: plan.opened.parameterCount, options: options)
      return try WorkPlan.Model(
        plan.model.label, conditions: plan.conditions.map { $0.pending.map(\.tokens) }, maker: maker,
        cost: plan.opened.cost,
        notes: plan.opened.facts.notes)
    }
    return WorkPlan(
      models: models, options: options, warnings: truncation.warnings, shortTasks: shortTasks)
  }

  /// What cutting does to the samples that are to be computed, of conditions that lack all of theirs.
  var truncation: Truncation {
    models.reduce(Truncation()) { sum, plan in
      let conditions = plan.conditions.filter { $0.pending.count == $0.indices.count }.map { condition in
        CutCondition(
          name: condition.run.condition,
          samples: Dictionary(
            uniqueKeysWithValues: condition.pending.map { ($0.key.index, CutSample($0.tokens)) }))
      }
      let maxLength = plan.conditions.first?.run.configuration.maxLength ?? 0
      return sum + Truncation(conditions, of: plan.model.label, maxLength: maxLength)
    }
  }

  /// Finds out what was cut off texts of which `store` does not know it.
  ///
  /// - Throws: what is wrong with a sample, or `StoreError.store`.
  func completeCuts(in store: Store) throws {
    for model in models {
      for condition in model.conditions {
        let unknown = try store.samplesOfUnknownCut(of: condition.run)
        guard !unknown.isEmpty else { continue }
        let counts = try model.samples(of: condition) { unknown.contains($0.hash.hex) }
          .map { (key: $0.key, count: $0.tokens.cutCount) }
        try store.setCutCounts(counts, of: condition.run)
      }
    }
  }

  /// Samples of the plan, computed or not.
  var count: Int { models.reduce(0) { $0 + $1.conditions.reduce(0) { $0 + $1.indices.count } } }

  /// Finds the samples that `store` lacks: all of them where there is none.
  ///
  /// - Throws: what is wrong with a sample, `StoreError.store`, or `CancellationError`.
  mutating func findPending(in store: Store?, isCancelled: () -> Bool) throws {
    for model in models.indices {
      for condition in models[model].conditions.indices {
        if isCancelled() { throw CancellationError() }
        models[model].conditions[condition].pending = try models[model].missing(condition, in: store)
      }
    }
  }
}

extension RunPlan.ConditionPlan {
  /// Positions in the data file of the samples of the plan.
  var indices: [Int] { selection.positions.filter(shard.contains) }

  /// Whether a sample of `run` is not in `store` at all.
  fileprivate func lacks(_ run: RunDescription, in store: Store) throws -> Bool {
    let stored = try store.storedKeys(of: run)
    guard !stored.isEmpty else { return true }
    let identity = run.identity
    return indices.contains {
      !stored.contains(SampleKey(within: identity, index: $0, record: data.records[$0]).hash.hex)
    }
  }

  /// A run of the same numbers that holds more, of which `store` lacks no sample.
  fileprivate func richerRun(in store: Store) throws -> RunDescription? {
    try run.configuration.richer.lazy
      .map { RunDescription(configuration: $0, condition: run.condition, data: run.data) }
      .first { try !lacks($0, in: store) }
  }
}

extension RunPlan.ModelPlan {
  /// The samples of a condition that `store` lacks, or lacks a statistic of, with their tokens.
  fileprivate func missing(_ condition: Int, in store: Store?) throws -> [PendingSample] {
    let finished = try store?.finishedKeys(of: conditions[condition].run) ?? []
    return try samples(of: conditions[condition]) { !finished.contains($0.hash.hex) }
  }

  /// The samples of a condition that `isWanted` asks for, with their tokens.
  fileprivate func samples(
    of plan: RunPlan.ConditionPlan, where isWanted: (SampleKey) -> Bool
  ) throws -> [PendingSample] {
    let identity = plan.run.identity
    return try plan.indices.compactMap { index in
      let record = plan.data.records[index]
      let key = SampleKey(within: identity, index: index, record: record)
      guard isWanted(key) else { return nil }
      return PendingSample(key: key, tokens: try opened.tokens(of: record, at: index, in: plan.data.file))
    }
  }
}
