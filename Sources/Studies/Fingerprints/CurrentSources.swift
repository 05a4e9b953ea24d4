import Checkpoints
import Foundation

/// Fingerprints of the checkpoints and data files that a study names, as they are now.
///
/// A report can be built where they are not, so what is missing or cannot be read is taken as unchanged.
struct CurrentSources {
  private let models: [String: ContentHash]
  private let tokenizers: [String: ContentHash]
  private let data: [Condition: ContentHash]

  init(of study: Study) {
    var models: [String: ContentHash] = [:]
    var tokenizers: [String: ContentHash] = [:]
    for model in study.models where FileKind(at: model.folder) == .folder {
      guard let checkpoint = try? Checkpoint(folder: model.folder) else { continue }
      models[model.name] = try? ModelFingerprint.of(checkpoint)
      tokenizers[model.name] = try? TokenizerFingerprint.of(
        folder: model.folder, template: model.chatTemplate)
    }
    var data: [Condition: ContentHash] = [:]
    for source in study.tasks.flatMap(\.sources) where FileKind(at: source.file) == .file {
      guard let records = try? DataFile.records(at: source.file) else { continue }
      data[source.condition] =
        ConditionData(condition: source.condition, file: source.file, records: records).fingerprint
    }
    self.models = models
    self.tokenizers = tokenizers
    self.data = data
  }

  /// What has changed since `run` was computed for `model` and the data of `source`; nil when nothing has.
  func change(since run: RunDescription, model: StudyModel, source: ConditionSource) -> OutdatedResults? {
    guard !run.recipe.isImported else { return nil }
    if let now = models[model.name], now != run.recipe.model {
      return .checkpoint(model: model.name, folder: model.folder.path)
    }
    if let now = tokenizers[model.name], now != run.recipe.tokenizer {
      return .tokenizer(model: model.name, folder: model.folder.path)
    }
    if let now = data[source.condition], now != run.data { return .data(file: source.file.path) }
    return nil
  }
}
