import Foundation
import Support

/// The samples of one condition.
package struct ConditionData: Sendable {
  /// The condition that all samples share.
  package let condition: Condition
  /// The file they come from.
  package let file: URL
  /// All records of the file, also those beyond the study's `samples`.
  package let records: [SampleRecord]
  /// Hash of the records: of their texts, not of the file's bytes, so that a file that is only laid out
  /// anew keeps its results.
  package let fingerprint: ContentHash

  /// Makes the data of a condition from `records` of `file`.
  package init(condition: Condition, file: URL, records: [SampleRecord]) {
    self.condition = condition
    self.file = file
    self.records = records
    var hasher = ContentHasher()
    for record in records {
      hasher.update(field: record.instruction)
      hasher.update(field: record.input)
      hasher.update(field: record.output)
    }
    fingerprint = hasher.finish()
  }
}
