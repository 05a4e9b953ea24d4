import Foundation

/// A Hugging Face checkpoint folder: `config.json` and `.safetensors` weights, memory-mapped.
///
/// Opening reads headers only. A checkpoint that opens is one that the engine computes exactly: every tensor that the
/// decoder needs is there with the right name, shape and number format, and none is left over. Weights stay on disk and
/// are decoded when a layer is used, so the files must not change while the value lives.
public struct Checkpoint: Sendable {
  /// The folder that was opened.
  public let folder: URL
  /// Sizes of the decoder, and all that its arithmetic depends on.
  public let decoder: DecoderDescription
  /// The `.safetensors` files that hold the weights, in a fixed order.
  package let weightFiles: [URL]
  private let tensors: [String: Tensor]

  /// Opens the checkpoint in `folder`, with weights in one file or in shards with an index.
  ///
  /// Throws ``CheckpointError`` when a file is missing, unreadable or inconsistent, when the family or a key of the
  /// configuration is not supported, or when tensors and configuration do not fit together. Whether weights are finite
  /// shows when they are decoded.
  public init(folder: URL) throws(CheckpointError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue
    else {
      throw .noFolder(folder)
    }
    self.folder = folder
    decoder = try Family.describe(ConfigReader(folder.appending(path: "config.json")))
    let weights = try WeightFiles.find(in: folder)
    weightFiles = weights.files
    tensors = try TensorTable.load(weights, for: decoder, folder: folder)
  }

  /// The configuration file.
  package var configFile: URL { folder.appending(path: "config.json") }

  /// The tensor of one of `decoder.parameters`; any other name is a bug of the caller.
  package func tensor(_ name: String) -> Tensor {
    guard let tensor = tensors[name] else { preconditionFailure("\(name) is no parameter of this decoder") }
    return tensor
  }
}
