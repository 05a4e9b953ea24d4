import Analysis
import Gradients
import Studies

extension StudyAnalysis {
  /// Whether there is anything at all to report.
  ///
  /// - Throws: `FigureError.nothingComputed` or `.allSkipped` when no sample has a result.
  package func checkResults() throws {
    let coverages = conditions.map(\.coverage)
    guard coverages.allSatisfy({ $0.computed == 0 }) else { return }
    let reasons = SkipReason.allCases.compactMap { reason -> (reason: String, count: Int)? in
      let count = coverages.reduce(0) { $0 + ($1.skipped[reason] ?? 0) }
      return count == 0 ? nil : (reason.rawValue, count)
    }
    let isWhole = coverages.allSatisfy { $0.missing == 0 }
    throw reasons.isEmpty || !isWhole
      ? FigureError.nothingComputed(study: study.folder.path)
      : FigureError.allSkipped(study: study.folder.path, reasons: reasons)
  }
}
