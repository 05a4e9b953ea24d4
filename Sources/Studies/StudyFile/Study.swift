import Foundation
import Gradients
import Support
import Tokenizers

/// Models × tasks × conditions, described by one YAML file, computed into one store, built into one
/// site.
///
/// A study file holds:
///
/// ```yaml
/// name: miniature                     # [a-z0-9-], the study's id
/// title: Fast and slow thinking in a miniature model
/// description: optional paragraph of Markdown
/// models:                             # one or more
///   - name: miniature-base            # [a-z0-9-], unique
///     label: Miniature                # optional; the name when left out
///     path: models/base               # a checkpoint folder, or a model in the hub cache: ORG/NAME[@REVISION]
///     stage: base                     # base | instruct
///     allow_config: [tool_scale]      # optional: keys of config.json that are let by although they could
///                                     # touch the arithmetic
///   - name: miniature-instruct
///     path: models/instruct
///     stage: instruct
///     partner: miniature-base         # optional: the base model it was tuned from
///     chat_template: prompt.jinja     # optional: a template in Jinja, a file in the study's folder or the
///                                     # text itself, in place of the checkpoint's
///     system: Answer briefly.         # optional: the message of the system, or false for none; when left
///                                     # out, that of the papers, for models that are given one
///     template_variables:             # optional: what the template reads beside the messages
///       enable_thinking: false
/// tasks:                              # one or more
///   - name: word-problems             # [a-z0-9-], unique
///     label: Word problems            # optional
///     kind: math                      # math | commonsense | knowledge
///     data:                           # one or more response styles
///       none:     { correct: data/a.json, irrelevant: data/b.json }
///       detailed: { correct: data/c.json }
///     columns: { instruction: question, output: answer }  # optional: the keys of the records, where they have other names;
///                                     # of instruction, input, output and messages
/// settings:                           # optional, and so is each of its keys
///   prompting: published              # published | exact
///   max_length: 1024                  # tokens, 2 to 1048576
///   samples: 500                      # the first so many of every condition; all when left out
///   sampling: { count: 500, seed: 1 } # in place of `samples`: so many of every condition, chosen at random
///   spectrum: false                   # whether to keep all singular values
///   extrema: false                    # whether to find the largest and smallest element of every gradient
///   cosines: none                     # none | adjacent | all-pairs: which gradients are compared
///   token_shares: false               # whether to keep the share of every token in every gradient
///   projections: [q, k, v, o]         # of q, k, v, o, gate, up, down
/// store: study.sqlite                 # optional
/// ```
///
/// Math and commonsense tasks have the styles `none`, `simplified` and `detailed`; knowledge tasks
/// `popular-100`, `popular-500`, `popular-1000` and `unpopular`. Relative paths start at the study
/// file's folder. `path` and data files may lie anywhere the study says; `store`, which is written,
/// leaves the study's folder only by an absolute path.
package struct Study: Sendable, Equatable {
  /// The study file.
  package let file: URL
  /// The study file as it was read.
  package let source: String
  /// The study's id: lower-case letters, digits and hyphens.
  package let name: String
  /// One line for people.
  package let title: String
  /// A paragraph of Markdown.
  package let description: String?
  /// The models in the order of the file; never empty.
  package let models: [StudyModel]
  /// The tasks in the order of the file; never empty.
  package let tasks: [StudyTask]
  /// The settings that change numbers, with the defaults filled in.
  package let settings: StudySettings
  /// The SQLite file that holds the results. It need not exist yet.
  package let store: URL

  /// The folder that relative paths start at.
  package var folder: URL { file.deletingLastPathComponent() }

  /// Reads and checks a study.
  ///
  /// - Parameters:
  ///   - place: a study file, or a folder that holds `study.yml`.
  ///   - checksFiles: whether the models' folders and the data files must exist. Pass false to read
  ///     what a store holds on a machine without them.
  /// - Throws: `FileError.problems` with every mistake of the file, each with its line, or
  ///   `FileError.unreadable` or `StudyError.noStudyInFolder` when there is no study file.
  package init(at place: URL, checksFiles: Bool = true) throws {
    let file = try StudyLocation.file(at: place)
    let text = try InputFile.text(at: file, limit: StudyReader.longestFile)
    self = try StudyReader(file: file, text: text, checksFiles: checksFiles).read()
  }

  init(
    file: URL, source: String, name: String, title: String, description: String?, models: [StudyModel],
    tasks: [StudyTask], settings: StudySettings, store: URL
  ) {
    self.file = file
    self.source = source
    self.name = name
    self.title = title
    self.description = description
    self.models = models
    self.tasks = tasks
    self.settings = settings
    self.store = store
  }

  /// The model called `name`.
  package func model(named name: String) -> StudyModel? { models.first { $0.name == name } }

  /// The task called `name`.
  package func task(named name: String) -> StudyTask? { tasks.first { $0.name == name } }

  /// All conditions of all tasks: tasks in the order of the file, the conditions of each from fast to
  /// slow and correct before irrelevant.
  package var conditions: [Condition] { tasks.flatMap(\.conditions) }
}

