import Analysis
import Gradients
import Studies

extension StudySnapshot {
  /// Takes what is compared from an analysis.
  ///
  /// - Throws: `StoreError` when samples cannot be read.
  package init(_ analysis: StudyAnalysis, isRounded: Bool) throws {
    self.init(name: analysis.study.name)
    self.isRounded = isRounded
    for condition in analysis.conditions { add(condition) }
    for model in analysis.study.models {
      for task in analysis.study.tasks { addRatios(analysis, model: model.name, task: task.name) }
    }
    for result in try analysis.claims().results {
      for cell in result.cells { add(cell, of: result.claim) }
    }
  }

  private mutating func add(_ condition: ConditionAnalysis) {
    let place = [
      condition.model, condition.condition.task, condition.condition.style.rawValue,
      condition.condition.relevance.rawValue,
    ]
    let coverage = condition.coverage
    conditions[Quantity(.condition, place)] = SampleCounts(
      computed: coverage.computed, skipped: coverage.skippedCount, missing: coverage.missing)
    for statistic in Statistic.allCases {
      for projection in condition.projections {
        guard let curve = condition.curve(statistic, of: projection) else { continue }
        let names = place + [statistic.rawValue, projection.rawValue]
        curves[Quantity(.curve, names)] = curve
        guard let mad = condition.mad(statistic, of: projection)?.all, mad.isFinite else { continue }
        numbers[Quantity(.mad, names)] = Estimate(
          mad, condition.madInterval(statistic, of: projection), sampleCount: curve.sampleCount)
      }
    }
  }

  private mutating func addRatios(_ analysis: StudyAnalysis, model: String, task: String) {
    for statistic in Statistic.allCases {
      for projection in [nil] + Projection.allCases.map(Optional.some) {
        let ratio = analysis.fastOverSlow(statistic, of: projection, model: model, task: task)
        guard let ratio else { continue }
        let names = [model, task, statistic.rawValue, projection?.rawValue ?? "all"]
        numbers[Quantity(.ratio, names)] = Estimate(
          ratio.value, ratio.interval, sampleCount: ratio.pairCount)
      }
    }
  }

  private mutating func add(_ cell: ClaimCell, of claim: PaperClaim) {
    let names = [claim.name, cell.test.name, cell.subject.name, cell.task]
    verdicts[Quantity(.verdict, names)] = cell.verdict.words
    for normalisation in Normalisation.allCases {
      guard let effect = cell.effect(normalisation) else { continue }
      numbers[Quantity(.effect, names + [normalisation.rawValue])] = Estimate(
        effect.value, effect.interval, sampleCount: effect.sampleCount)
    }
  }
}
