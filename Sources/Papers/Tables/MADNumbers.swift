import Analysis
import Gradients
import Studies

/// The MAD of one condition for a table, by projection and part of the decoder.
struct MADNumbers {
  /// A part of the decoder.
  enum Part: String, CaseIterable {
    case early, middle, last, all

    /// At the head of a column.
    var label: String { rawValue.capitalized }

    func value(_ mad: MeanAbsoluteDifference) -> Double? {
      switch self {
      case .early: mad.early
      case .middle: mad.middle
      case .last: mad.last
      case .all: mad.all
      }
    }
  }

  private let statistic: Statistic
  private let condition: ConditionAnalysis

  init(_ statistic: Statistic, _ condition: ConditionAnalysis) {
    self.statistic = statistic
    self.condition = condition
  }

  /// The numbers of `places`. An interval is the one that is kept, else it is made from the samples.
  ///
  /// - Throws: `StoreError.store` when these cannot be read.
  func numbers(
    _ places: [(projection: Projection, part: Part)], intervals: Bool, _ analysis: StudyAnalysis
  ) throws -> [PaperTable.Number?] {
    let areKept = ConditionAnalysis.resampled.contains(statistic) && places.allSatisfy { $0.part == .all }
    let samples =
      intervals && !areKept
      ? try ResampledCurves(analysis, model: condition.model, conditions: [condition.condition]) : nil
    return places.map { projection, part in
      condition.mad(statistic, of: projection).flatMap(part.value).map { value in
        let kept = areKept ? condition.madInterval(statistic, of: projection) : nil
        let made = samples?.interval(statistic, of: projection) {
          part.value(MeanAbsoluteDifference($0[0]))
        }
        return PaperTable.Number(value: value, interval: kept ?? made)
      }
    }
  }
}
