import Foundation

/// In how many samples `published` and `exact` prompting differ, condition by condition. Nothing is computed for it:
/// only data, tokenizers and chat templates are read.
package struct BoundaryReport: Sendable, Equatable {
  /// One condition of one model, or one data file.
  package struct Row: Sendable, Equatable {
    /// What was counted: names such as `model` or `data`, each with its value.
    package let labels: [Label]
    /// The samples.
    package let count: BoundaryCount
  }

  /// A name with its value.
  package struct Label: Sendable, Equatable {
    /// The name, such as `model`.
    package let name: String
    /// The value, such as that model's.
    package let value: String
  }

  /// In the order of the study.
  package let rows: [Row]

  /// All rows together.
  package var total: BoundaryCount { rows.map(\.count).reduce(BoundaryCount(), +) }

  /// Counts the samples that a study asks for.
  ///
  /// - Throws: `StudyError`, or what is wrong with a tokenizer or a chat template.
  package init(study: Study) throws {
    let data = try StudyData(study: study)
    rows = try study.models.flatMap { model in
      let encoder = try SampleEncoder(
        folder: model.folder, prompt: model.prompt, template: model.chatTemplate, settings: study.settings)
      return study.conditions.map { condition in
        let records = data[condition].records.prefix(study.settings.samples ?? .max)
        let labels = [
          Label(name: "model", value: model.name), Label(name: "task", value: condition.task),
          Label(name: "style", value: condition.style.rawValue),
          Label(name: "relevance", value: condition.relevance.rawValue),
        ]
        return Row(labels: labels, count: Self.count(records, encoder))
      }
    }
  }

  /// Counts the samples of one data file, from `start` to before `end`.
  ///
  /// - Throws: `StudyError`, or what is wrong with the tokenizer or the chat template.
  package init(
    checkpoint: URL, data: URL, prompt: PromptKind, template: PromptTemplate?, settings: StudySettings,
    start: Int = 0, end: Int? = nil
  ) throws {
    let records = try DataFile.records(at: data)
    let range = try DataFile.range(start, end, of: data, count: records.count)
    let encoder = try SampleEncoder(
      folder: checkpoint, prompt: prompt, template: template, settings: settings)
    let label = Label(name: "data", value: data.lastPathComponent)
    rows = [Row(labels: [label], count: Self.count(records[range], encoder))]
  }

  private static func count(_ records: ArraySlice<SampleRecord>, _ encoder: SampleEncoder) -> BoundaryCount {
    records.reduce(into: BoundaryCount()) { $0.add(encoder.boundary(of: $1)) }
  }
}
