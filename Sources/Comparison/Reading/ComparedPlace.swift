import Analysis
import Foundation
import Store
import Studies
import Support

/// One side of a comparison, as a user names it.
package enum ComparedPlace: Sendable, Equatable {
  /// A study with its own store.
  case study(URL)
  /// A store, with the study beside it that names it as its own, if there is one.
  case store(URL, study: URL?)
  /// The folder of a built site.
  case site(URL)

  /// Finds out what lies at `place`.
  ///
  /// - Throws: `FileError.unreadable` when nothing does, `ComparisonError.notAStudy` for anything else.
  package init(_ place: URL) throws {
    if FileKind(at: place) == .missing { throw FileError.unreadable(place.path, .missing) }
    // A site holds the file of its study.
    if SiteDownloads.isSite(place) {
      self = .site(place)
    } else if StudyLocation.isStudy(place) {
      self = .study(place)
    } else if FileKind(at: place) == .file, place.lastPathComponent.contains(".sqlite") {
      self = .store(place, study: Self.study(of: place))
    } else {
      throw ComparisonError.notAStudy(place.path)
    }
  }

  /// The file of the study beside a store that names it as its own.
  private static func study(of store: URL) -> URL? {
    let file = store.pathExtension == "zst" ? store.deletingPathExtension() : store
    let folder = file.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { folder.appending(path: $0) }.first { place in
      guard FileKind(at: place) == .file, StudyLocation.isStudy(place) else { return false }
      let study = try? Study(at: place, checksFiles: false)
      return study.map { OutputFile.target(of: $0.store) == OutputFile.target(of: file) } ?? false
    }
  }

  /// The study file of this side, if it has one.
  private var studyFile: URL? {
    switch self {
    case .study(let file): file
    case .store(_, let study): study
    case .site: nil
    }
  }

  /// Reads both sides. A store without a study is read as one of the other side's study.
  ///
  /// - Parameters:
  ///   - old: one side.
  ///   - new: the other.
  ///   - warn: takes what counts as missing because a study has changed.
  /// - Returns: what of both is compared.
  /// - Throws: `ComparisonError`, `StoreError`, `StudyError` or `FileError`.
  package static func snapshots(
    _ old: ComparedPlace, _ new: ComparedPlace, warn: (String) -> Void
  ) throws -> (old: StudySnapshot, new: StudySnapshot) {
    (
      try old.snapshot(studyFile: old.studyFile ?? new.studyFile, warn: warn),
      try new.snapshot(studyFile: new.studyFile ?? old.studyFile, warn: warn)
    )
  }

  private func snapshot(studyFile: URL?, warn: (String) -> Void) throws -> StudySnapshot {
    switch self {
    case .site(let folder): return try StudySnapshot(siteAt: folder)
    case .study(let file):
      let results = try StudyResults(study: Study(at: file, checksFiles: false))
      return try Self.snapshot(results, cache: results.companion("cache"), warn)
    case .store(let file, _):
      guard let studyFile else { throw ComparisonError.noStudy(store: file.path) }
      let study = try Study(at: studyFile, checksFiles: false)
      // What is kept beside a study's store is that of the study's store.
      return try Self.snapshot(StudyResults(study: study, at: file), cache: nil, warn)
    }
  }

  private static func snapshot(
    _ results: StudyResults, cache: URL?, _ warn: (String) -> Void
  ) throws -> StudySnapshot {
    for change in results.outdated { warn("\(results.file.path): \(change)") }
    return try StudySnapshot(StudyAnalysis(results, cache: cache), isRounded: results.isCompact)
  }
}
