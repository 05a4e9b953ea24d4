import Foundation

/// Where the samples of a condition come from.
package struct ConditionSource: Sendable, Equatable {
  /// The condition that all samples share.
  package let condition: Condition
  /// A JSON or JSON Lines file of records.
  package let file: URL
}