/// A model of a study.
package struct StudyModel: Sendable, Equatable {
  /// The model's id in the study: lower-case letters, digits and hyphens.
  package let name: String
  /// The name for people.
  package let label: String
  /// The checkpoint's folder.
  package let folder: URL
  /// A base model gets the base prompt, an instruct model the chat prompt.
  package let stage: Stage
  /// Name of the base model that an instruct model was tuned from.
  package let partner: String?
  /// What the study says of the chat prompts of an instruct model.
  package var chat = ChatSettings()
  /// Unknown keys of the checkpoint's configuration that are let by.
  package var allowedKeys: Set<String> = []

  /// Kind of prompt that this model's samples have.
  package var prompt: PromptKind { stage == .base ? .base : .chat }
}

/// The kind of a checkpoint: a pre-trained model or its instruction-tuned partner.
package enum Stage: String, Sendable, Hashable, CaseIterable, Codable {
  case base
  case instruct
}

/// A task of a study: one data set under several conditions.
package struct StudyTask: Sendable, Equatable {
  /// The task's id in the study: lower-case letters, digits and hyphens.
  package let name: String
  /// The name for people.
  package let label: String
  /// Kind of the task, by what it asks for.
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

/// The source of a condition's samples.
package struct ConditionSource: Sendable, Equatable {
  /// The condition that all samples share.
  package let condition: Condition
  /// A JSON or JSON Lines file of records.
  package let file: URL
  /// The keys under which its records have what a sample is made of.
  package let columns: DataColumns

  /// Makes the source of a condition.
  package init(condition: Condition, file: URL, columns: DataColumns = DataColumns()) {
    self.condition = condition
    self.file = file
    self.columns = columns
  }

  /// The records of the file.
  ///
  /// - Throws: what `DataFile.records` throws.
  package func records() throws -> [SampleRecord] { try DataFile.records(at: file, columns: columns) }
}

/// The settings of a study that change its numbers or what is kept of them.
///
/// Arithmetic is no setting: it is `Float` whatever the weights are, and a study may say so (`dtype: float32`).
package struct StudySettings: Sendable, Equatable {
  /// The way in which a sample becomes tokens.
  package var prompting: Prompting = .published
  /// Tokens that a text is cut to, on the right.
  package var maxLength = 1024
  /// The largest number of samples taken of every condition, from the first; nil for all.
  package var samples: Int?
  /// A random choice of samples of every condition, in place of the first; nil for none.
  package var sampling: Sampling?
  /// Options for what is kept of every gradient beside its summary.
  package var extras = GradientOptions()
  /// The projections to study, in the order of the forward pass; never empty.
  package var projections: [Projection] = Projection.attention

  /// The lengths that a study may ask for. One token has no prediction; beyond a million no decoder
  /// here has positions.
  package static let lengths = 2...1_048_576

  /// The defaults of a study that sets nothing.
  package init() {}
}

/// A base model and the instruct model that was tuned from it.
package struct ModelPair: Sendable {
  package let base: StudyModel
  package let instruct: StudyModel

  /// The pairs of a study, in the order of the instruct models.
  package static func all(in study: Study) -> [ModelPair] {
    study.models.compactMap { model in
      model.partner.flatMap { study.model(named: $0) }.map { ModelPair(base: $0, instruct: model) }
    }
  }
}
