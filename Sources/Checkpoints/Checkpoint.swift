import Foundation

/// A Hugging Face checkpoint folder: `config.json` and `.safetensors` weights, memory-mapped.
///
/// Opening reads headers only and checks that every tensor the decoder needs is there with the right
/// name, shape and dtype, and that none is left over. Weights are decoded when a layer is used.
public struct Checkpoint: Sendable {
  /// The folder that was opened.
  public let folder: URL
  /// What the configuration says of the arithmetic.
  public let decoder: DecoderDescription
  /// The `.safetensors` files that hold the weights, in a fixed order.
  public let weightFiles: [URL]
  private let tensors: [String: Tensor]

  /// Opens the checkpoint in `folder`.
  ///
  /// Throws `CheckpointError` when a file is missing, unreadable or inconsistent, when the family or a
  /// configuration key is not supported, or when tensors and configuration do not fit together.
  public init(folder: URL) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue
    else {
      throw CheckpointError.noFolder(folder)
    }
    self.folder = folder
    decoder = try Family.describe(ConfigReader(folder.appending(path: "config.json")))
    let weights = try WeightFiles.find(in: folder)
    weightFiles = weights.files
    tensors = try TensorTable(decoder, folder: folder).load(weights)
  }

  /// The configuration file.
  public var configFile: URL { folder.appending(path: "config.json") }

  /// The tensor of one of `decoder.parameters`; any other name is a bug of the caller.
  public func tensor(_ name: String) -> Tensor {
    guard let tensor = tensors[name] else { preconditionFailure("\(name) is no parameter of this decoder") }
    return tensor
  }
}
