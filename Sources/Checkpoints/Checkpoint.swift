import Foundation

/// A Hugging Face checkpoint folder: `config.json` and `.safetensors` weights, memory-mapped.
///
/// Opening reads headers only. A checkpoint that opens is one that the engine computes exactly: every tensor that the
/// decoder needs is there with the right shape and number format, and nothing is left over that its arithmetic could
/// need. Weights stay on disk and are decoded when a layer is used, so the files must not change while the value lives.
public struct Checkpoint: Sendable {
  /// The folder that was opened.
  public let folder: URL
  /// Sizes of the decoder, and all that its arithmetic depends on.
  public let decoder: DecoderDescription
  /// The `.safetensors` files that hold the weights, in a fixed order.
  package let weightFiles: [URL]
  /// What is not read of the files, and which of two statements in them was taken; nothing of it changes a number that
  /// transformers would give.
  package let notes: [CheckpointNote]
  private let tensors: [String: Tensor]

  /// Opens the checkpoint in `folder`, with weights in one file or in shards with an index.
  ///
  /// Keys of `config.json` that are not known and could touch the arithmetic are refused, unless `allowedKeys` names them:
  /// then whoever does vouches for it that they do not.
  ///
  /// Throws ``CheckpointError`` when a file is missing, unreadable or inconsistent, when the family or a key of the
  /// configuration is not supported, or when tensors and configuration do not fit together. Whether weights are finite
  /// shows when they are decoded.
  public init(folder: URL, allowedKeys: Set<String> = []) throws(CheckpointError) {
    try Self.check(folder)
    self.folder = folder
    let config = try ConfigReader(folder.appending(path: "config.json"), allowing: allowedKeys)
    decoder = try Family.describe(config)
    let weights = try WeightFiles.find(in: folder)
    weightFiles = weights.files
    let table = try TensorTable(weights, for: decoder, folder: folder)
    tensors = table.tensors
    notes = [Self.snapshot(folder)].compactMap(\.self) + weights.notes + config.notes + table.notes
  }

  /// Throws `CheckpointError` when `folder` is none, or one of something else.
  private static func check(_ folder: URL) throws(CheckpointError) {
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder)
    let target = try? FileManager.default.destinationOfSymbolicLink(atPath: folder.path)
    if !isThere, let target {
      throw .lookalike(folder, .deadLink(name: folder.lastPathComponent, target: target))
    }
    guard isFolder.boolValue else {
      throw Lookalike.of(file: folder).map { .lookalike(folder, $0) } ?? .noFolder(folder)
    }
    if let what = Lookalike.of(folder: folder) { throw .lookalike(folder, what) }
  }

  /// Tells of a folder `models--ORG--NAME/snapshots/COMMIT`, as a hub cache has it.
  private static func snapshot(_ folder: URL) -> CheckpointNote? {
    let parts = folder.pathComponents.suffix(3)
    guard parts.count == 3, let first = parts.first, let commit = parts.last, first.hasPrefix("models--"),
      parts.dropFirst().first == "snapshots"
    else { return nil }
    let words = first.dropFirst("models--".count).components(separatedBy: "--")
    return .snapshot(model: words.joined(separator: "/"), commit: commit)
  }

  /// The configuration file.
  package var configFile: URL { folder.appending(path: "config.json") }

  /// The tensor of one of `decoder.parameters`; any other name is a bug of the caller.
  package func tensor(_ name: String) -> Tensor {
    guard let tensor = tensors[name] else { preconditionFailure("\(name) is no parameter of this decoder") }
    return tensor
  }
}
