import Studies
import Synchronization

/// Ratios of levels that were asked for: a site names the same ones in its figures, tables and sentences.
final class RatioMemory: Sendable {
  private struct Key: Hashable {
    let statistic: Statistic
    let first: [String]
    let second: [String]
  }

  private let known = Mutex<[Key: LevelRatios]>([:])

  /// The ratios of the levels of `statistic` in two conditions of the same projections.
  func ratios(
    _ statistic: Statistic, _ first: ConditionAnalysis, over second: ConditionAnalysis
  ) -> LevelRatios {
    let names = [first, second].map { [$0.model, $0.condition.words] }
    let key = Key(statistic: statistic, first: names[0], second: names[1])
    if let found = known.withLock({ $0[key] }) { return found }
    let found = LevelRatios(first.levels(statistic), over: second.levels(statistic))
    known.withLock { $0[key] = found }
    return found
  }
}
