import Analysis
import Foundation
import Gradients
import Store
import Studies
import Support
import TestSupport

/// A study with made-up results: everything a report needs without a checkpoint or a store.
package struct SyntheticStudy {
  package var layers = 6
  /// Layers of models that have others, by name.
  package var depths: [String: Int] = [:]
  package var samples = 12
  package var tasks = ["word-problems"]
  /// Tasks of knowledge beside those.
  package var knowledge: [String] = []
  /// Whether there is an instruct model beside the base model, and whether it says that it was tuned from that.
  package var hasInstruct = true
  package var hasPartner = true
  /// How many samples of each condition are computed; the rest are missing.
  package var computed: Int?
  /// Which conditions are computed at all, by model.
  package var isBegun: @Sendable (StudyModel, Condition) -> Bool = { _, _ in true }
  /// Factor of every gradient of a model under a condition.
  package var gain: @Sendable (StudyModel, Condition) -> Double = { _, _ in 1 }
  /// Keys of the instruct model beside those that it must have, a line each.
  package var chat: [String] = []
  /// Added to the study file after the tasks.
  package var settings = ""
  package var title = "Fast and slow thinking, made up"
  /// The labels of the base model, of its instruct partner, and of more base models.
  package var modelLabels = ["Tiny", "Tiny Instruct"]
  /// The label of every task; made of its name when nil.
  package var taskLabel: String?
  /// A description in Markdown.
  package var description = "Made-up numbers for tests."
  /// Notes of the checkpoint of every model.
  package var notes: [String] = []
  /// The instruction of every sample, before its number; nil writes no data files.
  package var instruction: String?
  /// What every response begins with, before its style.
  package var response = "Answered"
  package let folder: TemporaryFolder

  package init() throws { folder = try TemporaryFolder() }

  private static let styles = ["none", "simplified", "detailed"]
  private static let lengths = ["popular-100", "popular-500", "popular-1000", "unpopular"]

  /// The study file, written into the folder.
  package func study() throws -> Study {
    let data = Self.styles.map {
      "      \($0): { correct: data/\($0).json, irrelevant: data/\($0)-irrelevant.json }"
    }
    let knowledge = knowledge.map { task in
      "  - { name: \(task), label: \(Self.quoted(task.capitalized)), kind: knowledge, data: {"
        + Self.lengths.map { " \($0): { correct: data/\($0).json }" }.joined(separator: ",") + " } }"
    }
    let tasks = tasks.map { task in
      """
        - name: \(task)
          label: \(Self.quoted(taskLabel ?? task.replacing("-", with: " ").capitalized))
          kind: math
          data:
      \(data.joined(separator: "\n"))
      """
    }
    let more = modelLabels.dropFirst(2).enumerated().map {
      "  - { name: more-\($0), label: \(Self.quoted($1)), path: models/\($0), stage: base }\n"
    }
    let instruct = """
        - name: tiny-instruct
          label: \(Self.quoted(modelLabels[1]))
          path: models/instruct
          stage: instruct
      \(hasPartner ? "    partner: tiny-base\n" : "")
      """
    let text = """
      name: synthetic
      title: \(Self.quoted(title))
      description: \(Self.quoted(description))
      models:
        - name: tiny-base
          label: \(Self.quoted(modelLabels[0]))
          path: models/base
          stage: base
      \(hasInstruct ? instruct : "")\(chat.map { "    \($0)\n" }.joined())\(more.joined())tasks:
      \((tasks + knowledge).joined(separator: "\n"))
      \(settings)
      """
    try writeTexts()
    let file = try folder.write(text, to: "study.yml")
    return try Study(at: file, checksFiles: false)
  }

  /// The records of a data file; none without an instruction.
  private func records(_ style: String) -> [SampleRecord] {
    guard let instruction else { return [] }
    return (0..<samples).map { index in
      SampleRecord(instruction: "\(instruction) \(index)", output: "\(response): \(style), \(index).")
    }
  }

  private func writeTexts() throws {
    for style in Self.styles + Self.lengths where instruction != nil {
      let lines = try records(style).map { record in
        try JSONEncoder().encode(["instruction": record.instruction, "output": record.output])
      }
      let text = lines.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
      for name in [style, "\(style)-irrelevant"] { try folder.write(text, to: "data/\(name).json") }
    }
  }

  /// A YAML scalar that reads as `text`.
  private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }

  /// The analysis; with `details` what is read of samples can be read, too.
  package func analysis(details isReadable: Bool = false) throws -> StudyAnalysis {
    let study = try study()
    let conditions = study.models.flatMap { model in
      study.conditions.filter { isBegun(model, $0) }.map {
        ConditionAnalysis(
          results(model, $0, study.settings.projections), coverage: coverage, run: run(study, model, $0))
      }
    }
    let facts = study.models.map { model in
      var facts = ModelFacts(
        fingerprint: ContentHash(of: Array(model.name.utf8)), family: "Llama",
        layerCount: depths[model.name] ?? layers,
        hiddenSize: 128,
        vocabularySize: 2048, parameterCount: 1_240_000)
      facts.notes = notes
      return (model.name, facts)
    }
    return StudyAnalysis(
      study: study, facts: Dictionary(uniqueKeysWithValues: facts), conditions: conditions,
      details: isReadable ? SyntheticDetails(synthetic: self, study: study) : nil)
  }

  private var coverage: Coverage {
    Coverage(expected: samples, computed: (computed ?? samples) - 1, skipped: [.noLabels: 1])
  }

  private func run(_ study: Study, _ model: StudyModel, _ condition: Condition) -> RunDescription {
    let configuration = RunConfiguration(
      model: ContentHash(of: Array(model.name.utf8)), tokenizer: ContentHash(of: [1]), prompt: model.prompt,
      settings: study.settings, arithmetic: 1)
    let texts = ConditionData(
      condition: condition, file: folder.url, records: records(condition.style.rawValue))
    return RunDescription(configuration: configuration, condition: condition, data: texts.fingerprint)
  }

  fileprivate func results(
    _ model: StudyModel, _ condition: Condition, _ projections: [Projection]
  ) -> ConditionResults {
    let size: Double =
      switch condition.style {
      case .none: 9
      case .simplified: 3
      case .popular100: 4
      case .popular500: 3.8
      case .popular1000: 3.6
      case .unpopular: 5
      default: 1.6
      }
    let gain =
      size * (condition.relevance == .correct ? 1 : 1.3) * (model.stage == .base ? 1 : 1.25)
      * self.gain(model, condition)
    let seed = "\(model.name) \(condition.task) \(condition.style.rawValue) \(condition.relevance.rawValue)"
    var generator = SplitMix64(
      seed: seed.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 })
    let layers = depths[model.name] ?? layers
    let count = (computed ?? samples) - 1
    let rows = (0..<count).map { index in
      SampleResult(
        index: index, loss: 1 + Double(index % 7) / 10, tokenCount: 40, labelCount: 20,
        summaries: (0..<layers).flatMap { layer in
          projections.indices.map { projection in
            summary(
              layer: layer, projection: projection, gain: gain,
              noise: Double.random(in: 0.6...1.4, using: &generator))
          }
        })
    }
    return ConditionResults(
      model: model.name, condition: condition, layerCount: layers, projections: projections,
      samples: rows, skipped: [SkippedSample(index: count, reason: .noLabels)])
  }

  private func summary(layer: Int, projection: Int, gain: Double, noise: Double) -> SpectrumSummary {
    let depth = Double(layer) / Double(max(layers - 1, 1))
    let shape =
      0.5 + depth * depth * 0.8 + 0.5 / (1 + 8 * depth) + 0.12 * Double((layer * 7 + projection * 3) % 5)
    let nuclear = gain * noise * shape * [0.5, 0.45, 1.4, 1.1][projection % 4]
    let ratio = 0.18 + 0.3 * gain / 12 + 0.05 * depth
    return SpectrumSummary(
      nuclearNorm: nuclear, largest: nuclear * ratio, smallest: 0, frobeniusNorm: nuclear * (ratio + 0.12),
      effectiveRank: 3 + 14 / gain * noise, mean: 1e-6 * (noise - 1))
  }
}

extension SyntheticStudy {
  /// One task, three layers, eight samples and one statistic: everything that a site has, once.
  package static func small() throws -> SyntheticStudy {
    var study = try SyntheticStudy()
    study.layers = 3
    study.samples = 8
    study.instruction = "How many apples are left of"
    try study.folder.write("statistics: [nuclear-norm]\n", to: "site/site.yml")
    return study
  }
}

/// The samples of a synthetic study, as its store would give them.
private struct SyntheticDetails: GradientDetails {
  let synthetic: SyntheticStudy
  let study: Study

  func results(model: String, condition: Condition) -> ConditionResults? {
    guard let model = study.model(named: model), synthetic.isBegun(model, condition) else { return nil }
    return synthetic.results(model, condition, study.settings.projections)
  }

  func spectra(model: String, condition: Condition, layer: Int, projection: Projection) -> [SampleSpectrum] {
    []
  }
  func cosines(model: String, condition: Condition) -> ConditionCosines? { nil }
  func tokenShareSamples(model: String, condition: Condition) -> [Int] { [] }
  func tokenShares(model: String, condition: Condition, sample index: Int) -> TokenShares? { nil }
}
