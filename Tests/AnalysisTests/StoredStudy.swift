import Analysis
import Foundation
import Gradients
import Store
import Studies
import Support
import TestSupport

/// A study with a real store of made-up numbers: two models, one task in two styles.
struct StoredStudy {
  let folder: TemporaryFolder
  var samples = 7
  /// Changes all numbers.
  var seed: UInt64 = 1

  init() throws { folder = try TemporaryFolder() }

  static let layers = 5

  /// Where numbers are kept.
  var cache: URL { folder.file("study.sqlite.cache") }

  /// The analysis of the store, with or without what is kept.
  func analysis(isKept: Bool = true) throws -> StudyAnalysis {
    try StudyAnalysis(results(), cache: isKept ? cache : nil)
  }

  func results() throws -> StudyResults { try StudyResults(study: study()) }

  func study() throws -> Study { try Study(at: folder.url, checksFiles: false) }

  /// Writes the study file and a store of its own in the place of the one that is there.
  func write() throws {
    try folder.write(
      """
      name: stored
      title: Stored
      models:
        - { name: one, path: models/one, stage: base }
        - { name: two, path: models/two, stage: base }
      tasks:
        - name: sums
          kind: math
          data:
            none: { correct: data/none.json }
            detailed: { correct: data/detailed.json }
      """, to: "study.yml")
    try? FileManager.default.removeItem(at: folder.file("study.sqlite"))
    try add(from: 0)
  }

  /// Adds the samples from `first` on to the store.
  func add(from first: Int) throws {
    let store = try Store(at: study().store, for: .write)
    try add(from: first, to: store)
    try store.close()
  }

  /// Adds the samples from `first` on to a store that is open.
  func add(from first: Int, to store: Store) throws {
    let study = try study()
    for model in study.models {
      for condition in study.conditions {
        let fingerprint = ContentHash(of: model.name.utf8)
        let facts = ModelFacts(
          fingerprint: fingerprint, family: "Made up", layerCount: Self.layers, hiddenSize: 8,
          vocabularySize: 10, parameterCount: 100)
        let run = RunDescription(
          configuration: RunConfiguration(
            model: fingerprint, tokenizer: fingerprint, prompt: model.prompt, settings: study.settings),
          condition: condition, data: ContentHash(of: [3]))
        try store.makeCurrent([
          PlannedRun(model: model.name, facts: facts, run: run, selection: .first(samples))
        ])
        try store.add((first..<samples).map { sample($0, model, condition) }, to: run)
      }
    }
  }

  private func sample(_ index: Int, _ model: StudyModel, _ condition: Condition) -> StoredSample {
    let name = "\(model.name) \(condition.words) \(index)"
    var generator = SplitMix64(seed: name.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 })
    let gradients = (0..<Self.layers).flatMap { layer in
      Projection.attention.map { projection in
        let largest = Double.random(in: 0.5...2, using: &generator)
        return ProjectionGradient(
          layer: layer, projection: projection,
          summary: SpectrumSummary(
            nuclearNorm: 3 * largest, largest: largest, smallest: 0, frobeniusNorm: 1.5 * largest,
            effectiveRank: 4 + largest, mean: -largest))
      }
    }
    let isSkipped = index == 2
    return StoredSample(
      key: SampleKey(index: index, hash: ContentHash(of: name.utf8)), tokenCount: 20, labelCount: 4 + index,
      outcome: isSkipped
        ? .skipped(.noLabels) : .computed(SampleGradients(loss: 1 + Double(index), gradients: gradients)))
  }
}

/// All that an analysis says of its conditions, for comparison bit by bit.
struct AnalysedNumbers: Equatable {
  private let texts: [String]
  private let curves: [Curve?]
  private let levels: [SampleLevels]
  private let intervals: [Interval?]
  private let coverage: [Coverage]

  init(_ analysis: StudyAnalysis) {
    let conditions = analysis.conditions
    texts = conditions.map { item in
      "\(item.model) \(item.condition.words) \(item.layerCount) \(item.projections) \(item.run.identity) "
        + "\(item.meanLoss ?? -1) \(item.meanLabelCount ?? -1)"
    }
    coverage = conditions.map(\.coverage)
    levels = conditions.flatMap { item in Statistic.allCases.map { item.levels($0) } }
    let places = conditions.flatMap { item in
      Statistic.allCases.flatMap { statistic in Projection.allCases.map { (item, statistic, $0) } }
    }
    curves = places.map { $0.curve($1, of: $2) }
    intervals = places.flatMap { item, statistic, projection in
      DepthPart.allCases.map { item.madInterval(statistic, of: projection, in: $0) }
    }
  }
}
