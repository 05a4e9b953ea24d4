import Analysis
import Foundation
import Logging
import Store
import Studies
import Support

/// Reads what the commands that show results show.
enum StudyReading {
  /// The analysis of what `strata run` has stored for the study at `place`; what counts as missing because the study
  /// has changed is warned of.
  ///
  /// - Throws: `FileError`, `StudyError` or `StoreError`.
  static func analysis(at place: String, log: Logger = ConsoleLog.logger(quiet: true)) throws -> StudyAnalysis
  {
    try analysis(of: results(at: place, log: log))
  }

  /// What `strata run` has stored for the study at `place`, before any of it is read.
  ///
  /// - Throws: `FileError`, `StudyError` or `StoreError`.
  static func results(at place: String, log: Logger) throws -> StudyResults {
    let results = try StudyResults(study: Study(at: UserPath.place(place), checksFiles: false))
    for change in results.outdated { log.warning("\(change)") }
    if results.isCompact {
      log.info(
        "these are the results of \(results.file.lastPathComponent), rounded and without spectra and token shares"
      )
    }
    return results
  }

  /// The analysis of `results`; what is reduced from them is kept in a file beside the store.
  ///
  /// - Throws: `StoreError`.
  static func analysis(of results: StudyResults) throws -> StudyAnalysis {
    try StudyAnalysis(results, cache: results.companion("cache"))
  }
}
