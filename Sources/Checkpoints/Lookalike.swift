import Foundation
internal import JSON

/// Things that people take for a checkpoint folder and that are something else.
public enum Lookalike: Sendable, Equatable {
  /// A single file in the format of llama.cpp.
  case gguf
  /// A single weight file, of which the folder is wanted.
  case weightFile
  /// The configuration of a checkpoint, of which the folder is wanted.
  case configFile
  /// A page of the web that was saved in the place of a file.
  case webPage
  /// A folder whose folders are checkpoints.
  case checkpoints([String])
  /// A folder without anything.
  case empty
  /// A folder of other files.
  case otherFolder([String])
  /// A pointer that Git LFS leaves in the place of a file.
  case lfsPointer
  /// A link to a file that is not there, by the link's name and what it names.
  case deadLink(name: String, target: String)
  /// A LoRA or another adapter, and the name of its base where it says it; whether full weights lie beside it.
  case adapter(base: String?, besideWeights: Bool)
  /// The folder of a model in the hub cache, with its snapshots.
  case hubModel(snapshots: [String])
  /// The hub cache itself.
  case hubCache
  /// The output folder of a training run, with the checkpoints inside.
  case trainingRun(checkpoints: [String])
  /// A pipeline of Diffusers.
  case diffusers
  /// Weights in files of other formats.
  case otherWeights([String])
  /// Quantised weights, by the name of the method.
  case quantised(method: String)
  /// A model without a language model's head, by its class.
  case otherHead(architecture: String)

  /// What the thing is and what to do, as the rest of a sentence that begins with its path.
  var words: String {
    switch self {
    case .gguf:
      "is a GGUF file of llama.cpp, often quantised; take the checkpoint in safetensors that it was made of"
    case .weightFile: "is a weight file; give the folder that holds it beside config.json"
    case .configFile: "is the configuration of a checkpoint; give the folder that holds it"
    case .webPage:
      "begins like a page of HTML, such as a page of an error or a login that was saved in its place; download the file again, "
        + "with a token if the model asks for one"
    case .checkpoints(let names):
      "is no checkpoint but holds some in folders of its own; give one of them: \(CheckpointError.list(names))"
    case .empty:
      "is an empty folder; a checkpoint has config.json, model.safetensors or its shards, and "
        + "tokenizer.json"
    case .otherFolder(let names):
      "is no checkpoint, since it has no config.json; it holds \(CheckpointError.list(names))"
    case .lfsPointer:
      "is a Git LFS pointer, not the file itself; fetch the file with `git lfs pull` in its repository"
    case .deadLink(let name, let target):
      "is not whole: \(name) is a link to \(target), which is not there; fetch the model again, or copy the files with "
        + "their links followed (cp -L)"
    case .adapter(let base, let besideWeights): Self.words(adapterOf: base, besideWeights: besideWeights)
    case .hubModel(let snapshots): Self.words(hubModel: snapshots)
    case .hubCache:
      "is a cache of the Hugging Face hub; give a model's name, such as ORG/NAME, or one of its snapshots"
    case .trainingRun(let checkpoints):
      "is the output folder of a training run; give one of its checkpoints: \(CheckpointError.list(checkpoints))"
    case .diffusers: "is a pipeline of Diffusers, which is no language model"
    case .otherWeights(let names):
      "holds weights in a format that is not read: \(CheckpointError.list(names)). Load them with transformers and write "
        + "them with save_pretrained(folder), or run transformers' convert to safetensors; GGUF files are no source, take "
        + "the checkpoint that they were made of"
    case .quantised(let method):
      "holds weights quantised with \(method), which are not computed; take the checkpoint that was quantised, or write "
        + "one back in bfloat16 (transformers: model.dequantize(), then save_pretrained)"
    case .otherHead(let architecture):
      "holds a model with another head than a language model's (\(architecture)), so it has no loss of next tokens; take "
        + "the ...ForCausalLM checkpoint that it was made of"
    }
  }

