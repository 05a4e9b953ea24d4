import Analysis
import Foundation
import Store
import Studies

/// Reads what the commands that show results show.
enum StudyReading {
  /// The analysis of what `strata run` has stored for the study at `place`; what counts as missing because the study
  /// has changed is warned of.
  ///
  /// - Throws: `StudyError`.
  static func analysis(at place: String) throws -> StudyAnalysis {
    let results = try StudyResults(study: Study(at: URL(filePath: place), checksFiles: false))
    let log = ConsoleLog.logger(quiet: true)
    for change in results.outdated { log.warning("\(change)") }
    return try StudyAnalysis(results)
  }
}
