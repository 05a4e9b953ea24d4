import Foundation
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
    let items = results.shown().map {
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
    let lacking = items.first { !$0.run.description.recipe.extras.spectrum }
    guard shape == .gradientUnified, let lacking else { return }
    throw PublishedError.export(
      study.file.path, .noSpectrum(model: lacking.model.name, condition: lacking.condition))
  }
}