  private static func words(adapterOf base: String?, besideWeights: Bool) -> String {
    let merge =
      "peft's AutoPeftModelForCausalLM.from_pretrained(folder).merge_and_unload().save_pretrained(merged)"
    guard !besideWeights else {
      return
        "holds adapter_config.json beside full weights, and transformers would add the adapter\(of(base)) to its base: "
        + "move the adapter's files away if it is merged, or merge it with \(merge)"
    }
    return
      "is an adapter such as a LoRA\(of(base)), not a whole model; merge it into its base with \(merge) and give the "
      + "merged folder"
  }

  private static func of(_ base: String?) -> String { base.map { " of \($0)" } ?? "" }

  private static func words(hubModel snapshots: [String]) -> String {
    guard let first = snapshots.first else {
      return "is a model's folder in the hub cache, without any snapshot; fetch the model with `hf download`"
    }
    return "is a model's folder in the hub cache; give "
      + (snapshots.count == 1
        ? "snapshots/\(first) in it"
        : "one of its snapshots: \(snapshots.map { "snapshots/\($0)" }.joined(separator: ", "))")
      + ", or the model's name"
  }
}

extension Lookalike {
  /// What the file at `url` is taken for; nil when it is not known.
  static func of(file url: URL) -> Lookalike? {
    switch url.pathExtension.lowercased() {
    case "gguf": .gguf
    case "safetensors", "bin", "pt", "pth": .weightFile
    case "json" where url.lastPathComponent == "config.json": .configFile
    default: nil
    }
  }

  /// What the folder at `url` is, when it is no checkpoint, or one that is not whole.
  static func of(folder url: URL) -> Lookalike? {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    if let link = deadLink(among: names, in: url) { return link }
    let isWhole = names.contains("config.json")
    if names.contains("adapter_config.json") {
      return .adapter(base: base(of: url), besideWeights: isWhole && WeightFiles.isIn(names))
    }
    guard !isWhole else { return nil }
    if names.contains("snapshots"), names.contains("refs") || names.contains("blobs") {
      let inside = url.appending(path: "snapshots").path
      return .hubModel(
        snapshots: ((try? FileManager.default.contentsOfDirectory(atPath: inside)) ?? []).sorted())
    }
    if names.contains(where: { $0.hasPrefix("models--") }) { return .hubCache }
    if names.contains("model_index.json") { return .diffusers }
    if names.contains("hub"), of(folder: url.appending(path: "hub")) == .hubCache { return .hubCache }
    let checkpoints = names.filter { $0.hasPrefix("checkpoint-") }
    if !checkpoints.isEmpty { return .trainingRun(checkpoints: checkpoints) }
    return weights(among: names) ?? other(names, in: url)
  }

  /// What a folder without configuration and weights is.
  private static func other(_ names: [String], in folder: URL) -> Lookalike {
    let inside = names.filter { name in
      FileManager.default.fileExists(atPath: folder.appending(path: name).appending(path: "config.json").path)
    }
    return !inside.isEmpty ? .checkpoints(inside) : names.isEmpty ? .empty : .otherFolder(names)
  }

  /// Weights of other formats among the files of a folder; nil when there are none.
  static func weights(in folder: URL) -> Lookalike? {
    weights(among: ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted())
  }

  private static func weights(among names: [String]) -> Lookalike? {
    let endings = [".bin", ".pt", ".pth", ".gguf", ".h5", ".msgpack", ".onnx", ".distcp", ".ckpt"]
    let found = names.filter { name in
      endings.contains { name.lowercased().hasSuffix($0) } && name != "training_args.bin"
    }
    return found.isEmpty ? nil : .otherWeights(found)
  }

  /// The first file of those that a checkpoint is made of that is a link to nothing.
  private static func deadLink(among names: [String], in folder: URL) -> Lookalike? {
    for name in names where [".json", ".safetensors", ".jinja"].contains(where: name.hasSuffix) {
      let path = folder.appending(path: name).path
      guard !FileManager.default.fileExists(atPath: path),
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
      else { continue }
      return .deadLink(name: name, target: target)
    }
    return nil
  }

  private static func base(of folder: URL) -> String? {
    let file = folder.appending(path: "adapter_config.json")
    return (try? JSONDocument(contentsOf: file).root)?["base_model_name_or_path"]?.string
  }
}
