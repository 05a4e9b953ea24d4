import Gradients
import Store
import Studies

/// Makes the numbers of one subject on one task from its samples.
struct MeasureMaker {
  /// Reads the samples of a model under a condition; nil where there are none.
  typealias Source = (_ model: String, _ condition: Condition) throws -> ConditionResults?

  let task: StudyTask
  let projections: [Projection]
  let bootstrap: Bootstrap
  let source: Source
  /// Reads the cosines of a model under a condition; nil where there are none.
  let cosines: (_ model: String, _ condition: Condition) throws -> ConditionCosines?

  /// The numbers so far, in any order.
  private(set) var made: [Measure: Outcomes] = [:]

  /// Nothing yet.
  init(
    task: StudyTask, projections: [Projection], bootstrap: Bootstrap, source: @escaping Source,
    cosines: @escaping (String, Condition) throws -> ConditionCosines?
  ) {
    self.task = task
    self.projections = projections
    self.bootstrap = bootstrap
    self.source = source
    self.cosines = cosines
  }

  /// The samples of a style of the task, nil where there is none that counts.
  func samples(
    _ model: String, _ style: ResponseStyle, _ relevance: Relevance = .correct,
    _ statistic: Statistic = .nuclearNorm
  ) throws -> ComparedSamples? {
    let condition = Condition(task: task.name, style: style, relevance: relevance)
    guard task.conditions.contains(condition), let results = try source(model, condition),
      let samples = ComparedSamples(results, statistic, of: projections), !samples.indices.isEmpty
    else { return nil }
    return samples
  }

  /// Enters a number.
  mutating func add(_ measure: Measure, _ normalisation: Normalisation, _ outcome: EffectOutcome) {
    made[measure, default: [:]][normalisation] = outcome
  }

  /// Enters that a number is undefined under every normalisation, or under some.
  mutating func add(
    _ measures: [Measure], undefined reason: String,
    under normalisations: [Normalisation] = Normalisation.allCases
  ) {
    for measure in measures {
      for normalisation in normalisations { add(measure, normalisation, .undefined(reason)) }
    }
  }

  /// Enters numbers that were resampled together, in the order of `measures`, with the noise that `noise` finds in them.
  mutating func add(
    _ measures: [Measure], _ found: [Normalisation: Result<[Resampled], MatchedCurves.Failure>],
    noise: (Measure, Normalisation, Resampled) -> Noise? = { _, _, _ in nil }
  ) {
    for (normalisation, result) in found {
      switch result {
      case .failure(let failure): add(measures, undefined: failure.reason, under: [normalisation])
      case .success(let numbers):
        for (measure, number) in zip(measures, numbers) {
          add(
            measure, normalisation,
            EffectOutcome(
              number, measure.scale, for: ClaimTest.prediction(of: measure),
              noise: noise(measure, normalisation, number)))
        }
      }
    }
  }
}

/// Reasons that several numbers share.
extension MeasureMaker {
  static func lack(_ styles: ResponseStyle..., relevance: Relevance = .correct) -> String {
    let names = styles.map(\.rawValue).joined(separator: " or ")
    return "no results for \(relevance == .irrelevant ? "irrelevant " : "")responses of style \(names)"
  }

  static let noPairs = "no instruction has a finite sample under all conditions that are compared"
}
