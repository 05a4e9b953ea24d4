/// What a sample's statistic is divided by before samples are averaged.
///
/// The gradient of a sample grows with its loss, so a long, hard response and a short, easy one differ for that
/// reason alone; dividing by the loss takes it out (`S_sum_regularized` of arXiv 2410.23743). It says something
/// only of statistics that grow with the gradient: ranks, ratios, cosines and shares do not.
public enum Regularisation: String, Sendable, Hashable, CaseIterable, Codable {
  /// Nothing: the statistic as it is.
  case none
  /// The sample's loss.
  case loss

  /// `value` of a sample with that `loss`; as in the published procedure, 0 where the loss is exactly 0.
  public func apply(to value: Double, loss: Double) -> Double {
    switch self {
    case .none: value
    case .loss: loss == 0 ? 0 : value / loss
    }
  }
}
