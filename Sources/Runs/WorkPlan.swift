import Gradients
import Support

/// Work that a run is about to do, told before it begins.
package struct WorkPlan: Sendable, Equatable {
  /// Work for one model.
  package struct Model: Sendable, Equatable {
    /// The model's name for people.
    package let label: String
    /// Conditions that lack samples.
    package let conditions: Int
    /// Samples to compute.
    package let samples: Int
    /// Their tokens.
    package let tokens: Int
    /// Batches that they are computed in.
    package let batches: Int
    /// Bytes that the largest batch takes, roughly.
    package let memory: Int
    /// Samples whose texts are cut to the longest length.
    package let cut: Int
    /// Its work.
    package let cost: SampleCost
    /// What should be known of its checkpoint, in sentences.
    package let notes: [String]
  }

  /// The models that lack samples, in the order of the run.
  package let models: [Model]
  /// Threads that compute.
  package let threads: Int
  /// Bytes that a batch may take.
  package let memory: Int

  /// What is known already of conditions that cutting makes useless.
  package let warnings: [TruncationWarning]

  /// Tasks whose data have fewer samples than the study asks for, in sentences.
  package let shortTasks: [String]

  /// Makes a plan of models.
  package init(
    models: [Model], options: RunOptions, warnings: [TruncationWarning], shortTasks: [String] = []
  ) {
    self.models = models
    self.warnings = warnings
    self.shortTasks = shortTasks
    threads = options.threads
    memory = options.memory
  }

  /// A line for all and one for each model, with the notes of its checkpoint below:
  /// ```
  /// 42 samples to compute, 1,234 tokens; 2 threads, at most 15 GB of memory
  ///   One: 3 conditions, 21 samples, 6 batches of up to 120 MB
  ///     The checkpoint is the snapshot 0a1b of org/name in the hub cache.
  /// ```
  package var text: String {
    let (samples, tokens) = models.reduce((0, 0)) { ($0.0 + $1.samples, $0.1 + $1.tokens) }
    let all =
      "\(NumberText.count(samples, "sample")) to compute, \(NumberText.count(tokens, "token")); "
      + "\(NumberText.count(threads, "thread")), at most \(NumberText.bytes(memory)) of memory"
    let lines =
      models.flatMap { model in ["  \(model.text)"] + model.notes.map { "    \($0)" } }
      + shortTasks.map { "  \($0)" }
    return ([all] + lines).joined(separator: "\n")
  }
}

extension WorkPlan.Model {
  /// Plans the samples of one model.
  ///
  /// - Parameters:
  ///   - label: the model's name for people.
  ///   - samples: the tokens of the samples of each condition.
  ///   - maker: what makes batches of them.
  ///   - cost: the work of a sample.
  ///   - notes: what should be known of its checkpoint.
  /// - Throws: `RunError.memory` when the longest sample does not fit.
  init(
    _ label: String, conditions samples: [[LabelledTokens]], maker: BatchMaker,
    cost: (LabelledTokens) -> SampleCost, notes: [String]
  ) throws {
    let conditions = samples.filter { !$0.isEmpty }.map { $0.map(\.ids.count) }
    let longest = conditions.joined().max() ?? 0
    let needed = maker.least([longest])
    guard needed <= maker.memory else {
      throw RunError.memory(model: label, tokens: longest, needed: needed, allowed: maker.memory)
    }
    let batches = conditions.flatMap { counts in maker.batches(counts).map { Array(counts[$0]) } }
    self.init(
      label: label, conditions: conditions.count, samples: conditions.reduce(0) { $0 + $1.count },
      tokens: conditions.joined().reduce(0, +), batches: batches.count,
      memory: batches.map { min(maker.wanted($0), max(maker.least($0), maker.memory)) }.max() ?? 0,
      cut: samples.joined().count { $0.cutCount > 0 },
      cost: samples.joined().reduce(SampleCost(products: 0)) { $0 + cost($1) }, notes: notes)
  }

  fileprivate var text: String {
    "\(label): \(NumberText.count(conditions, "condition")), \(NumberText.count(samples, "sample")), "
      + (batches == 1 ? "1 batch of" : "\(NumberText.count(batches)) batches of up to")
      + " \(NumberText.bytes(memory))"
      + (cut > 0 ? ", \(NumberText.count(cut)) cut to the longest length" : "")
  }
}
