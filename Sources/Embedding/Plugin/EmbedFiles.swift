import Foundation
import PackagePlugin

/// Has the build put the site's templates and sources into the module `Site`.
@main
struct EmbedFiles: BuildToolPlugin {
  private static let folders = ["Site", "templates"]

  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let root = context.package.directoryURL
    let files = try Self.folders.flatMap { name in
      try paths(in: root.appending(path: name).resolvingSymlinksInPath()).map { "\(name)/\($0)" }
    }.sorted()
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFile+All.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) files of the site",
        executable: try context.tool(named: "embed-files").url,
        arguments: [output.path, root.path] + files,
        inputFiles: files.map { root.appending(path: $0) },
        outputFiles: [output])
    ]
  }

  /// The regular files below `folder`, hidden ones left out.
  private func paths(in folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
      var isFolder: ObjCBool = false
      let file = folder.appending(path: path).path
      return FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) && !isFolder.boolValue
        && !path.split(separator: "/").contains { $0.hasPrefix(".") }
    }
  }
}
