import Foundation
import Gradients
import Store
import Studies
import Support

/// Writes what a study's store holds as files that other programs read.
///
/// Every file is written in one step; one of the same name is replaced. What fails leaves no empty folders. Published
/// JSON Lines, which hold the texts of the samples, need the study's data files; tables do not. Nothing needs the
/// checkpoints.
package struct ExportJob: Sendable {
  /// The study.
  package var study: Study
  /// The folder to write into.
  package var output: URL
  /// Formats to write.
  package var formats: [ExportFormat]

  /// Makes a job.
  package init(study: Study, output: URL, formats: [ExportFormat] = ExportFormat.allCases) {
    self.study = study
    self.output = output
    self.formats = formats
  }

  /// Writes the files.
  ///
  /// Results that count as missing, because the study has changed, are not written.
  ///
  /// - Parameters:
  ///   - warn: told first what counts as missing.
  ///   - report: told every model and condition before it is written.
  /// - Returns: the files, in the order they were written.
  /// - Throws: `PublishedError.export`, `StoreError`, `StudyError` for data files, or `FileError.output`.
  package func run(
    warn: (OutdatedResults) -> Void = { _ in }, report: (String) -> Void = { _ in }
  ) throws -> [URL] {
    let results = try StudyResults(study: study)
    results.outdated.forEach(warn)
    let items = results.current().map {
      ExportItem(model: $0.model, task: $0.task, source: $0.source, run: $0.run)
    }
    guard !items.isEmpty else { throw PublishedError.export(study.file.path, .noResults) }
    let folders = FolderSnapshot(of: output, inside: formats.map(\.rawValue))
    do {
      return try write(items, report: report)
    } catch {
      folders.removeNewEmptyFolders()
      throw error
    }
  }

  private func write(_ items: [ExportItem], report: (String) -> Void) throws -> [URL] {
    let store = try Store(at: study.store, for: .read)
    var writers: [any ExportWriting] = []
    for format in ExportFormat.allCases where formats.contains(format) {
      if format == .compact {
        writers.append(
          try CompactWriter(PackedStore.place(of: output.appending(path: study.store.lastPathComponent))))
      } else if let lines = format.lines {
        try check(items, format: lines)
        writers.append(
          LineWriter(format: lines, study: study, folder: output.appending(path: format.rawValue)))
      } else {
        writers.append(
          try TableWriter(
            format == .tidy ? TableLayout.tidy(store) : [.samples, .statistics], folder: output))
      }
    }
    for item in items {
      report("\(item.model.label), \(item.condition.words)")
      for writer in writers { try writer.begin(item) }
      try store.forEachSample(of: item.run) { sample in for writer in writers { try writer.add(sample) } }
      for writer in writers { try writer.end() }
    }
    return try writers.flatMap { try $0.finish() }
  }

  private func check(_ items: [ExportItem], format: PublishedFormat) throws {
    let lacking = items.first { !$0.run.description.configuration.extras.spectrum }
    guard format == .gradientUnified, let lacking else { return }
    throw PublishedError.export(
      study.file.path, .noSpectrum(model: lacking.model.name, condition: lacking.condition))
  }
}

/// A format in which the results of a study can be written.
package enum ExportFormat: String, Sendable, CaseIterable {
  /// The JSON Lines of arXiv 2410.23743, in the folders of its published statistics.
  case layerGradient = "layer-gradient"
  /// The JSON Lines of arXiv 2504.10766; the study must have kept the spectra.
  case gradientUnified = "gradient-unified"
  /// Two CSV files: a row per sample, those without a gradient included; and a row per sample, layer and projection, with
  /// a column per statistic.
  case csv
  /// A CSV file per statistic, one value a row; of extrema, spectra, cosines and token shares too, where they are kept.
  case tidy
  /// A small store to publish with the study: rounded statistics and cosines, no spectra, no token shares, no texts.
  case compact

  /// The papers' format of its lines; nil for tables.
  var lines: PublishedFormat? { PublishedFormat(rawValue: rawValue) }
}

/// Takes the samples of a study, one model and condition after the other.
protocol ExportWriting: AnyObject {
  /// The samples that follow belong to `item`.
  func begin(_ item: ExportItem) throws
  /// Takes a sample; they come by index.
  func add(_ sample: StoredSample) throws
  /// The item has no further sample.
  func end() throws
  /// Ends the export, as there is no further item, and returns the files that were written.
  func finish() throws -> [URL]
}

/// Writes a compact store.
final class CompactWriter: ExportWriting {
  private let file: URL
  private let store: CompactStore

  init(_ file: URL) throws {
    self.file = file
    store = try CompactStore(at: file)
  }

  func begin(_ item: ExportItem) throws {
    try store.begin(
      PlannedRun(
        model: item.model.name, facts: item.run.facts, run: item.run.description,
        selection: item.run.selection))
  }

  func add(_ sample: StoredSample) throws { try store.add(sample) }

  func end() throws { try store.end() }

  func finish() throws -> [URL] {
    try store.finish()
    return [file]
  }
}

/// A model and a condition that are exported.
struct ExportItem {
  let model: StudyModel
  let task: StudyTask
  let source: ConditionSource
  let run: CurrentRun

  var condition: Condition { source.condition }
}

/// Writes published JSON Lines in the folders of the published statistics, a file per model and condition.
final class LineWriter: ExportWriting {
  private let format: PublishedFormat
  private let study: Study
  private let folder: URL
  private var current: (item: ExportItem, records: [SampleRecord], file: GrowingFile)?
  private var files: [URL] = []

  init(format: PublishedFormat, study: Study, folder: URL) {
    self.format = format
    self.study = study
    self.folder = folder
  }

  func begin(_ item: ExportItem) throws {
    let path = PublishedNames.path(model: item.model, task: item.task, condition: item.condition)
    let file = folder.appending(path: path)
    current = (item, try item.source.records(), try GrowingFile(file))
    files.append(file)
  }

  func add(_ sample: StoredSample) throws {
    guard let current else { preconditionFailure("a sample before its item") }
    guard current.records.indices.contains(sample.key.index) else {
      let count = current.records.count
      throw StudyError.noSamplesInRange(
        current.item.source.file.path, start: sample.key.index, end: nil, count: count)
    }
    let line = PublishedLine(
      format: format, key: sample.key, record: current.records[sample.key.index], outcome: sample.outcome,
      cutCount: sample.cutCount, layerCount: current.item.run.facts.layerCount,
      projections: current.item.run.description.configuration.projections,
      keepsExtrema: current.item.run.description.configuration.extras.extrema)
    try current.file.append(line.bytes)
  }

  func end() throws {
    try current?.file.finish()
    current = nil
  }

  func finish() -> [URL] { files }
}
