import Checkpoints
import Foundation
import Gradients

/// The engine run on every golden sample of a folder.
public enum GoldenRun {
  /// How far the results of the checkpoint in `folder` are off from its `golden.jsonl`.
  public static func deviations(in folder: URL, projections: [Projection]) throws -> Deviations {
    let goldens = try Golden.rows(in: folder)
    let engine = GradientEngine(
      checkpoint: try Checkpoint(folder: folder), projections: projections,
      options: GradientOptions(spectrum: true, extrema: true, cosines: .adjacent, tokenShares: true),
      threads: 2)
    var deviations = Deviations()
    for (golden, outcome) in zip(goldens, try engine.compute(goldens.map(\.sample))) {
      deviations.add(outcome, golden)
    }
    return deviations
  }
}
