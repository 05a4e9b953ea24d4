import Dispatch
import Foundation
import Gradients
import Store
import Studies
import Synchronization

/// The results of a study, reduced to curves and levels: every condition of every model that has some.
package struct StudyAnalysis: Sendable {
  /// The study.
  package let study: Study
  /// Known facts of the checkpoints, by model name.
  package let facts: [String: ModelFacts]
  /// Models in the order of the study, for each the conditions of each task in theirs; only those with results.
  package let conditions: [ConditionAnalysis]
  /// The source of what is not kept here; nil when there is none.
  package let details: (any GradientDetails)?
  private let positions: [Key: Int]
  private let ratios = RatioMemory()
  let claimMemory = ClaimMemory()
  /// Where numbers of conditions are kept; nil where they are not.
  private(set) var cache: URL?

  private struct Key: Hashable {
    let model: String
    let condition: Condition
  }

  /// Takes conditions that are analysed already, and puts them in the order of the study.
  package init(
    study: Study, facts: [String: ModelFacts], conditions: [ConditionAnalysis],
    details: (any GradientDetails)? = nil
  ) {
    let found = Dictionary(
      conditions.map { (Key(model: $0.model, condition: $0.condition), $0) }
    ) { first, _ in first }
    let keys = study.models.flatMap { model in
      study.conditions.map { Key(model: model.name, condition: $0) }
    }
    self.study = study
    self.facts = facts
    self.details = details
    self.conditions = keys.compactMap { found[$0] }
    positions = Dictionary(
      self.conditions.enumerated().map { (Key(model: $1.model, condition: $1.condition), $0) }
    ) { first, _ in first }
  }

  /// Reads and reduces the results of a study on all cores, a condition at a time on each, so that a large study
  /// needs little memory.
  ///
  /// What was reduced is kept in `cache`, and taken from there where the samples are the same; the numbers are the same
  /// with and without it, bit for bit. A cache that cannot be read or written is as none.
  ///
  /// - Throws: `StoreError` when the store cannot be read.
  package init(_ results: StudyResults, cache: URL? = nil) throws {
    let study = results.study
    let keys = study.models.flatMap { model in
      study.conditions.map { Key(model: model.name, condition: $0) }
    }
    let reduction = Reduction(results, keptAt: cache)
    let found = Mutex([Result<ConditionAnalysis?, any Error>](repeating: .success(nil), count: keys.count))
    DispatchQueue.concurrentPerform(iterations: keys.count) { index in
      let result = Result {
        try reduction.analysis(model: keys[index].model, condition: keys[index].condition)
      }
      found.withLock { $0[index] = result }
    }
    let conditions = try found.withLock(\.self).compactMap { try $0.get() }
    reduction.finish()
    let facts = study.models.compactMap { model in results.facts(of: model.name).map { (model.name, $0) } }
    self.init(
      study: study, facts: Dictionary(uniqueKeysWithValues: facts), conditions: conditions, details: results)
    self.cache = cache
  }

  /// The analysis of one model under one condition, or nil when it has no results.
  package func condition(
    model: String, task: String, style: ResponseStyle, relevance: Relevance = .correct
  ) -> ConditionAnalysis? {
    let condition = Condition(task: task, style: style, relevance: relevance)
    return positions[Key(model: model, condition: condition)].map { conditions[$0] }
  }
}

// MARK: - Comparisons

/// Comparisons of two conditions, the effect sizes of the papers' claims.
extension StudyAnalysis {
  /// Finds how many times higher the level of `first` lies than that of `second`, of one projection or, when
  /// it is nil, of all. Nil when their projections differ or they share no sample.
  package func levelRatio(
    _ statistic: Statistic, of projection: Projection? = nil, _ first: ConditionAnalysis?,
    over second: ConditionAnalysis?
  ) -> LevelRatio? {
    guard let first, let second, first.projections == second.projections else { return nil }
    let found = ratios.ratios(statistic, first, over: second)
    guard let projection else { return found.all }
    guard let position = first.projections.firstIndex(of: projection) else { return nil }
    return found.each.indices.contains(position) ? found.each[position] : nil
  }

  /// The ratio, fast over slow, of the level of style `none` to that of `detailed`, correct responses, of one
  /// projection or, when it is nil, of all. Nil when a model lacks one of the two under the task.
  package func fastOverSlow(
    _ statistic: Statistic, of projection: Projection? = nil, model: String, task: String
  ) -> LevelRatio? {
    levelRatio(
      statistic, of: projection, condition(model: model, task: task, style: .none),
      over: condition(model: model, task: task, style: .detailed))
  }

  /// RD of the correct and the irrelevant curve of one projection, or nil when there are not both.
  package func relativeDifference(
    _ statistic: Statistic, of projection: Projection, model: String, task: String, style: ResponseStyle
  ) -> RelativeDifference? {
    let correct = condition(model: model, task: task, style: style)
    let irrelevant = condition(model: model, task: task, style: style, relevance: .irrelevant)
    guard let a = correct?.curve(statistic, of: projection),
      let b = irrelevant?.curve(statistic, of: projection)
    else { return nil }
    return RelativeDifference(correct: a.means, irrelevant: b.means)
  }
}
