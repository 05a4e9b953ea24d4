import Gradients

/// Everything that a sample's numbers depend on, apart from the sample itself.
///
/// Of imported statistics less is known than of computed ones: what is not known is nil.
public struct Recipe: Sendable, Hashable {
  /// Fingerprint of the checkpoint; of imported statistics, a hash of the model's name.
  public let model: ContentHash
  /// Fingerprint of the tokenizer and of the chat template.
  public let tokenizer: ContentHash?
  /// What stands before the response.
  public let prompt: PromptKind?
  /// How a sample becomes tokens.
  public let prompting: Prompting?
  /// Tokens that a text is cut to.
  public let maxLength: Int?
  /// The projections that every result holds, in the order of the forward pass.
  public let projections: [Projection]
  /// Whether results hold all singular values.
  public let keepsSpectrum: Bool
  /// Whether results hold the extrema of the gradients' elements.
  public let findsExtrema: Bool
  /// The cosines that results hold.
  public let cosines: CosineSelection
  /// Version of the engine's arithmetic; nil for imported statistics.
  public let arithmetic: Int?

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
    findsExtrema = settings.findsExtrema
    cosines = settings.cosines
    self.arithmetic = arithmetic
  }

  /// Describes statistics of `model` that somebody else computed.
  public init(imported model: ContentHash, projections: [Projection], keepsSpectrum: Bool) {
    self.model = model
    tokenizer = nil
    prompt = nil
    prompting = nil
    maxLength = nil
    self.projections = projections
    self.keepsSpectrum = keepsSpectrum
    findsExtrema = false
    cosines = .none
    arithmetic = nil
  }

  /// Whether the statistics were imported, so that little is known of how they were made.
  public var isImported: Bool { arithmetic == nil }

  /// A hash of everything above.
  public var identity: ContentHash {
    var hasher = ContentHasher()
    let texts = [model.hex, tokenizer?.hex ?? "", prompt?.rawValue ?? "", prompting?.rawValue ?? ""]
    for text in texts + [projections.map(\.rawValue).joined(separator: " ")] { hasher.update(field: text) }
    for number in [maxLength ?? 0, keepsSpectrum ? 1 : 0, arithmetic ?? 0] { hasher.update(field: number) }
    // Only where they are asked for, so that results without them stay what they were.
    if findsExtrema { hasher.update(field: "extrema") }
    if cosines != .none { hasher.update(field: "cosines \(cosines.rawValue)") }
    return hasher.finish()
  }

  /// Whether this is how `settings` ask for samples; their number is no part of it.
  ///
  /// Imported statistics were made by the published procedure and stand for it at whatever length.
  public func matches(_ settings: StudySettings) -> Bool {
    if isImported { return settings.prompting == .published && projections == settings.projections }
    return prompting == settings.prompting && maxLength == settings.maxLength
      && projections == settings.projections && keepsSpectrum == settings.keepsSpectrum
      && findsExtrema == settings.findsExtrema && cosines == settings.cosines
  }
}
