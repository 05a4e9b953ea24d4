import Foundation
import Store
import Studies
import Support

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
      projections: current.item.run.description.recipe.projections,
      keepsExtrema: current.item.run.description.recipe.extras.extrema)
    try current.file.append(line.bytes)
  }

  func end() throws {
    try current?.file.finish()
    current = nil
  }

  func finish() -> [URL] { files }
}
