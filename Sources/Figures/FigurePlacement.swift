import Gradients
import Studies

/// Place of figures of a kind on the pages of a site.
package struct FigurePlacement: Sendable {
  /// A part of a site's pages that has figures.
  package enum Part: Sendable, Equatable {
    /// The head of the overview.
    case head
    /// The page of the claim of that name, across models and tasks.
    case claim(String)
    /// A model's page, across tasks.
    case model
    /// The page of a model on a task.
    case cell
    /// A task's page, across models.
    case task
    /// A task's page, under each pair of a base model and its instruct partner.
    case pairOfTask
  }

  /// A file of a model on a task that has the numbers of a figure, among others.
  package enum CellFile: String, Sendable {
    case curves, samples
  }

  /// Statistics that it is drawn for.
  package enum Statistics: Sendable {
    /// No statistic, since what it shows is no choice of one.
    case none
    /// The most important one of the site.
    case first
    /// Each of the site's.
    case each
  }

  /// The part of the pages.
  package let part: Part
  /// Place among the figures of that part, from the top.
  package let order: Int
  /// The file of the model on the task that has its numbers; nil where the figure has a file of its own.
  package let data: CellFile?
  private let statistics: Statistics
  private let claim: String?
  private let condition: @Sendable (Study, StudyTask?) -> Bool

  /// Figures in `part`, the `order`-th from the top, where `condition` holds for the study and the task that the part is
  /// about; everywhere when there is none.
  init(
    _ part: Part, _ order: Int, statistics: Statistics = .first, claim: String? = nil, data: CellFile? = nil,
    where condition: @escaping @Sendable (Study, StudyTask?) -> Bool = { _, _ in true }
  ) {
    self.part = part
    self.order = order
    self.data = data
    self.statistics = statistics
    self.claim = claim
    self.condition = condition
  }

  /// Lists what is asked of the kind for `model` and `task` on a site of these `statistics`, the most
  /// important first.
  package func requests(
    model: StudyModel? = nil, task: StudyTask? = nil, of study: Study, statistics: [Statistic]
  ) -> [FigureRequest] {
    guard condition(study, task) else { return [] }
    let wanted: [Statistic?] =
      switch self.statistics {
      case .none: [nil]
      case .first: [statistics.first ?? .nuclearNorm]
      case .each: statistics
      }
    return wanted.map {
      FigureRequest(
        model: model?.name, task: task?.name, statistic: $0, claim: claim)
    }
  }
}
