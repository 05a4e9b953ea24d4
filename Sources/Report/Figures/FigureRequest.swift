import Gradients
import Studies

/// Which figure is meant: the choices that a figure's kind leaves open. What is nil is chosen by the figure.
public struct FigureRequest: Sendable, Hashable {
  /// The model's name.
  public var model: String?
  /// The task's name.
  public var task: String?
  /// What is drawn over the layers.
  public var statistic: Statistic
  /// A single projection, where the figure shows one.
  public var projection: Projection?
  /// What the panels stand for, where there is a choice.
  public var panels: PanelChoice

  /// What each panel of a figure of curves stands for.
  public enum PanelChoice: String, Sendable, CaseIterable {
    /// A projection; lines are response styles.
    case projections
    /// A response style; lines are projections, as in the papers.
    case styles
  }

  /// A request; without arguments everything is left to the figure, with the nuclear norm.
  public init(
    model: String? = nil, task: String? = nil, statistic: Statistic = .nuclearNorm,
    projection: Projection? = nil, panels: PanelChoice = .projections
  ) {
    self.model = model
    self.task = task
    self.statistic = statistic
    self.projection = projection
    self.panels = panels
  }
}
