import Foundation
import GoldenSupport
import Gradients

/// Prints, for the folders of golden models in each folder named on the command line, how far the engine is off: the
/// worst and the median deviation of every quantity, as a Markdown table, and how far it may be off. Exits with 1 when a
/// sample has other gradients than its golden, or when a limit is passed.
func printTable(_ folders: [URL]) throws -> Bool {
  printRow("model", Quantity.allCases.map(\.rawValue))
  print("|---" + String(repeating: "|---", count: Quantity.allCases.count) + "|")
  var isRight = true
  var worst: [Quantity: Double] = [:]
  for folder in folders {
    let hasMLP = folder.pathComponents.contains("Fixtures")
    let deviations = try GoldenRun.deviations(
      in: folder, projections: hasMLP ? Projection.allCases : Projection.attention)
    for quantity in Quantity.allCases {
      worst[quantity] = max(worst[quantity] ?? 0, deviations.worst(quantity))
    }
    printRow(
      folder.lastPathComponent,
      Quantity.allCases.map { "\(short(deviations.worst($0))) / \(short(deviations.median($0)))" })
    for mismatch in deviations.mismatches { print("mismatch in \(folder.lastPathComponent): \(mismatch)") }
    isRight = isRight && deviations.mismatches.isEmpty
  }
  printRow("**worst of all**", Quantity.allCases.map { short(worst[$0] ?? 0) })
  printRow("**limit**", Quantity.allCases.map { short($0.limit) })
  return isRight && Quantity.allCases.allSatisfy { worst[$0] ?? 0 < $0.limit }
}

func printRow(_ name: String, _ cells: [String]) { print("| \(name) | \(cells.joined(separator: " | ")) |") }

/// Two significant digits: `3.1e-07`.
func short(_ value: Double) -> String { String(format: "%.1e", value) }

/// Subfolders with a golden file, by name.
func models(in folder: String) -> [URL] {
  let url = URL(filePath: folder)
  let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
  return names.sorted().map { url.appending(path: $0) }
    .filter { FileManager.default.fileExists(atPath: $0.appending(path: "golden.jsonl").path) }
}

exit(try printTable(CommandLine.arguments.dropFirst().flatMap(models)) ? 0 : 1)
