import Gradients

/// What a study's store holds, under the study's own names: the way in for analyses and reports.
///
/// Reading needs neither checkpoints nor data files. Results that were made with other settings than the
/// study's count as missing, so that a report never mixes the two.
public struct StudyResults: Sendable {
  /// The study that the results belong to.
  public let study: Study
  private let store: Store
  private let runs: [Key: ShownRun]

  private struct Key: Hashable {
    let model: String
    let condition: Condition
  }

  /// Opens the store of `study` for reading.
  ///
  /// - Throws: `StudyError.store` when there is none or it cannot be read.
  public init(study: Study) throws {
    let store = try Store(at: study.store, for: .read)
    var runs: [Key: ShownRun] = [:]
    for model in study.models {
      for condition in study.conditions {
        let run = try store.shownRun(model: model.name, condition: condition)
        guard let run, run.description.recipe.matches(study.settings),
          run.description.recipe.isImported || run.description.recipe.prompt == model.prompt
        else { continue }
        runs[Key(model: model.name, condition: condition)] = run
      }
    }
    self.study = study
    self.store = store
    self.runs = runs
  }

  /// What is known of the checkpoint of the model called `model`, or nil when nothing of it was computed.
  public func facts(of model: String) -> ModelFacts? {
    study.conditions.lazy.compactMap { runs[Key(model: model, condition: $0)]?.facts }.first
  }

  /// The run behind the results of a model under a condition, or nil when it was not begun.
  public func run(model: String, condition: Condition) -> RunDescription? {
    runs[Key(model: model, condition: condition)]?.description
  }

  /// Everything that the store holds for one model under one condition, or nil when it was not begun.
  ///
  /// - Throws: `StudyError.store`.
  public func results(model: String, condition: Condition) throws -> ConditionResults? {
    guard let run = runs[Key(model: model, condition: condition)] else { return nil }
    let (computed, skipped) = try store.samples(of: run)
    return ConditionResults(
      model: model, condition: condition, layerCount: run.facts.layerCount,
      projections: run.description.recipe.projections, samples: computed, skipped: skipped)
  }

  /// How much of a condition is there, or nil when it was not begun. Costs far less than `results`.
  ///
  /// - Throws: `StudyError.store`.
  public func coverage(model: String, condition: Condition) throws -> Coverage? {
    try runs[Key(model: model, condition: condition)].map(store.coverage)
  }

  /// All singular values of one projection in one layer, by sample: empty unless the study keeps them.
  ///
  /// - Throws: `StudyError.store`.
  public func spectra(
    model: String, condition: Condition, layer: Int, projection: Projection
  ) throws -> [SampleSpectrum] {
    guard let run = runs[Key(model: model, condition: condition)] else { return [] }
    return try store.spectra(of: run, layer: layer, projection: projection)
  }
}
