import Foundation

/// The samples of one condition.
public struct ConditionData: Sendable {
  /// The condition that all samples share.
  public let condition: Condition
  /// The file they come from.
  public let file: URL
  /// All records of the file, also those beyond the study's `samples`.
  public let records: [SampleRecord]
  /// Hash of the records: of their texts, not of the file's bytes, so that a file that is only laid out
  /// anew keeps its results.
  public let fingerprint: ContentHash

  /// Makes the data of a condition from `records` of `file`.
  public init(condition: Condition, file: URL, records: [SampleRecord]) {
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
