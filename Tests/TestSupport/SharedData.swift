import Foundation

/// Reference data that lies beside the project and is not part of it.
///
/// Tests that need it are enabled only where it is, and name the folder where it is not.
public enum SharedData {
  /// `../shared`, seen from the package.
  public static let folder = packageRoot.deletingLastPathComponent().appending(path: "shared")
  /// Golden models and gradients.
  public static let models = folder.appending(path: "reference/models")

  /// Whether the golden models are there.
  public static var hasModels: Bool { FileManager.default.fileExists(atPath: models.path) }

  /// The folder that holds `Package.swift`.
  public static let packageRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
