import Checkpoints

/// One sample on its way through the decoder.
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
  private var hidden: Matrix
  private var layerInputs: [Matrix] = []
  private var loss = 0.0
  private var gradients: [ProjectionGradient] = []
  private let cosines: CosineCollector

  /// Looks up the embeddings of the sample at `index` of its pack.
  ///
  /// Throws `GradientError` when an id lies beyond the embedding.
  init(
    index: Int, _ sample: LabelledTokens, checkpoint: Checkpoint, cosines selection: CosineSelection
  ) throws {
    let decoder = checkpoint.decoder
    if let id = sample.ids.first(where: { $0 < 0 || Int($0) >= decoder.vocabularySize }) {
      throw GradientError.idBeyondEmbedding(id: id, sample: index, rows: decoder.vocabularySize)
    }
    textLength = sample.ids.count
    cosines = CosineCollector(selection)
    labels = sample.labelled.map { ($0 - 1, Int(sample.ids[$0])) }
    guard !labels.isEmpty else {
      (tokenCount, skipped, hidden) = (0, .noLabels, Matrix(rows: 0, columns: decoder.hiddenSize))
      return
    }
    tokenCount = sample.ids.count - 1
    hidden = Matrix(rows: tokenCount, columns: decoder.hiddenSize)
    let embedding = checkpoint.tensor(DecoderDescription.embeddingName)
    for token in 0..<tokenCount {
      let row = UnsafeMutableBufferPointer(start: hidden.row(token), count: decoder.hiddenSize)
      try embedding.decodeRow(Int(sample.ids[token]), into: row)
      if decoder.embeddingScale != 1 {
        for index in row.indices { row[index] *= Float(decoder.embeddingScale) }
      }
    }
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

  /// What became of the sample, its gradients from the first layer to the last.
  func outcome() -> SampleOutcome {
    if let skipped { return .skipped(skipped) }
    let ordered = gradients.sorted { ($0.layer, $0.projection) < ($1.layer, $1.projection) }
    return .computed(SampleGradients(loss: loss, gradients: ordered, cosines: cosines.cosines()))
  }

  private func skip(_ reason: SkipReason) {
    skipped = reason
    layerInputs = []
    gradients = []
  }
}
