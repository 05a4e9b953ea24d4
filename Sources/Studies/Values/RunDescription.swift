import Gradients

/// What a *run* is: one checkpoint under one condition, with every setting that changes a number.
///
/// Runs of equal identity hold equal numbers, so their results can be joined; results of different
/// runs are never mixed.
public struct RunDescription: Sendable, Hashable {
  /// Fingerprint of the checkpoint.
  public let model: ContentHash
  /// Fingerprint of the tokenizer and of the chat template.
  public let tokenizer: ContentHash
  /// The condition that all samples share.
  public let condition: Condition
  /// Fingerprint of all records of the data file.
  public let data: ContentHash
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

  /// Describes the run of a checkpoint under the condition of `data`.
  public init(
    model: ContentHash, tokenizer: ContentHash, condition: Condition, data: ContentHash, prompt: PromptKind,
    settings: StudySettings, arithmetic: Int
  ) {
    self.init(
      model: model, tokenizer: tokenizer, condition: condition, data: data, prompt: prompt,
      prompting: settings.prompting, maxLength: settings.maxLength, projections: settings.projections,
      keepsSpectrum: settings.keepsSpectrum, arithmetic: arithmetic)
  }

  init(
    model: ContentHash, tokenizer: ContentHash, condition: Condition, data: ContentHash, prompt: PromptKind,
    prompting: Prompting, maxLength: Int, projections: [Projection], keepsSpectrum: Bool, arithmetic: Int
  ) {
    self.model = model
    self.tokenizer = tokenizer
    self.condition = condition
    self.data = data
    self.prompt = prompt
    self.prompting = prompting
    self.maxLength = maxLength
    self.projections = projections
    self.keepsSpectrum = keepsSpectrum
    self.arithmetic = arithmetic
  }

  /// The run's identity: a hash of everything above.
  public var identity: ContentHash {
    var hasher = ContentHasher()
    let texts = [
      model.hex, tokenizer.hex, condition.task, condition.style.rawValue, condition.relevance.rawValue,
      data.hex, prompt.rawValue, prompting.rawValue, projections.map(\.rawValue).joined(separator: " "),
    ]
    for text in texts { hasher.update(field: text) }
    for number in [maxLength, keepsSpectrum ? 1 : 0, arithmetic] { hasher.update(field: number) }
    return hasher.finish()
  }

  /// Whether the run was made with `settings`, the number of samples apart.
  public func matches(_ settings: StudySettings) -> Bool {
    prompting == settings.prompting && maxLength == settings.maxLength
      && projections == settings.projections && keepsSpectrum == settings.keepsSpectrum
  }
}
