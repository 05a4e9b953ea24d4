import Foundation

/// A task of a study: one data set under several conditions.
package struct StudyTask: Sendable, Equatable {
  /// The task's id in the study: lower-case letters, digits and hyphens.
  package let name: String
  /// The name for people.
  package let label: String
  /// What the task asks for.
  package let kind: TaskKind
  /// The data file of every condition, from fast to slow, correct before irrelevant; never empty.
  package let sources: [ConditionSource]

  /// The conditions, from fast to slow, correct before irrelevant.
  package var conditions: [Condition] { sources.map(\.condition) }

  /// The response styles that have data, from fast to slow.
  package var styles: [ResponseStyle] {
    ResponseStyle.allCases.filter { style in sources.contains { $0.condition.style == style } }
  }
}
