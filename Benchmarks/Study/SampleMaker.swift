import Analysis
import Foundation
import Gradients
import Studies
import Support

/// Makes the samples of one model under one condition: curves like those of the papers, with noise that is shared by the
/// layers of a sample and by the conditions of an instruction, as it is in measured ones.
struct SampleMaker {
  let model: StudyModel
  let condition: Condition
  let layerCount: Int
  private var noise: SplitMix64

  init(model: StudyModel, condition: Condition, layerCount: Int) {
    self.model = model
    self.condition = condition
    self.layerCount = layerCount
    noise = SplitMix64(seed: Self.seed("\(model.name) \(condition.words)"))
  }

  /// Samples that were made: tokens of the response, and what was computed or why not.
  struct Made {
    let labelCount: Int
    let outcome: SampleOutcome
  }

  /// The samples at the places 0 to `count` of the data file; one in 400 has no label.
  mutating func samples(_ count: Int) -> [Made] {
    // What makes an instruction hard makes it hard for every model and in every style.
    var hardness = SplitMix64(seed: Self.seed(condition.task))
    return (0..<count).map { index in
      let hard = Self.bell(&hardness)
      guard index % 400 != 399 else { return Made(labelCount: 0, outcome: .skipped(.noLabels)) }
      let length = max(Self.length(condition.style) * exp(0.45 * Self.bell(&noise)), 1)
      let strength = gain * exp(0.5 * hard + 0.2 * Self.bell(&noise)) / length.squareRoot()
      let loss = 1.1 * exp(0.3 * hard + 0.1 * Self.bell(&noise))
      return Made(
        labelCount: Int(length),
        outcome: .computed(
          SampleGradients(loss: loss, gradients: gradients(strength: strength * loss, length: length))))
    }
  }

  private mutating func gradients(strength: Double, length: Double) -> [ProjectionGradient] {
    var drift = [0.0, 0, 0, 0]
    return (0..<layerCount).flatMap { layer in
      Projection.attention.enumerated().map { place, projection in
        // Neighbouring layers of a sample err alike.
        drift[place] = 0.8 * drift[place] + 0.12 * Self.bell(&noise)
        return ProjectionGradient(
          layer: layer, projection: projection,
          summary: summary(layer, place, strength: strength * exp(drift[place]), length: length))
      }
    }
  }

  private mutating func summary(_ layer: Int, _ place: Int, strength: Double, length: Double)
    -> SpectrumSummary
  {
    let depth = Double(layer) / Double(layerCount - 1)
    let roughness = condition.style == .none ? 0.35 : 0.1
    let wave = 1 + roughness * sin(Double(layer * (3 + place)) * 1.7)
    let end = (depth - 0.93) / 0.07
    let shape = (0.35 + exp(-5 * depth) + 0.5 * exp(-end * end)) * wave
    let nuclear = strength * [0.45, 0.4, 1.5, 1.1][place] * shape
    let rank = 2 + 5 * pow(length, 0.38) * (0.7 + 0.5 * sin(.pi * depth))
    let largest = nuclear / rank.squareRoot() * (0.8 + 0.02 * Self.bell(&noise))
    return SpectrumSummary(
      nuclearNorm: nuclear, largest: largest, smallest: 0, frobeniusNorm: largest * (1.25 + 0.01 * rank),
      effectiveRank: rank, mean: 1e-7 * Self.bell(&noise))
  }

  private var gain: Double {
    let tuning = model.stage == .base ? 1 : condition.style == .none ? 1.5 : 0.9
    let relevance = condition.relevance == .correct ? 1 : condition.style == .none ? 1.1 : 1.6
    return 6 * tuning * relevance * (1 + Double(layerCount - 26) / 30)
  }

  /// Tokens of a typical response.
  private static func length(_ style: ResponseStyle) -> Double {
    switch style {
    case .none: 6
    case .simplified: 60
    case .detailed: 240
    case .popular100: 130
    case .popular500: 600
    case .popular1000: 900
    case .unpopular: 220
    }
  }

  private static func seed(_ name: String) -> UInt64 {
    name.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }

  /// A number that is bell-shaped about 0 with a standard deviation of 1.
  private static func bell(_ generator: inout SplitMix64) -> Double {
    // Four uniform numbers of 16 bits each: enough for noise, and quick.
    let bits = generator.next()
    let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    return (Double(sum) / 65536 - 2) * 1.7320508075688772
  }
}
