import Foundation
import JSON
import Support
import Tokenizers

/// The number of samples in which `published` and `exact` prompting differ, condition by condition.
///
/// No gradient is computed for it: only data, tokenizers and chat templates are read.
package struct PromptingComparison: Sendable, Equatable {
  /// One condition of one model, or one data file.
  package struct Row: Sendable, Equatable {
    /// Labels that tell the row from the others: its model and condition, or its data file.
    package let labels: [Label]
    /// The counts of the row's samples.
    package let count: Count
  }

  /// One part of what a row is about.
  package struct Label: Sendable, Equatable {
    /// Name of the part, such as `model`.
    package let name: String
    /// Value of the part, such as the name of the model.
    package let value: String
  }

  /// One for each model and condition in the order of the study, or one for the data file.
  package let rows: [Row]

  /// All rows together.
  package var total: Count { rows.map(\.count).reduce(Count(), +) }

  /// Counts the samples that a study asks for.
  ///
  /// - Throws: `FileError`, `StudyError`, or what is wrong with a tokenizer or a chat template.
  package init(study: Study) throws {
    let data = try StudyData(study: study)
    rows = try study.models.flatMap { model in
      let encoder = try SampleEncoder(
        folder: model.folder, prompt: model.prompt, chat: model.chat, settings: study.settings)
      return try study.conditions.map { condition in
        let records = data[condition].records(for: study.settings)
        let labels = [
          Label(name: "model", value: model.name), Label(name: "task", value: condition.task),
          Label(name: "style", value: condition.style.rawValue),
          Label(name: "relevance", value: condition.relevance.rawValue),
        ]
        return Row(labels: labels, count: try Self.count(records, encoder))
      }
    }
  }

  /// Counts the samples of one data file, from `start` to before `end`.
  ///
  /// - Throws: `FileError`, `StudyError`, or what is wrong with the tokenizer or the chat template.
  package init(
    checkpoint: URL, data: URL, columns: DataColumns = DataColumns(), prompt: PromptKind,
    chat: ChatSettings, settings: StudySettings,
    start: Int = 0, end: Int? = nil
  ) throws {
    let records = try DataFile.records(at: data, columns: columns)
    let range = try DataFile.range(start, end, of: data, count: records.count)
    try ConditionData.check(records, of: data, for: prompt)
    let encoder = try SampleEncoder(
      folder: checkpoint, prompt: prompt, chat: chat, settings: settings)
    let label = Label(name: "data", value: data.lastPathComponent)
    rows = [Row(labels: [label], count: try Self.count(Array(records[range]), encoder))]
  }

  private static func count(_ records: [SampleRecord], _ encoder: SampleEncoder) throws -> Count {
    try records.reduce(into: Count()) { $0.add(try encoder.difference(of: $1)) }
  }
}

extension PromptingComparison {
  /// Counts of samples, by how the two ways of prompting differ in them.
  package struct Count: Sendable, Equatable {
    /// All samples that were looked at.
    package private(set) var samples = 0
    /// Samples whose ids or start differ.
    package private(set) var differing = 0
    /// Samples that `published` gives a second BOS.
    package private(set) var doubledBOS = 0
    /// Samples whose response begins at another token, that second BOS aside.
    package private(set) var movedStarts = 0

    /// Adds a sample.
    mutating func add(_ difference: PromptingDifference) {
      samples += 1
      differing += difference.isAny ? 1 : 0
      doubledBOS += difference.doublesBOS ? 1 : 0
      movedStarts += difference.movesStart ? 1 : 0
    }

    /// The counts of two sets of samples, added up.
    static func + (left: Count, right: Count) -> Count {
      var sum = left
      sum.samples += right.samples
      sum.differing += right.differing
      sum.doubledBOS += right.doubledBOS
      sum.movedStarts += right.movedStarts
      return sum
    }
  }
}

/// Difference of a sample's tokens between `published` and `exact` prompting.
package struct PromptingDifference: Sendable, Equatable {
  /// Whether `published` writes BOS twice: the chat template has it, and the tokenizer puts it in front.
  package let doublesBOS: Bool
  /// Whether the response begins at another token, that second BOS aside: the end of the prompt and the start of the
  /// response are one token, or the prompt alone is cut in another way than in the whole text.
  package let movesStart: Bool

  /// Whether there is any difference.
  package var isAny: Bool { doublesBOS || movesStart }
}

// MARK: - For people and for scripts

extension PromptingComparison {
  /// A table for people, one line a row and one for the total.
  package var text: String {
    let head = (rows.first?.labels.map(\.name) ?? []) + ["samples", "differ", "second BOS", "other start"]
    let body = rows.map { $0.labels.map(\.value) + Self.cells($0.count) }
    let labelCount = head.count - 4
    let total = ["total"] + Array(repeating: "", count: max(0, labelCount - 1)) + Self.cells(total)
    return Self.table([head] + body + [total], leading: labelCount)
  }

  /// One JSON object on one line, for scripts.
  package var json: String {
    var json = JSONWriter()
    json.object { json in
      json.key("conditions")
      json.array { json in
        for row in rows { json.object { Self.write(row.labels, row.count, to: &$0) } }
      }
      json.key("total")
      json.object { Self.write([], total, to: &$0) }
    }
    return json.text
  }

  private static func cells(_ count: Count) -> [String] {
    [count.samples, count.differing, count.doubledBOS, count.movedStarts].map(NumberText.count)
  }

  private static func write(_ labels: [Label], _ count: Count, to json: inout JSONWriter) {
    for label in labels { json.member(label.name, label.value) }
    json.member("samples", count.samples)
    json.member("differing", count.differing)
    json.member("second_bos", count.doubledBOS)
    json.member("other_start", count.movedStarts)
  }

  /// Sets columns two spaces apart; the leading ones flush left, the others flush right.
  private static func table(_ lines: [[String]], leading: Int) -> String {
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      line.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column < leading ? cell + space : space + cell
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
