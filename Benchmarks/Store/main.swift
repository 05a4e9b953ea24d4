import Foundation
import Gradients
import Store
import Studies
import Support

/// Measures the store with made-up numbers: `store-speed FOLDER SAMPLES SHARDS` in an empty folder.
///
/// Writes a study of one model, 32 layers with q, k, v and o, with so many samples under one condition, into so many shards
/// as runs do, 64 samples a transaction; merges them and reads everything. Prints a line of JSON: seconds by the clock and of
/// the cores, bytes, and numbers.
struct StoreSpeed {
  let study: Study
  let samples: Int
  let shards: [Shard]
  private let layers = 32
  private let pack = 64

  private static let text = """
    name: speed
    title: Speed
    models:
      - { name: model, label: Model, path: model, stage: base }
    tasks:
      - { name: task, label: Task, kind: math, data: { none: { correct: none.json } } }
    store: study.sqlite

    """

  init(folder: URL, samples: Int, shards: Int) throws {
    try Data(Self.text.utf8).write(to: folder.appending(path: "study.yml"))
    study = try Study(at: folder, checksFiles: false)
    self.samples = samples
    self.shards = (1...shards).compactMap { Shard($0, of: shards) }
  }

  func run() throws -> String {
    let gradients = (0..<pack).map(gradients)
    let files = shards.map { $0.store(of: study) }
    let written = try measured { for shard in shards { try write(shard, gradients) } }
    let bytes = try files.reduce(0) { try $0 + size(of: $1) }
    let merged = try measured { _ = try MergeJob(study: study, stores: files).run() }
    let read = try measured(readAll)
    let numbers = samples * layers * study.settings.projections.count * Statistic.columns.count
    let fields: [(String, Double)] = [
      ("samples", Double(samples)), ("numbers", Double(numbers)), ("bytes", Double(bytes)),
      ("merged_bytes", Double(try size(of: study.store))), ("write", written.clock),
      ("write_cores", written.cores), ("merge", merged.clock), ("merge_cores", merged.cores),
      ("read", read.clock), ("read_cores", read.cores),
    ]
    return "{" + fields.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
  }

  /// The gradients of a sample, of numbers without a pattern.
  private func gradients(seed: Int) -> SampleGradients {
    let gradients = (0..<layers).flatMap { layer in
      study.settings.projections.enumerated().map { place, projection in
        let number = 1 + abs(sin(Double(1 + seed * 1000 + layer * 10 + place)))
        return ProjectionGradient(
          layer: layer, projection: projection,
          summary: SpectrumSummary(
            nuclearNorm: 9 * number, largest: number, smallest: number * 1e-9, frobeniusNorm: 2 * number,
            effectiveRank: 5 * number, mean: number * 1e-12))
      }
    }
    return SampleGradients(loss: 1 + Double(seed) / 100, gradients: gradients)
  }

  private func write(_ shard: Shard, _ gradients: [SampleGradients]) throws {
    let model = ContentHash(of: "model".utf8)
    let facts = ModelFacts(
      fingerprint: model, family: "Llama", layerCount: layers, hiddenSize: 4096, vocabularySize: 128_256,
      parameterCount: 8_000_000_000)
    let configuration = RunConfiguration(
      model: model, tokenizer: model, prompt: .base, settings: study.settings)
    let run = RunDescription(configuration: configuration, condition: study.conditions[0], data: model)
    let store = try Store(at: shard.store(of: study), for: .write)
    try store.makeCurrent([PlannedRun(model: "model", facts: facts, run: run, selection: .first(samples))])
    let indices = (0..<samples).filter(shard.contains)
    for start in stride(from: 0, to: indices.count, by: pack) {
      let batch = indices[start..<min(start + pack, indices.count)].map { index in
        let record = SampleRecord(instruction: "\(index)", output: "")
        return StoredSample(
          key: SampleKey(within: run.identity, index: index, record: record), tokenCount: 300,
          labelCount: 200,
          outcome: .computed(gradients[index % pack]))
      }
      try store.add(batch, to: run)
    }
    try store.close()
  }

  private func readAll() throws {
    let found = try StudyResults(study: study).results(model: "model", condition: study.conditions[0])
    guard found?.samples.count == samples,
      found?.table(.mean, of: .o)?.values.contains(where: \.isNaN) == false
    else { fatalError("not everything was merged") }
  }

  private func size(of file: URL) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0
  }

  /// Seconds by the clock and of the cores that `body` takes.
  private func measured(_ body: () throws -> Void) rethrows -> (clock: Double, cores: Double) {
    let began = coreSeconds
    let elapsed = try ContinuousClock().measure(body)
    return (elapsed / .seconds(1), coreSeconds - began)
  }

  private var coreSeconds: Double {
    Double(clock()) / Double(CLOCKS_PER_SEC)
  }
}

let arguments = CommandLine.arguments.dropFirst().map { $0 }
guard arguments.count == 3, let samples = Int(arguments[1]), let shards = Int(arguments[2]), shards > 0 else {
  print("usage: store-speed FOLDER SAMPLES SHARDS")
  exit(2)
}
print(try StoreSpeed(folder: URL(filePath: arguments[0]), samples: samples, shards: shards).run())
