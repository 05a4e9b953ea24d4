import Checkpoints
import Foundation
import Studies
import Support

/// The checkpoints and data files that a study names, as they are now.
///
/// A report can be built where they are not: what is missing is taken as unchanged. What is there and cannot be read
/// has changed since results were made with it.
struct CurrentSources {
  /// A file or folder that is there.
  private enum Found<Content> {
    case unreadable
    case readable(Content)
  }

  private struct Model {
    let checkpoint: ContentHash
    let tokenizer: ContentHash
  }

  private struct Records {
    let fingerprint: ContentHash
    let count: Int
  }

  private var models: [String: Found<Model>] = [:]
  private var data: [Condition: Found<Records>] = [:]

  init(of study: Study) {
    for model in study.models
    where FileKind(at: model.folder.appending(path: "config.json")) != .missing {
      models[model.name] = (try? Self.read(model)).map { .readable($0) } ?? .unreadable
    }
    for source in study.tasks.flatMap(\.sources) where FileKind(at: source.file) != .missing {
      data[source.condition] = (try? Self.read(source)).map { .readable($0) } ?? .unreadable
    }
  }

  private static func read(_ model: StudyModel) throws -> Model {
    Model(
      checkpoint: try ModelFingerprint.of(Checkpoint(folder: model.folder, allowedKeys: model.allowedKeys)),
      tokenizer: try TokenizerFingerprint.of(folder: model.folder, chat: model.chat))
  }

  private static func read(_ source: ConditionSource) throws -> Records {
    let records = try source.records()
    let data = ConditionData(condition: source.condition, file: source.file, records: records)
    return Records(fingerprint: data.fingerprint, count: records.count)
  }

  /// The samples that the study asks for under a condition of which a run once planned `planned`; nil when that cannot be
  /// known.
  ///
  /// Where the data file is not there, the plan is all that is known of its length.
  func selection(
    of condition: Condition, planned: SampleSelection, settings: StudySettings
  ) -> SampleSelection? {
    guard case .readable(let records) = data[condition] else { return planned.narrowed(by: settings) }
    return settings.selection(of: records.count)
  }

  /// Finds what has changed since `run` was computed for `model` and the data of `source`; nil when
  /// nothing has.
  func change(since run: RunDescription, model: StudyModel, source: ConditionSource) -> OutdatedResults? {
    switch models[model.name] {
    case .unreadable: return .checkpoint(model: model.name, folder: model.folder.path)
    case .readable(let found) where found.checkpoint != run.configuration.model:
      return .checkpoint(model: model.name, folder: model.folder.path)
    case .readable(let found) where found.tokenizer != run.configuration.tokenizer:
      return .tokenizer(model: model.name, folder: model.folder.path)
    default: break
    }
    switch data[source.condition] {
    case .unreadable: return .data(file: source.file.path)
    case .readable(let found) where found.fingerprint != run.data: return .data(file: source.file.path)
    default: return nil
    }
  }
}

/// Results that a store holds and that count as missing, because the study has changed since they were computed.
package enum OutdatedResults: Sendable, Hashable, CustomStringConvertible {
  /// Results that were made with other settings, or prompted otherwise.
  case settings(model: String)
  /// Another checkpoint lies in the model's folder.
  case checkpoint(model: String, folder: String)
  /// Another tokenizer or chat template lies in the model's folder.
  case tokenizer(model: String, folder: String)
  /// Other records stand in a data file.
  case data(file: String)

  /// The change and what to do, as one sentence after the other.
  package var description: String {
    switch self {
    case .settings(let model):
      "Results of `\(model)` were made with other settings than the study asks for. \(Self.mend)"
    case .checkpoint(let model, let folder):
      "The checkpoint of `\(model)` in \(folder) is not the one that its results were made with. \(Self.mend)"
    case .tokenizer(let model, let folder):
      "The tokenizer or chat template of `\(model)` in \(folder) is not the one that its results were made with. "
        + Self.mend
    case .data(let file):
      "The records of \(file) are not those that results were made with. \(Self.mend)"
    }
  }

  private static let mend = "They count as missing; `strata run` computes them."
}
