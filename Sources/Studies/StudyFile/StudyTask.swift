import Foundation

/// A task of a study: one data set under several conditions.
public struct StudyTask: Sendable, Equatable {
  /// The task's id in the study: lower-case letters, digits and hyphens.
  public let name: String
  /// The name for people.
  public let label: String
  /// What the task asks for.
  public let kind: TaskKind
  /// The data file of every condition, from fast to slow, correct before irrelevant; never empty.
  public let sources: [ConditionSource]

  /// The conditions, from fast to slow, correct before irrelevant.
  public var conditions: [Condition] { sources.map(\.condition) }

  /// The response styles that have data, from fast to slow.
  public var styles: [ResponseStyle] {
    ResponseStyle.allCases.filter { style in sources.contains { $0.condition.style == style } }
  }
}
