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
  /// Subject of the claim, at the head of a panel.
  let title: String
  /// Ratio in words: what is divided by what.
  let ratio: String
  /// One sentence that says what it compares.
  let meaning: String
  /// The responses above the line of the ratio, by style and relevance.
  var above: Responses = (.none, .correct)
  /// The responses below the line, by style and relevance.
  var below: Responses = (.detailed, .correct)
  /// Statistic that is compared; the request's when nil.
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

/// Findings of a study on each claim of the papers: effects, places with results and no ratio, and claims
/// without either.
struct ClaimEffects {
  /// The effect for a model on a task.
  struct Entry {
    let pair: ModelOnTask
    let effect: Claim.Effect
  }

  /// A claim that has a panel.
  struct Shown {
    let claim: Claim
    /// Every model and task with results to compare, in the order of the tasks; without an effect where a level or a
    /// MAD is zero or no sample is finite in both.
    let compared: [(pair: ModelOnTask, effect: Claim.Effect?)]

    var entries: [Entry] {
      compared.compactMap { item in item.effect.map { Entry(pair: item.pair, effect: $0) } }
    }

    /// Places that have no ratio.
    var undefined: [ModelOnTask] { compared.filter { $0.effect == nil }.map(\.pair) }
  }

  /// The claims that have results to compare, in the order of the papers.
  let shown: [Shown]
  /// Every model and task that is shown.
  let pairs: [ModelOnTask]
  /// Claims of which no model has results on both sides.
  private let unmatched: [Claim]
  /// Claims of which no sample has a finite value.
  private let unknown: [Claim]

  /// Compares what `request` asks for; the claim of the effective rank is left out where it is the statistic itself, of
  /// which it would be the strength once more.
  init(_ selection: Selection) {
    let pairs = selection.tasks.flatMap { task in
      selection.models.map { ModelOnTask(model: $0, task: task) }
    }
    let claims = Claim.all.filter { $0.statistic != selection.request.measured }
    let all = claims.map { claim in
      Shown(
        claim: claim,
        compared: pairs.filter { claim.conditions(selection, $0) != nil }.map {
          ($0, claim.finiteEffect(selection, $0))
        })
    }
    let isKnown = { (item: Shown) in
      item.compared.contains { item.claim.isKnown(selection, $0.pair) }
    }
    unmatched = all.filter(\.compared.isEmpty).map(\.claim)
    unknown = all.filter { !$0.compared.isEmpty && !isKnown($0) }.map(\.claim)
    let shown = all.filter { !$0.compared.isEmpty && isKnown($0) }
    self.shown = shown
    let ids = Set(shown.flatMap(\.compared).map(\.pair.id))
    self.pairs = pairs.filter { ids.contains($0.id) }
  }

  /// Whether there is a single effect.
  var hasEffects: Bool { shown.contains { !$0.entries.isEmpty } }

  /// Sentence that names the places without a ratio, nil when all have one.
  var undefinedSentence: String? {
    let names = shown.flatMap { item in
      item.undefined.map { "\(item.claim.title.lowercased()) of \($0.words)" }
    }
    if names.isEmpty { return nil }
    let rest = names.count - Self.mostNamed
    return "No ratio, since a level or a MAD is zero or no sample is finite in both: "
      + names.prefix(Self.mostNamed).joined(separator: "; ") + (rest > 0 ? "; and \(rest) more." : ".")
  }

  /// Sentences that say which claims have no panel and why, nil when all have one.
  var absentSentence: String? {
    let titles = { (claims: [Claim]) in claims.map(\.title).joined(separator: ", ") }
    let sentences = [
      unmatched.isEmpty ? nil : "Without a panel for want of results to compare: \(titles(unmatched)).",
      unknown.isEmpty ? nil : "Without a panel, since no sample has a finite value: \(titles(unknown)).",
    ].compactMap(\.self)
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  private static let mostNamed = 4
}

extension Claim {
  /// Finds the conditions that it compares for a model on a task, above and below; nil when either has no
  /// result.
  fileprivate func conditions(_ selection: Selection, _ pair: ModelOnTask) -> [ConditionAnalysis]? {
    let found = [above, below].compactMap { selection.condition(pair, $0.style, $0.relevance) }
      .filter { $0.coverage.computed > 0 }
    return found.count == 2 ? found : nil
  }

  /// The effect, nil where it is not a positive number.
  fileprivate func finiteEffect(_ selection: Selection, _ pair: ModelOnTask) -> Effect? {
    effect(selection.analysis, selection.request, pair.model, pair.task)
      .flatMap { $0.value.isFinite && $0.value > 0 ? $0 : nil }
  }

  /// Whether either side of the ratio has a sample with a finite value.
  fileprivate func isKnown(_ selection: Selection, _ pair: ModelOnTask) -> Bool {
    let statistic = statistic ?? selection.request.measured
    return conditions(selection, pair)?.contains { condition in
      selection.projections(of: [condition]).contains { condition.curve(statistic, of: $0) != nil }
    } ?? false
  }
}
