import Checkpoints
import Synchronization

/// One sample on its way through the decoder: where its tokens stand in the batch, and what is found of it.
///
/// The gradients of its layers come from several threads, in any order.
final class SampleState: Sendable {
  /// Tokens that are run: the last one predicts nothing, so its outputs have no gradient. None when nothing is labelled.
  let tokenCount: Int
  /// Tokens of the whole text.
  let textLength: Int
  /// Rows among the sample's own whose outputs are labelled, and the ids that they should predict.
  let labels: [(row: Int, id: Int)]
  let ids: [Int32]
  private let found: Mutex<Found>

  private struct Found {
    var skipped: SkipReason?
    var loss = 0.0
    var gradients: [ProjectionGradient] = []
    var cosines: [GradientCosine] = []
  }

  /// The sample at `index` of its batch.
  ///
  /// Throws `GradientError` when an id lies beyond the embedding.
  init(index: Int, _ sample: LabelledTokens, vocabulary: Int) throws {
    if let id = sample.ids.first(where: { $0 < 0 || Int($0) >= vocabulary }) {
      throw GradientError.idBeyondEmbedding(id: id, sample: index, rows: vocabulary)
    }
    ids = sample.ids
    textLength = sample.ids.count
    labels = sample.labelled.map { ($0 - 1, Int(sample.ids[$0])) }
    tokenCount = labels.isEmpty ? 0 : sample.ids.count - 1
    found = Mutex(Found(skipped: labels.isEmpty ? .noLabels : nil))
  }

  var isSkipped: Bool { found.withLock { $0.skipped != nil } }

  /// Takes the loss, which skips the sample when it is not finite.
  func add(loss: Double) {
    found.withLock {
      $0.loss = loss
      if !loss.isFinite { $0.skipped = .nonFiniteLoss }
    }
  }

  /// Takes the gradients of one layer, or the reason why there are none.
  func add(_ gradients: Result<[ProjectionGradient], SkipReason>) {
    found.withLock { found in
      switch gradients {
      case .success(let gradients): found.gradients += gradients
      // Of several reasons, which come in any order, always the same.
      case .failure(let reason): found.skipped = .min(found.skipped ?? reason, reason)
      }
    }
  }

  func add(_ cosines: [GradientCosine]) { found.withLock { $0.cosines += cosines } }

  /// Returns the outcome of the sample, its gradients from the first layer to the last.
  func outcome() -> SampleOutcome {
    found.withLock { found in
      if let skipped = found.skipped { return .skipped(skipped) }
      return .computed(
        SampleGradients(
          loss: found.loss, gradients: found.gradients.sorted { $0.place < $1.place },
          cosines: found.cosines.sorted { ($0.first, $0.second) < ($1.first, $1.second) }))
    }
  }
}

extension SkipReason {
  /// The reason that the forward and then the backward pass, layer by layer, would meet first.
  fileprivate static func min(_ one: SkipReason, _ other: SkipReason) -> SkipReason {
    let order = SkipReason.allCases
    return (order.firstIndex(of: one) ?? 0) <= (order.firstIndex(of: other) ?? 0) ? one : other
  }
}
