import Foundation
import JSON

/// Why a checkpoint cannot be used: the file, the place, what was expected and found, how to mend it.
public struct CheckpointError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One paragraph for the user.
  public let description: String

  /// Names in a file are a stranger's: what could move a terminal's cursor or begin a new line is shown as U+FFFD.
  private init(_ description: String) {
    let scalars = description.unicodeScalars.map {
      $0.properties.generalCategory == .control ? "\u{FFFD}" : $0
    }
    self.description = String(String.UnicodeScalarView(scalars))
  }

  static func noFolder(_ folder: URL) -> Self {
    Self(
      """
      \(folder.path) is not a folder. Expected a checkpoint folder with config.json, model.safetensors (or its \
      shards and model.safetensors.index.json) and tokenizer.json, as downloaded from the Hugging Face hub.
      """)
  }

  static func unreadable(_ url: URL, reason: String) -> Self {
    Self("\(url.path) cannot be read: \(reason).")
  }

  static func noWeights(_ folder: URL) -> Self {
    Self(
      """
      \(folder.path) holds neither \(WeightFiles.single) nor \(WeightFiles.index). Weights in other formats \
      (pytorch_model.bin, GGUF) are not read: convert them with save_pretrained(..., safe_serialization=True).
      """)
  }

  static func truncated(_ url: URL, expected: Int, found: Int) -> Self {
    Self(
      """
      \(url.path) is truncated or damaged: expected at least \(expected) bytes, found \(found). Download or copy \
      the file again.
      """)
  }

  static func headerTooLong(_ url: URL, length: UInt64) -> Self {
    Self(
      """
      \(url.path) is not a safetensors file: its first 8 bytes give a header of \(length) bytes, more than the \
      100,000,000 that the format allows. Check that the file is what its name says and download it again.
      """)
  }

  static func header(_ url: URL, tensor: String?, _ problem: String) -> Self {
    let place = tensor.map { "at the tensor \($0): " } ?? ""
    return Self(
      "\(url.path) has a damaged safetensors header: \(place)\(problem). Download or write the file again.")
  }

  static func index(_ url: URL, _ problem: String) -> Self {
    Self("\(url.path) is not a usable index of weight files: \(problem). Download it again.")
  }

  static func missingShards(_ index: URL, _ names: [String]) -> Self {
    Self(
      """
      \(index.path) names \(names.count == 1 ? "a weight file that is" : "\(names.count) weight files that are") \
      not beside it: \(list(names)). Download what is missing into the same folder.
      """)
  }

  static func config(_ url: URL, key: String?, _ problem: String) -> Self {
    Self("\(url.path)\(key.map { ", key \"\($0)\"" } ?? ""): \(problem).")
  }

  static func unknownKeys(_ url: URL, _ keys: [String]) -> Self {
    Self(
      """
      \(url.path) holds \(keys.count == 1 ? "a key" : "keys") whose effect on the arithmetic is not known: \
      \(list(keys)). Results would be wrong without notice if it has one, so the checkpoint is refused. If it has \
      none, remove it from a copy of the file.
      """)
  }

  static func unsupportedFamily(
    _ url: URL, modelType: String?, architectures: [String], supported: [String]
  ) -> Self {
    Self(
      """
      \(url.path) describes model_type \(modelType ?? "(missing)") with architectures \(list(architectures)), which \
      is not supported. Supported: \(list(supported)).
      """)
  }

  static func tensors(_ folder: URL, _ problems: [String]) -> Self {
    Self(
      """
      The weights in \(folder.path) do not fit its config.json: \(list(problems, separator: "; ")). Check that all \
      files come from the same checkpoint.
      """)
  }

  static func nonFiniteWeight(_ url: URL, tensor: String) -> Self {
    Self(
      """
      \(url.path) holds NaN or infinite weights in \(tensor). Every gradient would be NaN: download the file again, \
      or check the training run that wrote it.
      """)
  }

  /// Runs `body`, with JSON errors of the file at `url` as checkpoint errors.
  static func reading<Value>(_ url: URL, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as JSONError {
      throw Self("\(error) Expected the JSON that Hugging Face tools write; download the file again.")
    }
  }

  /// At most twenty items, and how many more there are.
  private static func list(_ items: [String], separator: String = ", ") -> String {
    guard !items.isEmpty else { return "(none)" }
    let shown = items.prefix(20).map { $0.count > 200 ? "\($0.prefix(200))…" : $0 }.joined(
      separator: separator)
    return items.count > 20 ? "\(shown) and \(items.count - 20) more" : shown
  }
}
