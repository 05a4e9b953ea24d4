import ArgumentParser
import Foundation
import Support

/// Options of the commands that open one checkpoint.
struct CheckpointOptions: ParsableArguments {
  @Option(
    name: .customLong("allow-config"), parsing: .singleValue,
    help: ArgumentHelp(
      """
      Let a key of config.json by that is not known and could touch the arithmetic; say it only of one that does not. May be \
      given several times.
      """,
      valueName: "key"))
  var allowedKeys: [String] = []

  /// The folder that `text` names: a path, or a model in the hub cache.
  ///
  /// - Throws: `HubCacheError`.
  func folder(_ text: String) throws -> URL { try HubCache().checkpoint(text) }

  /// What every such command says of the folder that it takes.
  static let folderHelp =
    "A checkpoint folder: config.json, safetensors weights, tokenizer.json; or a model in the hub cache, ORG/NAME[@REVISION]."
}
