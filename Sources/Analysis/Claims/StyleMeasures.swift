import Numerics
import Studies

/// Numbers of fast against slow responses.
extension MeasureMaker {
  /// Level, MAD and relative MAD, fast over slow, and the effective rank, slow over fast.
  mutating func addFastAndSlow(_ model: String) throws {
    let parts = DepthPart.allCases
    let measures =
      [Measure.level(.none, over: .detailed)] + parts.map { .mad($0, .none, over: .detailed) }
      + parts.map { .relativeMAD($0, .none, over: .detailed) }
    guard let fast = try samples(model, .none), let slow = try samples(model, .detailed) else {
      add(measures + [.effectiveRank(.detailed, over: .none)], undefined: Self.lack(.none, .detailed))
      return
    }
    let compared = CurveComparison(paired: [[fast, slow]], names: ["fast", "slow"])
    guard compared.rowCount > 0 else { return add(measures, undefined: Self.noPairs) }
    let shape = compared.shape
    let found = compared.resampled(by: bootstrap) { curves in
      let level = shape.logLevel(curves[0]) - shape.logLevel(curves[1])
      let mads = parts.map { shape.logMAD(curves[0], in: $0) - shape.logMAD(curves[1], in: $0) }
      return [level] + mads + mads.map { $0 - level }
    }
    let noise = MADNoises([compared.conditions])
    add(measures, found) { measure, normalisation, number in
      guard let place = measures.firstIndex(of: measure), place > 0 else { return nil }
      let found = noise.noise(of: number, parts[(place - 1) % parts.count], normalisation)
      // Of relative MAD the level would have to be taken out of the correction as well.
      return place <= parts.count ? found : found.map { Noise(corrected: nil, share: $0.share) }
    }
    addShortParts(measures, shape)
    try addEffectiveRank(model)
  }

  /// Says of parts of fewer than two layers that these are too few.
  private mutating func addShortParts(_ measures: [Measure], _ shape: CurveShape) {
    for (place, part) in DepthPart.allCases.enumerated() where part.layers(of: shape.layers).count < 2 {
      let short = [measures[1 + place], measures[1 + place + DepthPart.allCases.count]]
      add(short, undefined: "the model has fewer than two \(part == .all ? "" : "\(part) ")layers")
    }
  }

  private mutating func addEffectiveRank(_ model: String) throws {
    let measure = Measure.effectiveRank(.detailed, over: .none)
    guard let fast = try samples(model, .none, .correct, .effectiveRank),
      let slow = try samples(model, .detailed, .correct, .effectiveRank)
    else { return add([measure], undefined: "the whole spectra are not known") }
    let compared = CurveComparison(paired: [[slow, fast]], names: ["slow", "fast"])
    guard compared.rowCount > 0 else { return add([measure], undefined: Self.noPairs) }
    let shape = compared.shape
    add(
      [measure],
      compared.resampled(by: bootstrap) { [shape.logLevel($0[0]) - shape.logLevel($0[1])] })
    add([measure], undefined: "the effective rank does not grow with the loss", under: [.perLoss])
  }

  /// MAD and relative MAD of each style by themselves.
  mutating func addUnevenness(_ model: String) throws {
    let parts = DepthPart.allCases
    for style in task.styles {
      let measures = parts.map { Measure.mad($0, of: style) } + parts.map { .relativeMAD($0, of: style) }
      guard let samples = try samples(model, style) else {
        add(measures, undefined: Self.lack(style))
        continue
      }
      for (normalisation, samples) in [(Normalisation.raw, samples), (.perLoss, samples.perLoss)] {
        var columns = SampleColumns(rowCount: samples.indices.count)
        let place = CurveColumns(samples.curves, to: &columns)
        let shape = samples.shape
        let found = bootstrap.resampled(columns) { sums in
          guard let curves = place.means(sums) else { return measures.map { _ in .nan } }
          let level = shape.logLevel(curves)
          let mads = parts.map { shape.logMAD(curves, in: $0) }
          return mads + mads.map { $0 - level }
        }
        add(measures, [normalisation: .success(found)]) { measure, _, _ in
          guard let place = measures.firstIndex(of: measure) else { return nil }
          let noise = samples.madNoise(in: parts[place % parts.count])
          return place < parts.count ? noise : noise.map { Noise(corrected: nil, share: $0.share) }
        }
      }
      add(measures, undefined: "one condition has nothing to be matched with", under: [.matched])
    }
  }
}

/// The noise in ratios of MADs, fast over slow, of one model or of several whose ratios are compared.
struct MADNoises {
  private let conditions: [Normalisation: [[ComparedSamples]]]

  /// Takes the conditions two by two.
  init(_ pairs: [[ComparedSamples]]) {
    conditions = [.raw: pairs, .perLoss: pairs.map { $0.map(\.perLoss) }]
  }

  /// The noise of `number`, a ratio of MADs in a part or one relative to levels; of matched curves as resamples tell.
  func noise(of number: Resampled, _ part: DepthPart, _ normalisation: Normalisation) -> Noise? {
    guard let pairs = conditions[normalisation] else { return .ofResamples(number) }
    let ratios = pairs.map { Noise.ratio($0[0].madNoise(in: part), over: $0[1].madNoise(in: part)) }
    return ratios.dropFirst().reduce(ratios[0]) { Noise.ratio($0, over: $1) }
  }
}
