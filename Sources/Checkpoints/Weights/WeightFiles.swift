import Foundation
internal import JSON

/// The `.safetensors` files of a folder that hold the weights.
///
/// `model.safetensors` where there is one, else those of `model.safetensors.index.json`, as transformers does: a model that
/// is saved again as one file leaves the index behind. Nothing else is looked at: folders hold stray files (consolidated
/// or adapter weights) that are not the model.
struct WeightFiles {
  static let single = "model.safetensors"
  static let index = "model.safetensors.index.json"

  /// The files, in a fixed order.
  let files: [URL]
  /// The name of the file of every tensor that an index names; empty without one.
  let places: [String: String]
  /// What was passed over.
  var notes: [CheckpointNote] = []

  /// Whether there are weights among the names of files.
  static func isIn(_ names: [String]) -> Bool { names.contains(single) || names.contains(index) }

  /// Finds the files.
  ///
  /// Throws `CheckpointError` when there are none, or when one that the index names is missing.
  static func find(in folder: URL) throws(CheckpointError) -> WeightFiles {
    let indexURL = folder.appending(path: index)
    let hasIndex = FileManager.default.fileExists(atPath: indexURL.path)
    let file = folder.appending(path: single)
    guard FileManager.default.fileExists(atPath: file.path) else {
      guard hasIndex else {
        throw Lookalike.weights(in: folder).map { .lookalike(folder, $0) } ?? .noWeights(folder)
      }
      return try shards(indexURL, in: folder).notingOthers(in: folder)
    }
    let found = WeightFiles(
      files: [file], places: [:], notes: hasIndex ? [passedOver(indexURL, in: folder)] : [])
    return found.notingOthers(in: folder)
  }

  /// Notes files of weights beside those that are read: two models in one folder are a mistake that nobody sees.
  private func notingOthers(in folder: URL) -> WeightFiles {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let read = Set(files.map(\.lastPathComponent))
    let others = names.filter { name in
      !read.contains(name)
        && (name.hasSuffix(".safetensors") || name.hasPrefix("pytorch_model") && name.hasSuffix(".bin")
          || name.hasPrefix("consolidated.") && name.hasSuffix(".pth"))
    }
    guard !others.isEmpty else { return self }
    var result = self
    result.notes.append(.otherWeightFiles(others.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }))
    return result
  }

  /// Tells which files of a left-over index are not there; one that cannot be read names none.
  private static func passedOver(_ indexURL: URL, in folder: URL) -> CheckpointNote {
    let members = (try? JSONDocument(contentsOf: indexURL).root)?["weight_map"]?.object.map(Array.init) ?? []
    let missing = Set(members.compactMap(\.value.string)).filter { name in
      !name.contains("/") && !FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }
    return .passedOverIndex(missing: missing.sorted())
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
