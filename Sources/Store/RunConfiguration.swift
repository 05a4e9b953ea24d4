import Gradients
import Studies
import Support

/// Everything that a sample's numbers depend on, apart from the sample itself.
///
/// Of imported statistics less is known than of computed ones: what is not known is nil.
package struct RunConfiguration: Sendable, Hashable {
  /// Fingerprint of the checkpoint; of imported statistics, a hash of the model's name.
  package let model: ContentHash
  /// Fingerprint of the tokenizer and of the chat template.
  package let tokenizer: ContentHash?
  /// Prompt that stands before the response.
  package let prompt: PromptKind?
  /// Way in which a sample becomes tokens.
  package let prompting: Prompting?
  /// Tokens that a text is cut to.
  package let maxLength: Int?
  /// The projections that every result holds, in the order of the forward pass.
  package let projections: [Projection]
  /// Contents of results beside the summaries.
  package private(set) var extras: GradientOptions
  /// Version of the engine's arithmetic; nil for imported statistics.
  package let arithmetic: Int?

  /// Describes how samples of a checkpoint are computed.
  package init(
    model: ContentHash, tokenizer: ContentHash, prompt: PromptKind, settings: StudySettings,
    arithmetic: Int = GradientEngine.arithmeticVersion
  ) {
    self.model = model
    self.tokenizer = tokenizer
    self.prompt = prompt
    prompting = settings.prompting
    maxLength = settings.maxLength
    projections = settings.projections
    extras = settings.extras
    self.arithmetic = arithmetic
  }

  /// Describes statistics of `model` that somebody else computed.
  package init(imported model: ContentHash, projections: [Projection], extras: GradientOptions) {
    self.model = model
    tokenizer = nil
    prompt = nil
    prompting = nil
    maxLength = nil
    self.projections = projections
    self.extras = extras
    arithmetic = nil
  }

  /// Whether the statistics were imported, so that little is known of how they were made.
  package var isImported: Bool { arithmetic == nil }

  /// A hash of all of these. Stored results are found by it, so a change of it makes a study compute again.
  package var identity: ContentHash {
    var hasher = ContentHasher()
    let texts = [model.hex, tokenizer?.hex ?? "", prompt?.rawValue ?? "", prompting?.rawValue ?? ""]
    for text in texts + [projections.map(\.rawValue).joined(separator: " ")] { hasher.update(field: text) }
    for number in [maxLength ?? 0, extras.spectrum ? 1 : 0, arithmetic ?? 0] { hasher.update(field: number) }
    // Only where they are asked for, so that results without them stay what they were.
    if extras.extrema { hasher.update(field: "extrema") }
    if extras.cosines != .none { hasher.update(field: "cosines \(extras.cosines.rawValue)") }
    if extras.tokenShares { hasher.update(field: "token shares") }
    return hasher.finish()
  }

  /// The configurations that give the same numbers and keep more beside them.
  package var richer: [RunConfiguration] {
    GradientOptions.combinations.filter { $0 != extras && $0.covers(extras) }.map(keeping)
  }

  /// The configuration with other contents of results.
  func keeping(_ extras: GradientOptions) -> RunConfiguration {
    var configuration = self
    configuration.extras = extras
    return configuration
  }

  /// Whether results of this configuration are what `settings` ask for; the number of samples is no part of it.
  ///
  /// Results that hold more than is asked for match too. Imported statistics were made by the published procedure and
  /// stand for it at whatever length.
  package func matches(_ settings: StudySettings) -> Bool {
    if isImported { return settings.prompting == .published && projections == settings.projections }
    return prompting == settings.prompting && maxLength == settings.maxLength
      && projections == settings.projections && extras.covers(settings.extras)
  }
}

/// Description of a *run*: one checkpoint under one condition, with every setting that changes a number.
///
/// Runs of equal identity hold equal numbers, so their results can be joined; results of different
/// runs are never mixed.
package struct RunDescription: Sendable, Hashable {
  /// The checkpoint and the settings.
  package let configuration: RunConfiguration
  /// The condition that all samples share.
  package let condition: Condition
  /// Fingerprint of all records of the data file; of imported statistics, the hash of the file they came in.
  package let data: ContentHash

  /// Describes the run of `configuration` under `condition`.
  package init(configuration: RunConfiguration, condition: Condition, data: ContentHash) {
    self.configuration = configuration
    self.condition = condition
    self.data = data
  }

  /// The run with other contents beside the summaries.
  func keeping(_ extras: GradientOptions) -> RunDescription {
    RunDescription(configuration: configuration.keeping(extras), condition: condition, data: data)
  }

  /// The run's identity: a hash of everything above.
  package var identity: ContentHash {
    var hasher = ContentHasher()
    hasher.update(field: configuration.identity.hex)
    for text in [condition.task, condition.style.rawValue, condition.relevance.rawValue, data.hex] {
      hasher.update(field: text)
    }
    return hasher.finish()
  }
}

/// Identifies a sample within all runs: equal keys mean equal numbers.
///
/// It is made of the identity of the configuration or run, the position in the data file and the texts, because the same
/// instruction may stand twice in a data file.
package struct SampleKey: Sendable, Hashable {
  /// Position of the sample in its data file, from 0.
  package let index: Int
  /// Hash of everything that the sample's numbers depend on.
  package let hash: ContentHash

  /// A key read back from a store.
  package init(index: Int, hash: ContentHash) {
    self.index = index
    self.hash = hash
  }

  package init(within identity: ContentHash, index: Int, record: SampleRecord) {
    var hasher = ContentHasher()
    hasher.update(field: identity.hex)
    hasher.update(field: index)
    for text in record.identity { hasher.update(field: text) }
    self.index = index
    hash = hasher.finish()
  }
}
