import Foundation

/// Where the samples of a condition come from.
public struct ConditionSource: Sendable, Equatable {
  /// The condition that all samples share.
  public let condition: Condition
  /// A JSON or JSON Lines file of records.
  public let file: URL
}
