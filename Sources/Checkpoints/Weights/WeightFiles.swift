import Foundation
internal import JSON

/// The `.safetensors` files of a folder that hold the weights.
///
/// `model.safetensors.index.json` where there is one, else `model.safetensors`. Nothing else is looked
/// at: folders hold stray files (consolidated or adapter weights) that are not the model.
struct WeightFiles {
  static let single = "model.safetensors"
  static let index = "model.safetensors.index.json"

  /// The files, in a fixed order.
  let files: [URL]
  /// The name of the file of every tensor that an index names; empty without one.
  let places: [String: String]

  /// Finds the files.
  ///
  /// Throws `CheckpointError` when there are none, or when one that the index names is missing.
  static func find(in folder: URL) throws(CheckpointError) -> WeightFiles {
    let indexURL = folder.appending(path: index)
    if FileManager.default.fileExists(atPath: indexURL.path) { return try shards(indexURL, in: folder) }
    let file = folder.appending(path: single)
    guard FileManager.default.fileExists(atPath: file.path) else { throw .noWeights(folder) }
    return WeightFiles(files: [file], places: [:])
  }

  private static func shards(_ indexURL: URL, in folder: URL) throws(CheckpointError) -> WeightFiles {
    let root = try CheckpointError.reading { try JSONDocument(contentsOf: indexURL).root }
    guard let members = root["weight_map"]?.object, members.count > 0 else {
      throw .index(indexURL, "it has no weight_map that names files")
    }
    var places: [String: String] = [:]
    for member in members {
      let tensor = member.key
      guard let name = member.value.string else {
        throw .index(indexURL, "the entry of \(tensor) is not a file name")
      }
      // Only a plain name: an index from a stranger must not lead out of the folder.
      guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")), name != "..", name != "." else {
        throw .index(
          indexURL, "the entry of \(tensor), \"\(name)\", is not the name of a file beside it")
      }
      if let other = places.updateValue(name, forKey: tensor), other != name {
        throw .index(indexURL, "it has two entries of \(tensor), \"\(other)\" and \"\(name)\"")
      }
    }
    let files = Set(places.values).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
      folder.appending(path: $0)
    }
    let missing = files.filter { !FileManager.default.fileExists(atPath: $0.path) }
    guard missing.isEmpty else {
      throw .missingShards(indexURL, missing.map(\.lastPathComponent))
    }
    return WeightFiles(files: files, places: places)
  }
}
