import Foundation
import Store
import Studies
import Support

/// Makes a study of full scope: `full-study FOLDER [MODELS TASKS SAMPLES]` writes `study.yml` and its store into
/// FOLDER, by default 10 models on 13 tasks in all styles, correct and irrelevant, with 500 samples each. The same
/// arguments make the same numbers. Checkpoints and data files are not made: building needs neither.

var scope = StudyScope()
let numbers = CommandLine.arguments.dropFirst(2).compactMap { Int($0) }
guard CommandLine.arguments.count > 1, !CommandLine.arguments[1].hasPrefix("-"),
  numbers.count == CommandLine.arguments.count - 2
else {
  print("usage: full-study FOLDER [MODELS TASKS SAMPLES]")
  exit(2)
}
if numbers.count > 0 { scope.models = min(max(numbers[0], 1), 10) }
if numbers.count > 1 { scope.tasks = min(max(numbers[1], 1), 13) }
if numbers.count > 2 { scope.samples = max(numbers[2], 1) }

let folder = URL(filePath: CommandLine.arguments[1])
try OutputFile.write(Data(scope.text.utf8), to: folder.appending(path: "study.yml"))
let study = try Study(at: folder, checksFiles: false)
let store = try Store(at: study.store, for: .write)
for (index, model) in study.models.enumerated() {
  let pair = StudyScope.pairs[index / 2 % StudyScope.pairs.count]
  let fingerprint = ContentHash(of: model.name.utf8)
  let facts = ModelFacts(
    fingerprint: fingerprint, family: "Made up", layerCount: pair.layers, hiddenSize: pair.width,
    vocabularySize: 128_256, parameterCount: 12 * pair.layers * pair.width * pair.width)
  let configuration = RunConfiguration(
    model: fingerprint, tokenizer: fingerprint, prompt: model.prompt, settings: study.settings)
  for condition in study.conditions {
    let run = RunDescription(
      configuration: configuration, condition: condition, data: ContentHash(of: condition.words.utf8))
    try store.makeCurrent([
      PlannedRun(model: model.name, facts: facts, run: run, selection: .first(scope.samples))
    ])
    var maker = SampleMaker(model: model, condition: condition, layerCount: pair.layers)
    let samples = maker.samples(scope.samples).enumerated().map { index, made in
      StoredSample(
        key: SampleKey(index: index, hash: ContentHash(of: "\(condition.words) \(index)".utf8)),
        tokenCount: made.labelCount + 70, labelCount: made.labelCount, outcome: made.outcome)
    }
    try store.add(samples, to: run)
  }
}
try store.close()
