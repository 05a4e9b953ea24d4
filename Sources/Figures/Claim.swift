import Analysis
import Gradients
import Studies

/// A claim of the papers as an effect size: a ratio that is 1 where there is no effect.
struct Claim: Sendable {
  /// A ratio with what is known of its certainty.
  struct Effect: Sendable {
    let value: Double
    let interval: Interval?
    let sampleCount: Int
  }

  /// Names it in files.
  let name: String
  /// What it is about, at the head of a panel.
  let title: String
  /// What is divided by what.
  let ratio: String
  /// One sentence that says what it compares.
  let meaning: String
  /// The responses above the line of the ratio, by style and relevance.
  var above: Responses = (.none, .correct)
  /// Those below it.
  var below: Responses = (.detailed, .correct)
  /// What is compared; that of the request when nil.
  var statistic: Statistic?
  /// The effect for a model on a task, nil where the study lacks it.
  let effect: @Sendable (StudyAnalysis, FigureRequest, StudyModel, StudyTask) -> Effect?

  /// The responses of a task on one side of a ratio.
  typealias Responses = (style: ResponseStyle, relevance: Relevance)

  /// Every claim, in the order of the figure.
  static let all: [Claim] = [.strength, .unevenness, .directions, .relevance]

  /// Gradients are larger without a chain of thought.
  private static let strength = Claim(
    name: "strength", title: "Strength", ratio: "Fast / slow",
    meaning: "strength: the level of the statistic without a chain of thought over that with a detailed one"
  ) { analysis, request, model, task in
    analysis.fastOverSlow(request.measured, of: request.projection, model: model.name, task: task.name)
      .map(Effect.init)
  }

  /// They are less even over the layers.
  private static let unevenness = Claim(
    name: "unevenness", title: "Unevenness", ratio: "Fast / slow",
    meaning:
      "unevenness: the mean absolute difference (MAD) between neighbouring layers without a chain of thought over "
      + "that with a detailed one"
  ) { analysis, request, model, task in
    analysis.madFastOverSlow(request.measured, of: request.projection, model: model.name, task: task.name)
      .map { Effect(value: $0.value, interval: $0.interval, sampleCount: $0.sampleCount) }
  }

  /// They have fewer directions.
  private static let directions = Claim(
    name: "directions", title: "Effective rank", ratio: "Fast / slow",
    meaning: "effective rank: its level without a chain of thought over that with a detailed one",
    statistic: .effectiveRank
  ) { analysis, request, model, task in
    analysis.fastOverSlow(.effectiveRank, of: request.projection, model: model.name, task: task.name)
      .map(Effect.init)
  }

  /// Irrelevant responses have other gradients than correct ones, the more so when they think slowly.
  private static let relevance = Claim(
    name: "relevance", title: "Relevance", ratio: "Irrelevant / correct",
    meaning: "relevance: the level of the statistic for responses of another instruction over that for "
      + "responses that answer, with a detailed chain of thought", above: (.detailed, .irrelevant)
  ) { analysis, request, model, task in
    analysis.irrelevantOverCorrect(
      request.measured, of: request.projection, model: model.name, task: task.name, style: .detailed
    ).map(Effect.init)
  }
}

extension Claim.Effect {
  fileprivate init(_ ratio: LevelRatio) {
    self.init(value: ratio.value, interval: ratio.interval, sampleCount: ratio.pairCount)
  }
}
