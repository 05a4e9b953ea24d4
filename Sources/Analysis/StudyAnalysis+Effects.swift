import Gradients
import Studies

/// Comparisons of two conditions as ratios, the effect sizes of the papers' claims.
extension StudyAnalysis {
  /// How many times higher the level of `first` lies than that of `second`, of one projection or, when it is nil, of
  /// all. Nil when their projections differ or they share no sample.
  package func levelRatio(
    _ statistic: Statistic, of projection: Projection? = nil, _ first: ConditionAnalysis?,
    over second: ConditionAnalysis?
  ) -> LevelRatio? {
    guard let first, let second, first.projections == second.projections else { return nil }
    guard let projection else { return LevelRatio(first.levels(statistic), over: second.levels(statistic)) }
    guard let position = first.projections.firstIndex(of: projection) else { return nil }
    return LevelRatio(
      first.levels(statistic).projection(at: position),
      over: second.levels(statistic).projection(at: position))
  }

  /// Fast over slow of the MAD over all layers: style `none` over `detailed`, correct responses.
  package func madFastOverSlow(
    _ statistic: Statistic, of projection: Projection? = nil, model: String, task: String
  ) -> MADRatio? {
    guard let fast = condition(model: model, task: task, style: .none),
      let slow = condition(model: model, task: task, style: .detailed), fast.projections == slow.projections
    else { return nil }
    return MADRatio(fast, over: slow, statistic, of: projection.map { [$0] } ?? fast.projections)
  }

  /// The level of irrelevant responses over that of correct ones, in one style.
  package func irrelevantOverCorrect(
    _ statistic: Statistic, of projection: Projection? = nil, model: String, task: String,
    style: ResponseStyle
  ) -> LevelRatio? {
    levelRatio(
      statistic, of: projection,
      condition(model: model, task: task, style: style, relevance: .irrelevant),
      over: condition(model: model, task: task, style: style))
  }
}
