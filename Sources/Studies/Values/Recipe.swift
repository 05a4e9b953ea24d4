import Gradients

/// Everything that a sample's numbers depend on, apart from the sample itself.
public struct Recipe: Sendable, Hashable {
  /// Fingerprint of the checkpoint.
  public let model: ContentHash
  /// Fingerprint of the tokenizer and of the chat template.
  public let tokenizer: ContentHash
  /// What stands before the response.
  public let prompt: PromptKind
  /// How a sample becomes tokens.
  public let prompting: Prompting
  /// Tokens that a text is cut to.
  public let maxLength: Int
  /// The projections that every result holds, in the order of the forward pass.
  public let projections: [Projection]
  /// Whether results hold all singular values.
  public let keepsSpectrum: Bool
  /// Version of the engine's arithmetic.
  public let arithmetic: Int

  /// Describes how samples of a checkpoint are computed.
  public init(
    model: ContentHash, tokenizer: ContentHash, prompt: PromptKind, settings: StudySettings,
    arithmetic: Int = GradientEngine.arithmeticVersion
  ) {
    self.model = model
    self.tokenizer = tokenizer
    self.prompt = prompt
    prompting = settings.prompting
    maxLength = settings.maxLength
    projections = settings.projections
    keepsSpectrum = settings.keepsSpectrum
    self.arithmetic = arithmetic
  }

  /// A hash of everything above.
  public var identity: ContentHash {
    var hasher = ContentHasher()
    let texts = [model.hex, tokenizer.hex, prompt.rawValue, prompting.rawValue]
    for text in texts + [projections.map(\.rawValue).joined(separator: " ")] { hasher.update(field: text) }
    for number in [maxLength, keepsSpectrum ? 1 : 0, arithmetic] { hasher.update(field: number) }
    return hasher.finish()
  }

  /// Whether this is how `settings` ask for samples; their number is no part of it.
  public func matches(_ settings: StudySettings) -> Bool {
    prompting == settings.prompting && maxLength == settings.maxLength
      && projections == settings.projections && keepsSpectrum == settings.keepsSpectrum
  }
}
