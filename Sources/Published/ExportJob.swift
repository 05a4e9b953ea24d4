import Foundation
import Gradients
import Store
import Studies
import Support

/// Writes what a study's store holds as files that other programs read.
///
/// Every file is written in one step; one of the same name is replaced. What fails leaves no empty folders. Published JSON Lines, which hold the texts
/// of the samples, need the study's data files; tables do not. Nothing needs the checkpoints.
package struct ExportJob: Sendable {
  /// The study.
  package var study: Study
  /// The folder to write into.
  package var output: URL
  /// What to write.
  package var forms: [ExportForm]

  /// Makes a job.
  package init(study: Study, output: URL, forms: [ExportForm] = ExportForm.allCases) {
    self.study = study
    self.output = output
    self.forms = forms
  }

  /// Writes the files.
  ///
  /// Results that count as missing, because the study has changed, are not written.
  ///
  /// - Parameters:
  ///   - warn: told first what counts as missing.
  ///   - report: told every model and condition before it is written.
  /// - Returns: the files, in the order they were written.
  /// - Throws: `StudyError`.
  package func run(
    warn: (OutdatedResults) -> Void = { _ in }, report: (String) -> Void = { _ in }
  ) throws -> [URL] {
    let results = try StudyResults(study: study)
    results.outdated.forEach(warn)
    let items = results.current().map {
      ExportItem(model: $0.model, task: $0.task, source: $0.source, run: $0.run)
    }
    guard !items.isEmpty else { throw PublishedError.export(study.file.path, .noResults) }
    let folders = FolderSnapshot(of: output, inside: forms.map(\.rawValue))
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
    for form in ExportForm.allCases where forms.contains(form) {
      if let shape = form.shape {
        try check(items, shape: shape)
        writers.append(LineWriter(shape: shape, study: study, folder: output.appending(path: form.rawValue)))
      } else {
        writers.append(
          try TableWriter(form == .tidy ? TableLayout.tidy(store) : [.samples, .statistics], folder: output))
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

  private func check(_ items: [ExportItem], shape: PublishedShape) throws {
    let lacking = items.first { !$0.run.description.configuration.extras.spectrum }
    guard shape == .gradientUnified, let lacking else { return }
    throw PublishedError.export(
      study.file.path, .noSpectrum(model: lacking.model.name, condition: lacking.condition))
  }
}

/// A form in which the results of a study can be written.
package enum ExportForm: String, Sendable, CaseIterable {
  /// The JSON Lines of arXiv 2410.23743, in the folders of its published statistics.
  case layerGradient = "layer-gradient"
  /// The JSON Lines of arXiv 2504.10766; the study must have kept the spectra.
  case gradientUnified = "gradient-unified"
  /// Two CSV files: a row per sample, those without a gradient included; and a row per sample, layer and projection, with
  /// a column per statistic.
  case csv
  /// A CSV file per statistic, one value a row; of extrema, spectra, cosines and token shares too, where they are kept.
  case tidy

  /// The shape of its lines; nil for tables.
  var shape: PublishedShape? { PublishedShape(rawValue: rawValue) }
}

/// Why a study cannot be exported in a form.
package enum ExportProblem: Sendable, Equatable {
  /// Its store holds no result that was made with the study's settings.
  case noResults
  /// All singular values are asked for and were not kept.
  case noSpectrum(model: String, condition: Condition)

  func text(_ study: String) -> String {
    switch self {
    case .noResults: "\(study) has no results yet. Compute it with `strata run`."
    case .noSpectrum(let model, let condition):
      "\(study) has no singular values of `\(model)` on \(condition.words), which the shape gradient-unified lists. "
        + "Set `spectrum: true` in its `settings` and compute it again, or take another form."
    }
  }
}

/// Takes the samples of a study, one model and condition after the other.
protocol ExportWriting: AnyObject {
  /// The samples that follow belong to `item`.
  func begin(_ item: ExportItem) throws
  /// Takes a sample; they come by index.
  func add(_ sample: StoredSample) throws
  /// The item has no further sample.
  func end() throws
  /// There is no further item; the files that were written.
  func finish() throws -> [URL]
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
  private let shape: PublishedShape
  private let study: Study
  private let folder: URL
  private var current: (item: ExportItem, records: [SampleRecord], file: GrowingFile)?
  private var files: [URL] = []

  init(shape: PublishedShape, study: Study, folder: URL) {
    self.shape = shape
    self.study = study
    self.folder = folder
  }

  func begin(_ item: ExportItem) throws {
    let path = PublishedNames.path(model: item.model, task: item.task, condition: item.condition)
    let file = folder.appending(path: path)
    current = (item, try DataFile.records(at: item.source.file), try GrowingFile(file))
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
      shape: shape, key: sample.key, record: current.records[sample.key.index], outcome: sample.outcome,
      layerCount: current.item.run.facts.layerCount,
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
