import Gradients

/// The settings of a study that change its numbers or what is kept of them.
package struct StudySettings: Sendable, Equatable {
  /// How a sample becomes tokens.
  package var prompting: Prompting = .published
  /// Tokens that a text is cut to, on the right.
  package var maxLength = 1024
  /// At most that many samples of every condition, from the first; nil for all.
  package var samples: Int?
  /// What is kept of every gradient beside its summary.
  package var extras = GradientOptions()
  /// The projections to study, in the order of the forward pass; never empty.
  package var projections: [Projection] = Projection.attention

  /// The lengths that a study may ask for. One token has no prediction; beyond a million no decoder
  /// here has positions.
  package static let lengths = 2...1_048_576

  /// The defaults of a study that sets nothing.
  package init() {}
}
