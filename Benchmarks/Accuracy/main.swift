import Foundation
import GoldenSupport
import Gradients

/// Prints, for each folder of golden models named on the command line, how far the engine is off: the worst
/// and the median deviation of every quantity, as a Markdown table.
func printTable(_ folders: [URL]) throws {
  print("| model | " + Quantity.allCases.map(\.rawValue).joined(separator: " | ") + " |")
  print("|---" + String(repeating: "|---", count: Quantity.allCases.count) + "|")
  for folder in folders {
    let hasMLP = folder.pathComponents.contains("Fixtures")
    let deviations = try GoldenRun.deviations(
      in: folder, projections: hasMLP ? Projection.allCases : Projection.attention)
    let cells = Quantity.allCases.map { quantity in
      "\(short(deviations.worst(quantity))) / \(short(deviations.median(quantity)))"
    }
    print("| \(folder.lastPathComponent) | \(cells.joined(separator: " | ")) |")
    for mismatch in deviations.mismatches { print("mismatch in \(folder.lastPathComponent): \(mismatch)") }
  }
}

/// Two significant digits: `3.1e-07`.
func short(_ value: Double) -> String { String(format: "%.1e", value) }

/// Subfolders with a golden file, by name.
func models(in folder: String) -> [URL] {
  let url = URL(filePath: folder)
  let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
  return names.sorted().map { url.appending(path: $0) }
    .filter { FileManager.default.fileExists(atPath: $0.appending(path: "golden.jsonl").path) }
}

try printTable(CommandLine.arguments.dropFirst().flatMap(models))
