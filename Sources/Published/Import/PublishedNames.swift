import Studies

/// What is known of the models and data sets of the papers from the names of their folders and files.
enum PublishedNames {
  /// A model's folder; its instruct partner's ends with `_it_new`.
  struct Model {
    let folder: String
    let label: String
    /// What its makers call the instruct partner, after the label.
    var instructWord = "Instruct"
    let family: String
  }

  static let models = [
    Model(folder: "qwen2_1_5b", label: "Qwen2 1.5B", family: "Qwen2"),
    Model(folder: "gemma2_2b", label: "Gemma 2 2B", family: "Gemma 2"),
    Model(folder: "gemma_2_9b", label: "Gemma 2 9B", family: "Gemma 2"),
    Model(folder: "llama2_7b", label: "Llama 2 7B", instructWord: "Chat", family: "Llama 2"),
    Model(folder: "llama3_8b", label: "Llama 3.1 8B", family: "Llama 3.1"),
  ]

  /// The name of the instruct partner of the model called `base`: `tiny-instruct` of `tiny-base`, else
  /// `tiny-instruct` of `tiny`.
  static func instructName(of base: String) -> String {
    let words = base.split(separator: "-")
    return ((words.last == "base" ? words.dropLast() : words) + ["instruct"]).joined(separator: "-")
  }

  static let instructSuffix = "_it_new"

  /// A task as its files call it.
  struct Task {
    let file: String
    let label: String
    let kind: TaskKind
    /// Lines that repeat an earlier sample because the data set itself has it twice.
    var repeatedSamples = 0
  }

  static let tasks = [
    Task(file: "aqua", label: "AQuA", kind: .math), Task(file: "gsm8k", label: "GSM8K", kind: .math),
    Task(file: "algebra", label: "MATH Algebra", kind: .math),
    Task(file: "counting_probability", label: "MATH Counting", kind: .math),
    Task(file: "geometry", label: "MATH Geometry", kind: .math),
    Task(file: "strategyqa", label: "StrategyQA", kind: .commonsense, repeatedSamples: 1),
    Task(file: "ecqa", label: "ECQA", kind: .commonsense),
    Task(file: "creak", label: "CREAK", kind: .commonsense),
    Task(file: "sensemaking", label: "Sensemaking", kind: .commonsense),
    Task(file: "wikipedia", label: "Wikipedia", kind: .knowledge),
  ]

  /// How a data file's name says its response style: what stands before and after the task's name.
  struct Style {
    let prefix: String
    let suffix: String
    let style: ResponseStyle
  }

  /// The longest suffixes first. The first of a style is the one that is written.
  static let styles = [
    Style(prefix: "", suffix: "_with_cot_gpt4o", style: .detailed),
    Style(prefix: "", suffix: "_with_cot", style: .simplified),
    Style(prefix: "", suffix: "_no_cot", style: .none),
    Style(prefix: "popular_", suffix: "_1000", style: .popular1000),
    Style(prefix: "popular_", suffix: "_500", style: .popular500),
    Style(prefix: "popular_", suffix: "_100", style: .popular100),
    Style(prefix: "long_tail_", suffix: "", style: .unpopular),
  ]

  /// What the cot_500 files have between a task's name and its style.
  static let split = "_train"
  static let filePrefix = "grads_"
  static let fileSuffix = ".jsonl"
  /// What the folder of a task group ends with when its responses are irrelevant.
  static let irrelevantSuffix = "_wrong_answer_shuffle"
  static let tree = "grads_exp"

  /// The path of a condition's file inside a tree of published statistics.
  static func path(model: StudyModel, task: StudyTask, condition: Condition) -> String {
    let style =
      styles.first { $0.style == condition.style } ?? Style(prefix: "", suffix: "", style: condition.style)
    let group = task.kind.rawValue + (condition.relevance == .irrelevant ? irrelevantSuffix : "")
    let folder = model.stage == .instruct ? (model.partner ?? model.name) + instructSuffix : model.name
    let file = filePrefix + style.prefix + task.name + style.suffix + fileSuffix
    return "\(tree)/\(group)/\(folder)/\(file)"
  }
}
