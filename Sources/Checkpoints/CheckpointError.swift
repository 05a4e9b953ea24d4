import Foundation
internal import JSON

/// Reason why a checkpoint cannot be used. The description names the file and the place, says what was
/// expected and what was found, and how to mend it.
public enum CheckpointError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The path is not that of a folder.
  case noFolder(URL)
  /// Something that people take for a checkpoint.
  case lookalike(URL, Lookalike)
  /// A file cannot be opened or mapped.
  case unreadable(URL, reason: String)
  /// A file is not valid JSON; `problem` names the file and the place.
  case notJSON(problem: String)
  /// The folder has no weights in the safetensors format.
  case noWeights(URL)
  /// A weight file is shorter than its header says; sizes in bytes.
  case truncated(URL, expected: Int, found: Int)
  /// A weight file claims a header longer than the format allows, in bytes.
  case headerTooLong(URL, length: UInt64)
  /// The header of a weight file contradicts itself, at `tensor` where it is one tensor's entry.
  case header(URL, tensor: String?, String)
  /// `model.safetensors.index.json` cannot be used.
  case index(URL, String)
  /// The index names weight files that are not there.
  case missingShards(URL, [String])
  /// `config.json` lacks `key`, or the key has a value that is not supported.
  case config(URL, key: String?, String)
  /// `config.json` has keys that nothing here understands and that could touch the arithmetic, with their values.
  case unknownKeys(URL, [String])
  /// No family is known by this `model_type` and these `architectures`.
  case unsupportedFamily(URL, modelType: String?, architectures: [String], supported: [String])
  /// Tensors that are missing, misshapen, not where the index says, or inside the decoder without being used; and those
  /// beside it.
  case tensors(URL, [String], unused: [String])
  /// The weight files hold two models, whose names begin so.
  case twoModels(URL, prefixes: [String])
  /// A weight is NaN or infinite.
  case nonFiniteWeight(URL, tensor: String)

  /// One paragraph for the user.
  ///
  /// Names in a file are a stranger's: what could move a terminal's cursor or begin a new line is shown as U+FFFD.
  public var description: String {
    let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
    return String(String.UnicodeScalarView(scalars))
  }

  private var text: String {
    switch self {
    case .noFolder(let folder):
      """
      \(folder.path) \(FileManager.default.fileExists(atPath: folder.path) ? "is not a folder" : "is not there"). \
      Expected a checkpoint folder with config.json, model.safetensors (or its \
      shards and model.safetensors.index.json) and tokenizer.json, as downloaded from the Hugging Face hub.
      """
    case .lookalike(let url, let what):
      "\(url.path) \(what.words)."
    case .unreadable(let url, let reason):
      "\(url.path) cannot be read: \(reason)."
    case .notJSON(let problem):
      "\(problem) Expected the JSON that Hugging Face tools write; download the file again."
    case .config(let url, let key, let problem):
      "\(url.path)\(key.map { ", key \"\($0)\"" } ?? ""): \(problem)."
    case .unknownKeys(let url, let keys):
      """
      \(url.path) holds \(keys.count == 1 ? "a key" : "keys") whose effect on the arithmetic is not known: \
      \(Self.list(keys)). Results would be wrong without notice if it has one, so the checkpoint is refused. If you know \
      that it has none, let it by: --allow-config KEY, or `allow_config: [KEY]` of the model in a study.
      """
    case .unsupportedFamily(let url, let modelType, let architectures, let supported):
      """
      \(url.path) describes model_type \(modelType ?? "(missing)") with architectures \(Self.list(architectures)), which \
      is not supported. Supported: \(Self.list(supported)).
      """
    case .noWeights(let folder):
      """
      \(folder.path) holds neither \(WeightFiles.single) nor \(WeightFiles.index). Fetch the weights, or write them there \
      with transformers' save_pretrained.
      """
    case .truncated(let url, let expected, let found):
      """
      \(url.path) is truncated or damaged: expected at least \(expected) bytes, found \(found). Download or copy \
      the file again.
      """
    case .headerTooLong(let url, let length):
      """
      \(url.path) is not a safetensors file: its first 8 bytes give a header of \(length) bytes, more than the \
      100,000,000 that the format allows. Check that the file is what its name says and download it again.
      """
    case .header(let url, let tensor, let problem):
      """
      \(url.path) has a damaged safetensors header: \(tensor.map { "at the tensor \($0): " } ?? "")\(problem). \
      Download or write the file again.
      """
    case .index(let url, let problem):
      "\(url.path) is not a usable index of weight files: \(problem). Download it again."
    case .missingShards(let index, let names):
      """
      \(index.path) names \(names.count == 1 ? "a weight file that is" : "\(names.count) weight files that are") \
      not beside it: \(Self.list(names)). Download what is missing into the same folder.
      """
    case .tensors(let folder, let problems, let unused):
      """
      The weights in \(folder.path) do not fit its config.json: \(Self.list(problems, separator: "; ")). Check that all \
      files come from the same checkpoint.\(unused.isEmpty ? "" : " Beside the decoder there are: \(Self.list(unused)).")
      """
    case .twoModels(let folder, let prefixes):
      """
      The weights in \(folder.path) are those of several models, with names that begin with \(Self.list(prefixes)). Save \
      the one that is meant by itself.
      """
    case .nonFiniteWeight(let url, let tensor):
      """
      \(url.path) holds NaN or infinite weights in \(tensor). Every gradient would be NaN: download the file again, \
      or check the training run that wrote it.
      """
    }
  }

  /// Runs `body`, which reads JSON, with its errors as checkpoint errors.
  static func reading<Value>(_ body: () throws -> Value) throws(CheckpointError) -> Value {
    do {
      return try body()
    } catch {
      throw .notJSON(problem: "\(error)")
    }
  }

  /// Lists at most twenty items, and how many more there are.
  static func list(_ items: [String], separator: String = ", ") -> String {
    guard !items.isEmpty else { return "(none)" }
    let shown = items.prefix(20).map { $0.count > 200 ? "\($0.prefix(200))…" : $0 }.joined(
      separator: separator)
    return items.count > 20 ? "\(shown) and \(items.count - 20) more" : shown
  }
}
