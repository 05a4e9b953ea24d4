import Foundation
import Gradients
import Store
import Studies

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
  let run: ShownRun

  var condition: Condition { source.condition }
}
