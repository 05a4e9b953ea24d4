import Analysis
import Foundation
import Gradients
import Store
import Studies
import Support
import TestSupport

/// The study behind the gallery: two pairs of models that do not exist on three tasks that do not either, with numbers
/// made by formulas and a seeded generator. What it shows looks like what the papers found, and means nothing.
package struct GalleryStudy {
  package static let layers = 14
  package static let samples = 12

  /// Names, labels and how strong a model's gradients are.
  package static let models = [
    (name: "alder", label: "Alder 1B", gain: 1.0), (name: "cedar", label: "Cedar 7B", gain: 1.6),
  ]

  package static func study() throws -> Study { try GalleryStudyFile.study(GalleryStudyFile.text) }

  package static func analysis() throws -> StudyAnalysis {
    let study = try study()
    let conditions = study.models.flatMap { model in
      study.conditions.map { condition in
        ConditionAnalysis(
          results(model, condition), coverage: Coverage(expected: samples, computed: samples, skipped: [:]),
          run: run(study, model, condition))
      }
    }
    let facts = study.models.map { model in
      (
        model.name,
        ModelFacts(
          fingerprint: ContentHash(of: Array(model.name.utf8)), family: "Llama", layerCount: layers,
          hiddenSize: 2048, vocabularySize: 32_000, parameterCount: 1_000_000_000)
      )
    }
    return StudyAnalysis(
      study: study, facts: Dictionary(uniqueKeysWithValues: facts), conditions: conditions,
      details: GalleryDetails(study: study))
  }

  private static func run(_ study: Study, _ model: StudyModel, _ condition: Condition) -> RunDescription {
    let configuration = RunConfiguration(
      model: ContentHash(of: Array(model.name.utf8)), tokenizer: ContentHash(of: [1]), prompt: model.prompt,
      settings: study.settings, arithmetic: 1)
    return RunDescription(configuration: configuration, condition: condition, data: ContentHash(of: [2]))
  }

  package static func results(_ model: StudyModel, _ condition: Condition) -> ConditionResults {
    var noise = GalleryNoise("\(model.name) \(condition.words)")
    // What makes an instruction hard makes it hard in every condition of a task.
    var hardness = GalleryNoise(condition.task)
    let rows = (0..<samples).map { index in
      let length = length(condition.style) * exp(0.45 * noise.next())
      let strength = gain(model, condition) * exp(0.5 * hardness.next() + 0.12 * noise.next()) / sqrt(length)
      return SampleResult(
        index: index, loss: 1.2, tokenCount: Int(length) + 40, labelCount: max(Int(length), 1),
        summaries: (0..<layers).flatMap { layer in
          (0..<4).map { projection in
            summary(
              layer, projection, condition, strength: strength * exp(0.2 * noise.next()), length: length)
          }
        })
    }
    return ConditionResults(
      model: model.name, condition: condition, layerCount: layers, projections: Projection.attention,
      samples: rows, skipped: [])
  }

  /// Tokens of a typical response.
  package static func length(_ style: ResponseStyle) -> Double {
    switch style {
    case .none: 5
    case .simplified: 45
    case .detailed: 160
    case .popular100: 130
    case .popular500: 600
    case .popular1000: 900
    case .unpopular: 220
    }
  }

  private static func gain(_ model: StudyModel, _ condition: Condition) -> Double {
    let size = models.first { model.name.hasPrefix($0.name) }?.gain ?? 1
    let tuning = model.stage == .base ? 1 : condition.style == .none ? 1.5 : 0.9
    let relevance = condition.relevance == .correct ? 1 : condition.style == .none ? 1.1 : 1.6
    let task = condition.task == "algebra" ? 1 : condition.task == "places" ? 2.2 : 1.35
    return 6 * size * tuning * relevance * task
  }

  private static func summary(
    _ layer: Int, _ projection: Int, _ condition: Condition, strength: Double, length: Double
  ) -> SpectrumSummary {
    let depth = Double(layer) / Double(layers - 1)
    let level = [0.45, 0.4, 1.5, 1.1][projection]
    // A high start, a low middle, a bump before the end; the faster, the rougher.
    let roughness = condition.style == .none ? 0.35 : 0.1
    let wave = 1 + roughness * sin(Double(layer * (3 + projection)) * 1.7)
    let shape = (0.35 + exp(-5 * depth) + 0.5 * exp(-pow((depth - 0.93) / 0.07, 2))) * wave
    let irrelevant = condition.relevance == .correct ? 1 : 1 + 0.5 * exp(-pow((depth - 0.5) / 0.2, 2))
    let nuclear = strength * level * shape * irrelevant
    let rank = 2 + 5 * pow(length, 0.38) * (0.7 + 0.5 * sin(.pi * depth)) * [0.8, 0.7, 1.2, 1][projection]
    let largest = nuclear / sqrt(rank) * 0.8
    return SpectrumSummary(
      nuclearNorm: nuclear, largest: largest, smallest: 0, frobeniusNorm: largest * (1.25 + 0.01 * rank),
      effectiveRank: rank, mean: 1e-7 * sin(Double(layer)))
  }
}

/// Numbers that look random and are the same everywhere.
package struct GalleryNoise {
  private var generator: SplitMix64

  /// A row of numbers of its own for every name.
  package init(_ name: String) {
    generator = SplitMix64(
      seed: name.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 })
  }

  /// The next number, bell-shaped about 0 with a standard deviation of about 1.
  package mutating func next() -> Double {
    (0..<6).reduce(0) { sum, _ in sum + Double.random(in: -1...1, using: &generator) } / sqrt(2)
  }
}

/// The study file of the gallery.
package enum GalleryStudyFile {
  package static var text: String {
    let chains = ["none", "simplified", "detailed"].map {
      "      \($0): { correct: data/\($0).json, irrelevant: data/\($0)-irrelevant.json }"
    }
    let knowledge = ["popular-100", "popular-500", "popular-1000", "unpopular"].map {
      "      \($0): { correct: data/\($0).json }"
    }
    let tasks = [
      ("algebra", "Algebra", "math", chains), ("daily-life", "Daily life", "commonsense", chains),
      ("places", "Places", "knowledge", knowledge),
    ].map { name, label, kind, data in
      "  - name: \(name)\n    label: \(label)\n    kind: \(kind)\n    data:\n" + data.joined(separator: "\n")
    }
    let models = GalleryStudy.models.map { model in
      """
        - { name: \(model.name), label: \(model.label), path: m, stage: base }
        - name: \(model.name)-instruct
          label: \(model.label) Instruct
          path: m
          stage: instruct
          partner: \(model.name)
      """
    }
    return """
      name: gallery
      title: Two pairs of models that do not exist
      models:
      \(models.joined(separator: "\n"))
      tasks:
      \(tasks.joined(separator: "\n"))
      settings: { spectrum: true, cosines: all-pairs, token_shares: true }
      """
  }

  /// Read from a file, which is gone afterwards; nothing here needs it again.
  package static func study(_ text: String) throws -> Study {
    let folder = try TemporaryFolder()
    return try Study(at: folder.write(text, to: "study.yml"), checksFiles: false)
  }
}
