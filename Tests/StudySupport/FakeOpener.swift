import Foundation
import Gradients
import Runs
import Store
import Studies
import Support
import Synchronization
import Tokenizers

/// Opens folders as models of two layers whose numbers are simple functions of the tokens.
package final class FakeOpener: ModelOpening {
  /// Samples that all engines have computed.
  package let computed = Mutex(0)
  /// Texts that become skipped samples.
  package let skips: Set<String>
  /// Notes of every checkpoint.
  package let notes: [String]
  /// Rows of the embedding.
  package let vocabularySize: Int

  /// Called in the middle of every batch.
  package let whileComputing: @Sendable () -> Void

  package init(
    skips: Set<String> = [], notes: [String] = [], vocabularySize: Int = 256,
    whileComputing: @escaping @Sendable () -> Void = {}
  ) {
    self.skips = skips
    self.notes = notes
    self.whileComputing = whileComputing
    self.vocabularySize = vocabularySize
  }

  package var computedCount: Int { computed.withLock { $0 } }

  package func open(
    folder: URL, allowedKeys: Set<String>, prompt: PromptKind, chat: ChatSettings,
    settings: StudySettings, options: RunOptions
  ) throws -> OpenModel {
    var facts = ModelFacts(
      fingerprint: ContentHash(of: Array(folder.lastPathComponent.utf8)), family: "Fake", layerCount: 2,
      hiddenSize: 8, vocabularySize: vocabularySize, parameterCount: 1000)
    facts.notes = notes
    return OpenModel(
      facts: facts, tokenizer: try TokenizerFingerprint.of(folder: folder, chat: chat),
      encoder: Encoder(prompt: prompt, settings: settings),
      tokenTexts: { ids in
        settings.extras.tokenShares ? ids.map { String(decoding: [UInt8($0)], as: UTF8.self) } : []
      }
    ) { FakeEngine(opener: self, settings: settings) }
  }

  /// One token a byte.
  private struct Encoder: SampleEncoding {
    let prompt: PromptKind
    let settings: StudySettings

    func tokens(of record: SampleRecord) -> LabelledTokens {
      let question = (prompt == .chat ? "> " : "") + record.question + "\n"
      let ids = Array((question + record.output).utf8).map(Int32.init)
      return LabelledTokens(
        ids: Array(ids.prefix(settings.maxLength)), start: question.utf8.count,
        cutCount: ids.count - settings.maxLength)
    }
  }
}

/// Gives every sample numbers made from its tokens alone.
package struct FakeEngine: GradientComputing {
  package let opener: FakeOpener
  package let settings: StudySettings

  package init(opener: FakeOpener, settings: StudySettings) {
    self.opener = opener
    self.settings = settings
  }

  package func compute(
    _ batch: [LabelledTokens], progress: @escaping @Sendable (Double) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws -> [SampleOutcome] {
    if isCancelled() { throw CancellationError() }
    progress(0.5)
    opener.whileComputing()
    opener.computed.withLock { $0 += batch.count }
    return batch.map(outcome)
  }

  package func memoryEstimate(tokens: [Int]) -> Int { tokens.reduce(0, +) }

  package func memoryWanted(tokens: [Int]) -> Int { tokens.reduce(0, +) }

  package func outcome(_ sample: LabelledTokens) -> SampleOutcome {
    let text = String(decoding: sample.ids.map { UInt8($0) }, as: UTF8.self)
    if sample.labelled.isEmpty { return .skipped(.noLabels) }
    if opener.skips.contains(where: text.contains) { return .skipped(.nonFiniteLoss) }
    let sum = Double(sample.ids.reduce(0, &+))
    let gradients = (0..<2).flatMap { layer in
      settings.projections.enumerated().map { position, projection in
        let values = [sum + Double(10 * layer + position), 1, 0.5]
        return ProjectionGradient(
          layer: layer, projection: projection,
          summary: SpectrumSummary(
            nuclearNorm: values[0] + 1.5, largest: values[0], smallest: 0, frobeniusNorm: values[0] + 0.1,
            effectiveRank: 1 / 3, mean: -0.1),
          singularValues: settings.extras.spectrum ? values : nil,
          extrema: settings.extras.extrema ? -values[0]...values[0] / 3 : nil,
          tokenShares: settings.extras.tokenShares
            ? sample.ids.dropLast().map { Float($0) / Float(10 * layer + position + 1) } : nil)
      }
    }
    let cosines = settings.extras.cosines == .none ? [] : cosines(sum)
    return .computed(SampleGradients(loss: sum / 7, gradients: gradients, cosines: cosines))
  }

  /// Of two layers, in order: each projection with itself; k with v, but not q with o.
  private func cosines(_ sum: Double) -> [GradientCosine] {
    let inside = (0..<2).map { layer in
      GradientCosine(
        .init(layer: layer, projection: .k), .init(layer: layer, projection: .v), value: Double(layer) / sum)
    }
    let between = settings.projections.map {
      GradientCosine(.init(layer: 0, projection: $0), .init(layer: 1, projection: $0), value: -3 / sum)
    }
    return (inside + between).sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }
}
