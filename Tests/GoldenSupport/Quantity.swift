/// What is compared with goldens, how the deviation is measured, and how large it may be.
///
/// The limits are a few times what PyTorch itself is off in float32 on the reference models: loss 6e-7,
/// nuclear norm 3e-6, σ₁ and Frobenius norm 8e-6, effective rank 4.5e-5, cosines 1e-6.
public enum Quantity: String, CaseIterable, Sendable {
  /// Relative.
  case loss
  /// Relative.
  case nuclearNorm = "nuclear norm"
  /// Relative.
  case largest = "sigma1"
  /// Of any singular value, relative to the largest of its gradient.
  case anySigma = "any sigma"
  /// Relative.
  case frobeniusNorm = "Frobenius norm"
  /// Relative.
  case effectiveRank = "effective rank"
  /// Of the mean element, relative to the Frobenius norm: the mean itself may cancel to nothing.
  case mean
  /// Of the largest and smallest element, relative to the larger of their sizes.
  case extrema
  /// Absolute.
  case cosine
  /// Of the sum over the tokens from 1.
  case tokenShares = "token shares"

  /// The largest deviation that passes.
  public var limit: Double {
    switch self {
    case .loss: 5e-6
    case .effectiveRank: 1e-4
    case .cosine, .tokenShares: 1e-5
    case .nuclearNorm, .largest, .anySigma, .frobeniusNorm, .mean, .extrema: 2e-5
    }
  }
}
