import Analysis
import Figures
import Gradients
import Studies
import Support

/// Findings of the data, in sentences made from the numbers: nothing is called good, bad or expected.
struct Findings {
  private let analysis: StudyAnalysis
  private let statistic: Statistic

  init(_ analysis: StudyAnalysis, statistic: Statistic) {
    self.analysis = analysis
    self.statistic = statistic
  }

  /// The sentences, each with its topic; fewer where the study has no such conditions.
  var points: [PointModel] {
    [fastAndSlow, unevenness, effectiveRank, tuning, relevance].compactMap(\.self)
  }

  /// A model and a task with a ratio.
  private struct RatioOnTask {
    let model: StudyModel
    let task: StudyTask
    let ratio: LevelRatio
    var name: String { "\(model.label) on \(task.label)" }
  }

  private func ratios(_ statistic: Statistic) -> [RatioOnTask] {
    analysis.study.tasks.flatMap { task in
      analysis.study.models.compactMap { model in
        analysis.fastOverSlow(statistic, model: model.name, task: task.name).map {
          RatioOnTask(model: model, task: task, ratio: $0)
        }
      }
    }
  }

  private var fastAndSlow: PointModel? { comparison(topic: "Fast and slow", statistic: statistic) }

  private var effectiveRank: PointModel? {
    statistic == .effectiveRank ? nil : comparison(topic: "Directions", statistic: .effectiveRank)
  }

  /// Tells where a statistic is higher without a chain of thought, and by how much.
  private func comparison(topic: String, statistic: Statistic) -> PointModel? {
    let places = ratios(statistic).sorted { $0.ratio.value < $1.ratio.value }
    guard let least = places.first, let most = places.last else { return nil }
    let above = places.count { ($0.ratio.interval?.lower ?? 1) > 1 }
    let below = places.count { ($0.ratio.interval?.upper ?? 1) < 1 }
    let undecided = places.count - above - below
    var text =
      "The \(statistic.words.name) of responses without a chain of thought is higher than that of detailed "
    text += "ones in \(above) of \(Self.pairs(places.count)) and lower in \(below)"
    text += undecided == 0 ? ". " : "; in \(undecided) the 95 % interval of their ratio holds 1. "
    if places.count == 1 {
      text +=
        "The ratio is \(Self.withInterval(least.ratio)) (\(Captions.counts([least.ratio.pairCount], "paired sample")))."
    } else {
      text += "The ratio runs from \(Self.withInterval(least.ratio)) (\(least.name)) to "
      text += "\(Self.withInterval(most.ratio)) (\(most.name))."
    }
    return PointModel(topic: topic, text: text)
  }

  private var unevenness: PointModel? {
    let changes = ratios(statistic).flatMap { place -> [(fast: Double, slow: Double)] in
      guard
        let fast = analysis.condition(model: place.model.name, task: place.task.name, style: .none),
        let slow = analysis.condition(model: place.model.name, task: place.task.name, style: .detailed)
      else { return [] }
      return fast.projections.compactMap { projection in
        guard let a = fast.mad(statistic, of: projection)?.all,
          let b = slow.mad(statistic, of: projection)?.all
        else { return nil }
        return (a, b)
      }
    }
    guard !changes.isEmpty else { return nil }
    let falls = changes.count { $0.slow < $0.fast }
    let shares = changes.filter { $0.fast > 0 }.map { $0.slow / $0.fast }.sorted()
    var text =
      "From no to a detailed chain of thought the difference between neighbouring layers (MAD of the "
    text +=
      "\(statistic.words.name)) falls in \(falls) of \(changes.count) combinations of model, task and projection"
    if let median = Self.median(shares) {
      text += "; the median of detailed over none is \(NumberText.ratio(median))"
    }
    return PointModel(topic: "Unevenness over layers", text: text + ".")
  }

  private var tuning: PointModel? {
    let pairs = ModelPair.all(in: analysis.study).flatMap { pair in
      analysis.study.tasks.compactMap { task -> (base: Double, instruct: Double)? in
        guard let base = analysis.fastOverSlow(statistic, model: pair.base.name, task: task.name),
          let instruct = analysis.fastOverSlow(statistic, model: pair.instruct.name, task: task.name)
        else { return nil }
        return (base.value, instruct.value)
      }
    }
    guard !pairs.isEmpty else { return nil }
    let larger = pairs.count { $0.instruct > $0.base }
    let base = Self.median(pairs.map(\.base).sorted()) ?? 1
    let instruct = Self.median(pairs.map(\.instruct).sorted()) ?? 1
    let text =
      "The ratio of fast to slow is larger for the instruct model than for its base model in \(larger) of "
      + "\(pairs.count) comparisons; the medians are \(NumberText.ratio(base)) for base and "
      + "\(NumberText.ratio(instruct)) for instruct models."
    return PointModel(topic: "Base and instruct", text: text)
  }

  private var relevance: PointModel? {
    let parts = ResponseStyle.allCases.compactMap { style -> String? in
      let values = analysis.study.models.flatMap { model in
        analysis.study.tasks.flatMap { task in
          Projection.allCases.compactMap { projection in
            analysis.relativeDifference(
              statistic, of: projection, model: model.name, task: task.name, style: style)?.mean
          }
        }
      }
      return Self.median(values.sorted()).map { "\(NumberText.ratio($0)) for \(style.phrase)" }
    }
    guard !parts.isEmpty else { return nil }
    let text =
      "Between the curves of correct and of irrelevant responses the median relative difference of the "
      + "\(statistic.words.name), over models, tasks and projections, is \(WordList.and(parts))."
    return PointModel(topic: "Correct and irrelevant", text: text)
  }

  private static func pairs(_ count: Int) -> String {
    count == 1 ? "1 pair of model and task" : "\(count) pairs of model and task"
  }

  private static func withInterval(_ ratio: LevelRatio) -> String {
    let value = NumberText.ratio(ratio.value)
    return ratio.interval.map {
      "\(value) [\(NumberText.ratio($0.lower)), \(NumberText.ratio($0.upper))]"
    } ?? value
  }

  private static func median(_ sorted: [Double]) -> Double? {
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
