import Foundation

/// The folder of reference models beside the project, `../shared/reference/models`.
enum ReferenceModels {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/reference/models")

  static var arePresent: Bool { FileManager.default.fileExists(atPath: folder.path) }
}
