import Foundation

/// All samples of a study, read and checked.
///
/// The same instruction across conditions is *paired* by its position in the files. So within a task the
/// styles `none`, `simplified` and `detailed`, likewise `popular-100`, `popular-500` and `popular-1000`, and
/// always `correct` and `irrelevant` of one style, must have the same instructions in the same order.
package struct StudyData: Sendable {
  private let conditions: [Condition: ConditionData]

  /// Reads the data of all conditions of `study`.
  ///
  /// - Throws: what `DataFile.records` throws, or `StudyError.unpaired` for two files that should pair
  ///   and do not.
  package init(study: Study) throws {
    var conditions: [Condition: ConditionData] = [:]
    for source in study.tasks.flatMap(\.sources) {
      let records = try DataFile.records(at: source.file)
      let data = ConditionData(condition: source.condition, file: source.file, records: records)
      conditions[source.condition] = data
    }
    self.conditions = conditions
    for task in study.tasks { try checkPairs(of: task) }
  }

  /// The samples of `condition`, which must be one of the study.
  package subscript(condition: Condition) -> ConditionData {
    guard let data = conditions[condition] else { preconditionFailure("a condition of another study") }
    return data
  }

  private func checkPairs(of task: StudyTask) throws {
    var first: [ResponseStyle.Pairing: ConditionData] = [:]
    for condition in task.conditions {
      let data = self[condition]
      if let other = first[condition.style.pairing] {
        try check(data, against: other)
      } else {
        first[condition.style.pairing] = data
      }
    }
  }

  private func check(_ data: ConditionData, against other: ConditionData) throws {
    let differing = zip(data.records, other.records).enumerated().first { !$1.0.asksTheSame(as: $1.1) }
    if let differing {
      throw StudyError.unpaired(
        other.file.path, data.file.path, .differentInstruction(index: differing.offset))
    }
    guard data.records.count == other.records.count else {
      throw StudyError.unpaired(
        other.file.path, data.file.path, .differentCount(other.records.count, data.records.count))
    }
  }
}
