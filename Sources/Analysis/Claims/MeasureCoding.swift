/// Numbers behind claims as they are kept.
enum MeasureCoding {
  /// The numbers as bytes, in a fixed order.
  static func encoded(_ numbers: [Measure: Outcomes]) -> [UInt8] {
    var writer = NumberWriter()
    writer.write(numbers.count)
    for (measure, outcomes) in numbers.sorted(by: { $0.key.name < $1.key.name }) {
      writer.write(text: measure.name)
      writer.write(text: measure.scale.rawValue)
      for normalisation in Normalisation.allCases {
        writer.write(outcomes[normalisation]) { $1.write(outcome: $0) }
      }
    }
    return writer.bytes
  }

  /// Reads what ``encoded(_:)`` wrote; nil when it is anything else.
  static func decoded(_ bytes: [UInt8]) -> [Measure: Outcomes]? {
    var reader = NumberReader(bytes)
    var numbers: [Measure: Outcomes] = [:]
    for _ in 0..<max(reader.int(), 0) {
      let name = reader.text()
      guard let scale = EffectScale(rawValue: reader.text()) else { return nil }
      var outcomes: Outcomes = [:]
      for normalisation in Normalisation.allCases {
        outcomes[normalisation] = reader.optional { $0.outcome() }
      }
      numbers[Measure(known: name, scale: scale)] = outcomes
    }
    return reader.isAtEnd ? numbers : nil
  }
}

extension NumberWriter {
  fileprivate mutating func write(outcome: EffectOutcome) {
    switch outcome {
    case .undefined(let reason):
      write(0)
      write(text: reason)
    case .measured(let effect):
      write(1)
      write(effect.value)
      write(effect.sampleCount)
      write(effect.p)
      write(effect.noise) {
        $1.write($0.corrected)
        $1.write($0.share)
      }
      write(effect.intervals) { intervals, writer in
        for interval in [intervals.percentile, intervals.corrected, intervals.shown] {
          writer.write(interval.lower)
          writer.write(interval.upper)
        }
      }
    }
  }
}

extension NumberReader {
  fileprivate mutating func outcome() -> EffectOutcome {
    guard int() == 1 else { return .undefined(text()) }
    let (value, count) = (double(), int())
    let p = optional { $0.double() }
    let noise = optional { reader in
      let corrected = reader.optional { $0.double() }
      return Noise(corrected: corrected, share: reader.double())
    }
    let intervals = optional { reader in
      let all = (0..<3).map { _ in Interval(reader.double(), reader.double()) }
      return EffectIntervals(percentile: all[0], corrected: all[1], shown: all[2])
    }
    return .measured(
      Effect(value: value, intervals: intervals, sampleCount: count, p: p, noise: noise))
  }
}
