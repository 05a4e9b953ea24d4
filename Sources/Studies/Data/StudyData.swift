import Foundation
import Support

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
      let records = try source.records()
      let data = ConditionData(condition: source.condition, file: source.file, records: records)
      for model in study.models { try ConditionData.check(records, of: source.file, for: model.prompt) }
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

  private func checkPairs(of task: StudyTask) throws(StudyError) {
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

  private func check(_ data: ConditionData, against other: ConditionData) throws(StudyError) {
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

/// The samples of one condition.
package struct ConditionData: Sendable {
  /// The condition that all samples share.
  package let condition: Condition
  /// The file they come from.
  package let file: URL
  /// All records of the file, also those beyond the study's `samples`.
  package let records: [SampleRecord]
  /// The records that `settings` ask for.
  package func records(for settings: StudySettings) -> [SampleRecord] {
    settings.selection(of: records.count).positions.map { records[$0] }
  }

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
      for text in record.identity { hasher.update(field: text) }
    }
    fingerprint = hasher.finish()
  }
}

extension ConditionData {
  /// - Throws: `StudyError.conversation` when one of the `records` of `file` needs a chat template and the prompt has none.
  package static func check(
    _ records: [SampleRecord], of file: URL, for prompt: PromptKind
  ) throws(StudyError) {
    guard prompt == .base, let index = records.firstIndex(where: { !$0.turns.isEmpty }) else { return }
    throw StudyError.conversation(file.path, index: index)
  }
}

/// The reason why the samples of two data files do not pair.
package enum PairingProblem: Sendable, Equatable {
  /// The records at `index`, from 0, ask different things; it is the first such place.
  case differentInstruction(index: Int)
  /// The files have these unequal numbers of records.
  case differentCount(Int, Int)
}
