import Checkpoints

/// One sample on its way through the decoder: its hidden states, and what it keeps for the backward pass.
///
/// `@unchecked Sendable` is safe because each step of a sample is taken by one worker, and the
/// barrier at the end of `Workers.map` stands between two steps.
final class SampleState: @unchecked Sendable {
  /// Tokens that are run: the last one predicts nothing, so its outputs have no gradient.
  let tokenCount: Int
  private(set) var skipped: SkipReason?

  private let labels: [(row: Int, id: Int)]
  private let textLength: Int
  private var rotaries: [RotaryEmbedding] = []
  /// Hidden states [T × d] of the last layer run, before the head; after it, the gradient with respect to
  /// them.
  private var hidden: Matrix
  /// The inputs [T × d] of the layers whose backward pass is still to come.
  private var layerInputs: [Matrix] = []
  private var loss = 0.0
  private var gradients: [ProjectionGradient] = []
  private let cosines: CosineCollector

  /// Looks up the embeddings of the sample at `index` of its batch.
  ///
  /// Throws `GradientError` when an id lies beyond the embedding, `CheckpointError` when a weight is not finite.
  init(
    index: Int, _ sample: LabelledTokens, checkpoint: Checkpoint, cosines selection: CosineSelection
  ) throws {
    let rows = checkpoint.decoder.vocabularySize
    if let id = sample.ids.first(where: { $0 < 0 || Int($0) >= rows }) {
      throw GradientError.idBeyondEmbedding(id: id, sample: index, rows: rows)
    }
    textLength = sample.ids.count
    cosines = CosineCollector(selection)
    labels = sample.labelled.map { ($0 - 1, Int(sample.ids[$0])) }
    skipped = labels.isEmpty ? .noLabels : nil
    tokenCount = labels.isEmpty ? 0 : sample.ids.count - 1
    hidden = try Self.embed(sample.ids.prefix(tokenCount), checkpoint)
  }

  /// The embeddings [T × d] of `ids`, with the family's factor.
  private static func embed(_ ids: ArraySlice<Int32>, _ checkpoint: Checkpoint) throws -> Matrix {
    let decoder = checkpoint.decoder
    let hidden = Matrix(rows: ids.count, columns: decoder.hiddenSize)
    let embedding = checkpoint.tensor(DecoderDescription.embeddingName)
    for (token, id) in ids.enumerated() {
      let row = UnsafeMutableBufferPointer(start: hidden.row(token), count: decoder.hiddenSize)
      try embedding.decodeRow(Int(id), into: row)
      if decoder.embeddingScale != 1 {
        for index in row.indices { row[index] *= Float(decoder.embeddingScale) }
      }
    }
    return hidden
  }

  /// Takes the rotary embeddings of the sample's length.
  func prepare(_ tables: RotaryTables) { rotaries = tables.embeddings(tokens: textLength) }

  /// One layer of the forward pass; its input is kept for the backward pass.
  func forward(_ layer: DecoderLayer) {
    layerInputs.append(hidden)
    hidden = layer.forward(hidden, rotaries: rotaries)
  }

  /// Loss and its gradient; from here on `hidden` holds a gradient.
  func applyHead(_ head: OutputHead) {
    (loss, hidden) = head.lossAndGradient(hidden, labels: labels)
    if !loss.isFinite { skip(.nonFiniteLoss) }
  }

  /// One layer of the backward pass, top down.
  func backward(_ layer: DecoderLayer, spectra: LayerSpectra) {
    guard skipped == nil, let input = layerInputs.popLast() else { return }
    let (factors, dx) = layer.backward(hidden, x: input, rotaries: rotaries, needsInput: !layerInputs.isEmpty)
    switch spectra.compute(factors) {
    case .success(let computed):
      gradients.append(contentsOf: computed)
      cosines.add(factors, computed)
    case .failure(let reason): skip(reason)
    }
    if let dx { hidden = dx }
  }

  /// Returns the outcome of the sample, its gradients from the first layer to the last.
  func outcome() -> SampleOutcome {
    if let skipped { return .skipped(skipped) }
    let ordered = gradients.sorted { $0.place < $1.place }
    return .computed(SampleGradients(loss: loss, gradients: ordered, cosines: cosines.cosines()))
  }

  private func skip(_ reason: SkipReason) {
    skipped = reason
    layerInputs = []
    gradients = []
  }
}
