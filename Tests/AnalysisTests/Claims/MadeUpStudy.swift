import Analysis
import Foundation
import Gradients
import Store
import Studies
import Support
import TestSupport

/// A study whose samples follow rules that a test sets, without a store: a pair of models, one task of reasoning and one
/// of knowledge.
struct MadeUpStudy: GradientDetails {
  /// Nuclear norms, a list of layers for each projection, with loss and length.
  struct Sample {
    var curves: [[Double]]
    var loss = 1.0
    var length: Int? = 20
  }

  var samples = 24
  /// Whether conditions list their samples from the last to the first.
  var isReversed = false
  /// Multiplies all gradients.
  var scale = 1.0
  /// Makes the sample of an instruction.
  var make: @Sendable (_ model: String, _ condition: Condition, _ index: Int) -> Sample?
  /// Makes the size of all cosines of a condition; nil keeps none.
  var cosine: (@Sendable (Condition) -> Double)?

  private let folder: TemporaryFolder

  init(_ make: @escaping @Sendable (_ model: String, _ condition: Condition, _ index: Int) -> Sample?) throws
  {
    folder = try TemporaryFolder()
    self.make = make
  }

  static let layers = 8

  func study() throws -> Study {
    let cot = ["none", "detailed"].map { "      \($0): { correct: \($0).json, irrelevant: \($0)-not.json }" }
    let knowledge = ["popular-100", "popular-500", "popular-1000", "unpopular"].map {
      "      \($0): { correct: \($0).json }"
    }
    try folder.write(
      """
      name: made-up
      title: Made up
      models:
        - { name: base, path: models/base, stage: base }
        - { name: instruct, path: models/instruct, stage: instruct, partner: base }
      tasks:
        - name: sums
          kind: math
          data:
      \(cot.joined(separator: "\n"))
        - name: facts
          kind: knowledge
          data:
      \(knowledge.joined(separator: "\n"))
      settings:
        projections: [q, v]
      """, to: "study.yml")
    return try Study(at: folder.url, checksFiles: false)
  }

  func analysis(families: [String] = ["Llama", "Llama"]) throws -> StudyAnalysis {
    let study = try study()
    let facts = zip(study.models, families).map { model, family in
      (
        model.name,
        ModelFacts(
          fingerprint: ContentHash(of: model.name.utf8), family: family, layerCount: Self.layers,
          hiddenSize: 8,
          vocabularySize: 10, parameterCount: 100)
      )
    }
    return StudyAnalysis(
      study: study, facts: Dictionary(uniqueKeysWithValues: facts), conditions: [], details: self)
  }

  /// Claims by few resamples, since debug builds are slow; the ends of intervals hardly change.
  func claims() throws -> StudyClaims { try analysis().claims(by: Bootstrap(resamples: 200, seed: 5)) }

  func results(model: String, condition: Condition) throws -> ConditionResults? {
    let results = (0..<samples).compactMap { index -> SampleResult? in
      guard let sample = make(model, condition, index) else { return nil }
      return SampleResult(
        index: index, loss: sample.loss, tokenCount: sample.length.map { $0 + 10 }, labelCount: sample.length,
        summaries: (0..<Self.layers).flatMap { layer in
          sample.curves.map { curve in
            let value = curve[layer] * scale
            return SpectrumSummary(
              nuclearNorm: value, largest: value / 2, smallest: 0, frobeniusNorm: value * 0.7,
              effectiveRank: 2 + curve[layer] / 10, mean: 0)
          }
        })
    }
    return ConditionResults(
      model: model, condition: condition, layerCount: Self.layers, projections: [.q, .v],
      samples: isReversed ? results.reversed() : results, skipped: [])
  }

  func cosines(model: String, condition: Condition) throws -> ConditionCosines? {
    guard let size = cosine?(condition) else { return nil }
    let cosines = [Projection.q, .v].flatMap { projection in
      (0..<Self.layers - 1).map { layer in
        GradientCosine(
          .init(layer: layer, projection: projection), .init(layer: layer + 1, projection: projection),
          value: layer % 2 == 0 ? size : -size)
      }
    }
    return ConditionCosines(
      model: model, condition: condition, layerCount: Self.layers,
      samples: (0..<samples).map { SampleCosines(index: $0, layerCount: Self.layers, cosines: cosines) })
  }

  func spectra(model: String, condition: Condition, layer: Int, projection: Projection) -> [SampleSpectrum] {
    []
  }
  func tokenShareSamples(model: String, condition: Condition) -> [Int] { [] }
  func tokenShares(model: String, condition: Condition, sample index: Int) -> TokenShares? { nil }
}

extension MadeUpStudy {
  /// A number around 1 that depends on nothing but the words, with the spread `spread`.
  static func noise(_ words: String, _ spread: Double = 0.1) -> Double {
    var generator = SplitMix64(
      seed: words.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 })
    return exp(spread * Double.random(in: -1...1, using: &generator))
  }

  /// A curve that rises and falls, at the height `level`.
  static func curve(_ level: Double) -> [Double] {
    (0..<layers).map { layer in
      let step = layer.isMultiple(of: 2) ? 0.4 : -0.4
      return level * (1 + step + 0.05 * Double(layer))
    }
  }
}
