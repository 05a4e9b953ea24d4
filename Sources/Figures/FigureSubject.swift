import Plotting
import Studies

/// The model and the task of which a figure shows one: its caption names them, and so does the picture where the study has
/// several, since two figures side by side could not be told apart otherwise.
struct FigureSubject {
  private let model: StudyModel?
  private let task: StudyTask?
  private let namesModel: Bool
  private let namesTask: Bool
  private let details: [String]

  /// `model` and `task` are nil where the figure shows several and names them itself; `details` is what else it shows one
  /// of and names in its caption only, such as a projection.
  init(_ study: Study, model: StudyModel? = nil, task: StudyTask? = nil, details: [String] = []) {
    self.model = model
    self.task = task
    namesModel = study.models.count > 1
    namesTask = study.tasks.count > 1
    self.details = details
  }

  /// Of figures that show all models and tasks.
  init(_ details: [String]) {
    model = nil
    task = nil
    (namesModel, namesTask) = (false, false)
    self.details = details
  }

  /// The line above the picture, in the notation of ``RichText``; nil when there is nothing to name.
  var subtitle: String? {
    let names = [namesModel ? model?.label : nil, namesTask ? task?.label : nil].compactMap(\.self) + details
    return names.isEmpty ? nil : RichText.joined(names.map(RichText.literal), by: " · ")
  }

  /// The sentence at the head of the caption, nil when there is nothing to name.
  var sentence: String? {
    switch (model?.label, task?.label) {
    case (let model?, let task?): "\(model) on \(task)."
    case (let model?, nil): "Model: \(model)."
    case (nil, let task?): "Task: \(task)."
    case (nil, nil): nil
    }
  }
}
