import Foundation
import Gradients
import Studies

/// Content of a study's store, under the study's own names: the way in for analyses and reports.
///
/// Reading needs neither checkpoints nor data files. Results that were made with other settings than the
/// study's count as missing, and so do those of another checkpoint or other data than lie in its places now, so
/// that a report shows what its study says.
package struct StudyResults: Sendable {
  /// The study that the results belong to.
  package let study: Study
  /// Results that count as missing because the study has changed, each cause once, in the order of the
  /// study.
  package let outdated: [OutdatedResults]
  let store: Store
  let runs: [Key: CurrentRun]

  struct Key: Hashable {
    let model: String
    let condition: Condition
  }

  /// Opens the store of `study`, or another one at `file`, for reading.
  ///
  /// - Throws: `StoreError.store` when there is none or it cannot be read.
  package init(study: Study, at file: URL? = nil) throws {
    let store = try Store(at: file ?? study.store, for: .read)
    let sources = CurrentSources(of: study)
    var asked = study.settings
    // A compact store lacks on purpose what is kept beside the statistics.
    if store.isCompact { asked.extras = GradientOptions() }
    var runs: [Key: CurrentRun] = [:]
    var outdated: [OutdatedResults] = []
    func note(_ change: OutdatedResults) { if !outdated.contains(change) { outdated.append(change) } }
    for model in study.models {
      for source in study.tasks.flatMap(\.sources) {
        guard var run = try store.currentRun(model: model.name, condition: source.condition) else { continue }
        if let change = Self.change(since: run.description, of: model, source, asked, sources) {
          note(change)
          continue
        }
        let selection =
          run.description.configuration.isImported
          ? run.selection.chosen(by: study.settings)
          : sources.selection(of: source.condition, planned: run.selection, settings: study.settings)
        guard let selection else {
          note(.settings(model: model.name))
          continue
        }
        run.selection = selection
        runs[Key(model: model.name, condition: source.condition)] = run
      }
    }
    self.study = study
    self.store = store
    self.runs = runs
    self.outdated = outdated
  }

  /// Finds what has changed since `run`; of imported results, whose checkpoint and data are not there,
  /// only the settings can have.
  private static func change(
    since run: RunDescription, of model: StudyModel, _ source: ConditionSource, _ settings: StudySettings,
    _ sources: CurrentSources
  ) -> OutdatedResults? {
    let isImported = run.configuration.isImported
    guard run.configuration.matches(settings), isImported || run.configuration.prompt == model.prompt
    else { return .settings(model: model.name) }
    return isImported ? nil : sources.change(since: run, model: model, source: source)
  }

  /// Whether they come from a ``CompactStore``: rounded, and without spectra and token shares.
  package var isCompact: Bool { store.isCompact }

  /// The file that they are read from: the study's store, or the packed one beside it.
  package var file: URL { store.file }

  /// Every model and condition of which there are results that count, in the order of the study.
  package func current() -> [(model: StudyModel, task: StudyTask, source: ConditionSource, run: CurrentRun)] {
    study.models.flatMap { model in
      study.tasks.flatMap { task in
        task.sources.compactMap { source in
          runs[Key(model: model.name, condition: source.condition)].map { (model, task, source, $0) }
        }
      }
    }
  }

  /// Facts of the checkpoint of the model called `model`, or nil when nothing of it was computed.
  package func facts(of model: String) -> ModelFacts? {
    study.conditions.lazy.compactMap { runs[Key(model: model, condition: $0)]?.facts }.first
  }

  /// The run behind the results of a model under a condition, or nil when it was not begun.
  package func run(model: String, condition: Condition) -> RunDescription? {
    runs[Key(model: model, condition: condition)]?.description
  }

  /// Everything that the store holds for one model under one condition, or nil when it was not begun.
  ///
  /// - Throws: `StoreError.store`.
  package func results(model: String, condition: Condition) throws -> ConditionResults? {
    guard let run = runs[Key(model: model, condition: condition)] else { return nil }
    let (computed, skipped) = try store.samples(of: run)
    return ConditionResults(
      model: model, condition: condition, layerCount: run.facts.layerCount,
      projections: run.description.configuration.projections, samples: computed, skipped: skipped)
  }

  /// Counts how much of a condition is there, or nil when it was not begun. Costs far less than `results`.
  ///
  /// - Throws: `StoreError.store`.
  package func coverage(model: String, condition: Condition) throws -> Coverage? {
    try runs[Key(model: model, condition: condition)].map { try store.coverage(of: $0) }
  }

  /// All singular values of one projection in one layer, by sample: empty unless the study keeps them.
  ///
  /// - Throws: `StoreError.store`.
  package func spectra(
    model: String, condition: Condition, layer: Int, projection: Projection
  ) throws -> [SampleSpectrum] {
    guard let run = runs[Key(model: model, condition: condition)] else { return [] }
    return try store.spectra(of: run, layer: layer, projection: projection)
  }

  /// The cosines between gradients, sample by sample, or nil when the condition was not begun; without samples when
  /// none were kept.
  ///
  /// - Throws: `StoreError.store`.
  package func cosines(model: String, condition: Condition) throws -> ConditionCosines? {
    guard let run = runs[Key(model: model, condition: condition)] else { return nil }
    return ConditionCosines(
      model: model, condition: condition, layerCount: run.facts.layerCount,
      samples: try store.cosines(of: run))
  }

  /// Positions in the data file, ascending, of the samples whose token shares are kept.
  ///
  /// - Throws: `StoreError.store`.
  package func tokenShareSamples(model: String, condition: Condition) throws -> [Int] {
    try runs[Key(model: model, condition: condition)].map(store.tokenShareSamples) ?? []
  }

  /// The token shares of the sample at `index` of its data file, or nil when they are not kept. One sample at a time,
  /// since those of a long text in a deep model take megabytes.
  ///
  /// - Throws: `StoreError.store`.
  package func tokenShares(model: String, condition: Condition, sample index: Int) throws -> TokenShares? {
    guard let run = runs[Key(model: model, condition: condition)] else { return nil }
    return try store.tokenShares(of: run, sample: index)
  }
}
